/** `flask_migrate.Migrate`: what its env.py asks of `current_app.extensions['migrate']`. Mirrors `flask_migrate`. */
import type { ClassValue, InstanceValue, NativeCall, Value } from '../../../python/eval/value.ts';
import { dictFromObject } from '../../../python/eval/containers.ts';
import {
  bool,
  nativeClass,
  nativeInstance,
  nativeMethod,
  nativeProperty,
  none,
  str,
} from '../../../python/eval/native.ts';
import { noOperation, plainDecorator } from '../inert.ts';
import type { ModuleNames } from '../modules/factory.ts';
import { registerExtension } from './application.ts';
import { flaskClass } from './application.ts';
import { currentAppValue } from './current-app.ts';
import { flaskSqlalchemyModules } from './sqlalchemy-extension.ts';

const parameters = ['app', 'db', 'directory', 'command', 'compare_type', 'render_as_batch'];

/** Arguments by name, whichever way they were given. */
function named(call: NativeCall, skip: number, names: readonly string[]): Map<string, Value> {
  const given = new Map<string, Value>();
  for (const [index, value] of call.args.slice(skip).entries()) given.set(names[index] ?? `${index}`, value);
  for (const [name, value] of call.kwargs) given.set(name, value);
  for (const [name, value] of given) if (value.kind === 'none') given.delete(name);
  return given;
}

class MigratePayload {
  readonly given: Map<string, Value>;
  constructor(given: Map<string, Value>) {
    this.given = given;
  }
}

const configClass: ClassValue = nativeClass({
  name: '_MigrateConfig',
  module: 'flask_migrate',
  members: {
    metadata: nativeProperty('metadata', (self, call) =>
      call.interpreter.getAttribute(self.attributes.get('db') ?? none, 'metadata', call.site),
    ),
  },
});

function register(self: InstanceValue, payload: MigratePayload, call: NativeCall): void {
  const given = new Map(payload.given);
  const app = given.get('app');
  if (app === undefined || given.get('db') === undefined) return;
  const config = nativeInstance(configClass, null, call.site);
  config.attributes.set('migrate', self);
  config.attributes.set('db', given.get('db') ?? none);
  config.attributes.set('directory', given.get('directory') ?? str('migrations'));
  for (const name of ['app', 'db', 'directory', 'command']) given.delete(name);
  config.attributes.set('configure_args', dictFromObject(given));
  registerExtension(app, 'migrate', config);
}

const migrateClass: ClassValue = nativeClass({
  name: 'Migrate',
  module: 'flask_migrate',
  members: {
    init_app: nativeMethod('init_app', (call) => {
      const self = call.args[0];
      if (self?.kind !== 'instance' || !(self.payload instanceof MigratePayload)) return none;
      for (const [name, value] of named(call, 1, parameters)) self.payload.given.set(name, value);
      register(self, self.payload, call);
      return none;
    }),
    configure: plainDecorator('configure'),
  },
  hooks: {
    instantiate: (cls, call) => {
      const defaults: [string, Value][] = [
        ['compare_type', bool(true)],
        ['render_as_batch', bool(true)],
      ];
      const payload = new MigratePayload(new Map([...defaults, ...named(call, 0, parameters)]));
      const self = nativeInstance(cls, payload, call.site);
      register(self, payload, call);
      return self;
    },
  },
});

/** Flask and its two extensions for databases. */
export const flaskModules: readonly (readonly [string, ModuleNames])[] = [
  ['flask', { Flask: flaskClass, current_app: currentAppValue }],
  [
    'flask_migrate',
    {
      Migrate: migrateClass,
      ...Object.fromEntries(
        ['upgrade', 'init', 'migrate', 'stamp', 'downgrade'].map((name) => [name, noOperation(name)]),
      ),
    },
  ],
  ...flaskSqlalchemyModules,
];
