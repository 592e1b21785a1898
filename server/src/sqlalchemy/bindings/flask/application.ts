/** `flask.Flask` as far as extensions use it: its configuration and the extensions that registered themselves. */
import type {
  ClassValue,
  DictValue,
  InstanceValue,
  Interpreter,
  NativeCall,
  Value,
} from '../../../python/eval/value.ts';
import {
  BuiltinPayload,
  dictGet,
  dictGetText,
  dictSet,
  emptyDict,
  unwrap,
} from '../../../python/eval/containers.ts';
import { nativeClass, nativeInstance, nativeMethod, none, str } from '../../../python/eval/native.ts';
import { stringOf } from '../arguments.ts';
import { blockMembers, inertClass, noOperation } from '../inert.ts';

/** One `Flask(...)`. */
export class Application {
  readonly config: DictValue = emptyDict();
  readonly extensions: DictValue = emptyDict();
  readonly importName: string | null;

  constructor(importName: string | null) {
    this.importName = importName;
  }
}

export function appOf(value: Value | undefined): Application | null {
  return value?.kind === 'instance' && value.payload instanceof Application ? value.payload : null;
}

const known = new WeakMap<Interpreter, InstanceValue[]>();

/** Every application that evaluated code made, in order. */
export function applications(interpreter: Interpreter): InstanceValue[] {
  let list = known.get(interpreter);
  interpreter.noteHiddenState();
  if (list === undefined) {
    list = [];
    known.set(interpreter, list);
  }
  return list;
}

export function registerExtension(app: Value, name: string, extension: Value): void {
  const application = appOf(app);
  if (application !== null) dictSet(application.extensions, str(name), extension);
}

const contextClass = inertClass('AppContext', 'flask.ctx', {
  members: { ...blockMembers, push: noOperation('push'), pop: noOperation('pop') },
});
const context = nativeMethod('app_context', (call) => nativeInstance(contextClass, null, call.site));

export const flaskClass: ClassValue = nativeClass({
  name: 'Flask',
  module: 'flask.app',
  members: { app_context: context, test_request_context: context },
  hooks: {
    instantiate: (cls, call) => {
      const name = stringOf(call.args[0] ?? call.kwargs.get('import_name') ?? none) ?? null;
      const application = new Application(name);
      const app = nativeInstance(cls, application, call.site);
      app.attributes.set('extensions', application.extensions);
      app.attributes.set('config', configValue(application.config, call));
      app.attributes.set('import_name', name === null ? none : str(name));
      applications(call.interpreter).push(app);
      return app;
    },
    getAttribute: (_self, name, call) =>
      name.startsWith('__')
        ? undefined
        : call.interpreter.unknown(`\`Flask.${name}\` is known only when the application runs`, call.site),
  },
});

/** `app.config`: a dict with ways to fill it. */
function configValue(entries: DictValue, call: NativeCall): InstanceValue {
  const dict = call.interpreter.builtin('dict');
  const cls = nativeClass({
    name: 'Config',
    module: 'flask.config',
    bases: dict.kind === 'class' ? [dict] : [],
    members: configMembers,
  });
  return nativeInstance(cls, new BuiltinPayload(entries), call.site);
}

function entriesOf(value: Value | undefined): DictValue {
  const plain = value === undefined ? none : unwrap(value);
  return plain.kind === 'dict' ? plain : emptyDict();
}

/** A key that no evaluated code set: Flask's own default, or from a file or the environment. */
function missingKey(call: NativeCall): Value {
  const key = stringOf(call.args[1] ?? none) ?? '';
  return call.interpreter.unknown(
    `the value of \`app.config["${key}"]\` is known only when the application runs`,
    call.site,
  );
}

const configMembers: Readonly<Record<string, Value>> = {
  __missing__: nativeMethod('__missing__', missingKey),
  get: nativeMethod('get', (call) => {
    const [self, key] = call.args;
    return dictGet(entriesOf(self), key ?? none) ?? missingKey(call);
  }),
  from_object: nativeMethod('from_object', (call) => {
    const [self, given] = call.args;
    const object = given?.kind === 'str' ? imported(given.value, call) : given;
    if (object === undefined) return none;
    for (const [name, value] of upperCaseNames(object)) dictSet(entriesOf(self), str(name), value);
    return none;
  }),
  from_mapping: nativeMethod('from_mapping', (call) => {
    const [self, mapping] = call.args;
    for (const { key, value } of entriesOf(mapping).entries.values()) dictSet(entriesOf(self), key, value);
    for (const [name, value] of call.kwargs) dictSet(entriesOf(self), str(name), value);
    return none;
  }),
  // What files and the environment say is known only at run time.
  ...Object.fromEntries(
    ['from_pyfile', 'from_envvar', 'from_file', 'from_json', 'from_prefixed_env'].map((name) => [
      name,
      noOperation(name),
    ]),
  ),
};

/** `"config.Development"`: a module, or an attribute of one. */
function imported(path: string, { interpreter, site }: NativeCall): Value | undefined {
  const dot = path.lastIndexOf('.');
  const outcome = interpreter.importModule(dot < 0 ? path : path.slice(0, dot));
  if (!outcome.ok) return undefined;
  return dot < 0 ? outcome.value : interpreter.findAttribute(outcome.value, path.slice(dot + 1), site);
}

/** Names in capitals of a class with its bases, an instance or a module. */
function upperCaseNames(object: Value): ReadonlyMap<string, Value> {
  const cls = object.kind === 'class' ? object : object.kind === 'instance' ? object.cls : null;
  const sources = [...(cls?.mro ?? [])].reverse().map((ancestor) => ancestor.namespace);
  if (object.kind === 'module') sources.push(object.namespace);
  if (object.kind === 'instance') sources.push(object.attributes);
  const names = sources.flatMap((source) => [...source]);
  return new Map(names.filter(([name]) => name === name.toUpperCase() && /[A-Z]/.test(name)));
}

/** A text of the configuration; null when it is not known. */
export function configText(app: Application, name: string): string | null {
  return stringOf(dictGetText(app.config, name) ?? none) ?? null;
}
