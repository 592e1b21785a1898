/** `flask.current_app` outside of a request: the application that the `flask` command would load. Mirrors `flask.cli`. */
import type {
  InstanceValue,
  Interpreter,
  ModuleValue,
  UnknownValue,
  Value,
} from '../../../python/eval/value.ts';
import { nativeClass, nativeInstance } from '../../../python/eval/native.ts';
import type { Origin } from '../../../util/text-range.ts';
import { applications, appOf } from './application.ts';

const nowhere: Origin = { file: '', range: { start: 0, end: 0 } };
const chosen = new WeakMap<Interpreter, InstanceValue | UnknownValue>();

/** The value of the name `current_app`: every attribute is the application's. */
export const currentAppValue: InstanceValue = nativeInstance(
  nativeClass({
    name: 'LocalProxy',
    module: 'werkzeug.local',
    hooks: {
      getAttribute: (_self, name, { interpreter, site }) => {
        if (name.startsWith('__')) return undefined;
        const app = currentApp(interpreter, site);
        return app.kind === 'unknown' ? app : interpreter.findAttribute(app, name, site);
      },
    },
  }),
  null,
  nowhere,
);

/** Unknown, with a report, when nothing says which application it is. */
export function currentApp(interpreter: Interpreter, site: Origin): InstanceValue | UnknownValue {
  const before = chosen.get(interpreter);
  if (before !== undefined) return before;
  const app = findApp(interpreter, site);
  chosen.set(interpreter, app);
  return app;
}

function findApp(interpreter: Interpreter, site: Origin): InstanceValue | UnknownValue {
  // env.py may have made the application itself.
  const [made, ...others] = applications(interpreter);
  if (made !== undefined && others.length === 0) return made;
  for (const { module: name, attribute, isGuess } of interpreter.entryPoints()) {
    const outcome = interpreter.importModule(name);
    const app = outcome.ok ? appIn(interpreter, outcome.value, attribute, site) : null;
    if (app === null) continue;
    if (isGuess) {
      interpreter.report({
        code: 'flask-application',
        severity: 'information',
        message: `env.py asks for Flask's current_app. The one of \`${name}\` is taken, because FLASK_APP is not in .flaskenv and there is no wsgi.py or app.py that has one`,
        origin: site,
      });
    }
    return app;
  }
  const reason =
    "nothing says which Flask application env.py's current_app is: write FLASK_APP=… into .flaskenv, or name the module wsgi.py or app.py";
  interpreter.report({ code: 'flask-application', severity: 'error', message: reason, origin: site });
  return interpreter.unknown(reason, site);
}

/** Upstream: `find_best_app`, and `find_app_by_string` for a given name. */
function appIn(
  interpreter: Interpreter,
  module: ModuleValue,
  attribute: string | null,
  site: Origin,
): InstanceValue | null {
  const { namespace } = module;
  const isApp = (value: Value | undefined): value is InstanceValue => appOf(value) !== null;
  if (attribute !== null) {
    const value = namespace.get(attribute.replace(/\(.*$/, '').trim());
    return isApp(value) ? value : made(interpreter, value, site);
  }
  for (const name of ['app', 'application']) {
    const value = namespace.get(name);
    if (isApp(value)) return value;
  }
  const [only, ...more] = [...namespace.values()].filter(isApp);
  if (only !== undefined) return more.length === 0 ? only : null;
  for (const name of ['create_app', 'make_app']) {
    const app = made(interpreter, namespace.get(name), site);
    if (app !== null) return app;
  }
  return null;
}

/** What an application factory gives; what it had made before it failed, or before Retort could not follow it, counts. */
function made(interpreter: Interpreter, factory: Value | undefined, site: Origin): InstanceValue | null {
  if (factory?.kind !== 'function') return null;
  const before = applications(interpreter).length;
  const outcome = interpreter.run(factory, [], new Map(), site);
  if (outcome.ok && outcome.value.kind === 'instance' && appOf(outcome.value) !== null) return outcome.value;
  return applications(interpreter)[before] ?? null;
}
