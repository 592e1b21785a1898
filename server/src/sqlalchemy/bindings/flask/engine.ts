/** `db.engine`: connects to nothing; its URL is what the application's configuration says. */
import type { NativeCall, Value } from '../../../python/eval/value.ts';
import { dictGetText } from '../../../python/eval/containers.ts';
import { nativeClass, nativeInstance, nativeMethod, str } from '../../../python/eval/native.ts';
import { dirname } from '../../../util/paths.ts';
import { engineClass } from '../modules/core.ts';
import type { Application } from './application.ts';
import { appOf, configText } from './application.ts';
import { currentApp } from './current-app.ts';

const urlClass = nativeClass({
  name: 'URL',
  module: 'sqlalchemy.engine.url',
  members: {
    render_as_string: nativeMethod('render_as_string', (call) => {
      const [self, positional] = call.args;
      const hides = call.kwargs.get('hide_password') ?? positional;
      const url = textOf(self);
      return str(
        hides !== undefined && call.interpreter.isTrue(hides, call.site) === false
          ? url
          : withoutPassword(url),
      );
    }),
    __str__: nativeMethod('__str__', (call) => str(withoutPassword(textOf(call.args[0])))),
  },
});

export function engineOf(call: NativeCall): Value {
  const engine = nativeInstance(engineClass, null, call.site);
  const app = appOf(currentApp(call.interpreter, call.site));
  const url = app === null ? null : urlOf(app, call);
  // Why the URL cannot be known is what a user needs to hear.
  const written = app === null ? undefined : dictGetText(app.config, 'SQLALCHEMY_DATABASE_URI');
  if (written?.kind === 'unknown') engine.attributes.set('url', written);
  if (url !== null) engine.attributes.set('url', nativeInstance(urlClass, url, call.site));
  return engine;
}

function textOf(value: Value | undefined): string {
  return value?.kind === 'instance' && typeof value.payload === 'string' ? value.payload : '';
}

function withoutPassword(url: string): string {
  return url.replace(/^([^:/]+:\/\/[^:/@]*):[^@]*@/, '$1:***@');
}

/** A relative SQLite file lies in the application's instance folder. Upstream: `_apply_driver_defaults`. */
function urlOf(app: Application, { interpreter }: NativeCall): string | null {
  const url = configText(app, 'SQLALCHEMY_DATABASE_URI');
  const match = url === null ? null : /^(sqlite(?:\+pysqlite)?:\/\/\/)([^/:][^?]*)(.*)$/.exec(url);
  if (match === null) return url;
  const [, scheme = '', path = '', rest = ''] = match;
  const name = app.importName ?? '';
  const module = interpreter.modules.get(name);
  if (module?.file === undefined || module.file === null) return null;
  let folder = dirname(module.file);
  for (let level = module.isPackage ? 0 : 1; level < name.split('.').length; level++)
    folder = dirname(folder);
  return `${scheme}${folder}/instance/${path}${rest}`;
}
