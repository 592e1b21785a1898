/** The module `alembic.context`, as env.py and some scripts use it. Mirrors `alembic.runtime.environment.EnvironmentContext`. */
import type { ClassValue, InstanceValue, Interpreter, NativeCall, Value } from '../../python/eval/value.ts';
import { dictFromObject } from '../../python/eval/containers.ts';
import {
  list,
  nativeClass,
  nativeFunction,
  nativeInstance,
  nativeMethod,
  nativeProperty,
  none,
  str,
} from '../../python/eval/native.ts';
import type { Origin } from '../../util/text-range.ts';
import { stringOf } from '../../sqlalchemy/bindings/arguments.ts';
import { noteStatement } from '../../sqlalchemy/bindings/index.ts';
import { contextValue, plainBlock } from './connection.ts';
import { bindValue } from './connection.ts';
import { alembicState } from './state.ts';

const module = 'alembic.config';

function option(interpreter: Interpreter, name: string): Value | undefined {
  const { environment, recorder } = alembicState(interpreter);
  const value = environment?.mainOptions.get(name);
  if (value !== undefined) return value;
  const text = recorder?.context.mainOptions.get(name);
  return text === undefined ? undefined : str(text);
}

function section(interpreter: Interpreter): Value {
  const { environment, recorder } = alembicState(interpreter);
  const entries =
    environment?.mainOptions ??
    [...(recorder?.context.mainOptions ?? [])].map(([k, v]) => [k, str(v)] as const);
  return dictFromObject(entries);
}

const unknownPart = (interpreter: Interpreter, what: string, site: Origin): Value =>
  interpreter.unknown(`\`${what}\` is known only when Alembic runs`, site);

function otherSection(
  interpreter: Interpreter,
  name: string | null | undefined,
): ReadonlyMap<string, string> | null {
  const { environment } = alembicState(interpreter);
  return typeof name === 'string' ? (environment?.config?.getSection(name) ?? null) : null;
}

/** Upstream has no default for an option of a section that is not there. */
function requireSection(call: NativeCall): void {
  const { environment } = alembicState(call.interpreter);
  if (environment?.config === null || environment === null) return;
  if (environment.config.getSection(environment.section) !== null || environment.mainOptions.size > 0) return;
  const file = environment.configPath?.replace(/^.*\//, '') ?? '';
  const message = `No config file '${file}' found, or file has no '[${environment.section}]' section`;
  call.interpreter.raise('RuntimeError', message, call.site);
}

/** `config.cmd_opts`: the arguments of the command, as far as they are known. */
const namespaceClass = nativeClass({
  name: 'Namespace',
  module: 'argparse',
  hooks: {
    getAttribute: (_self, name, call) =>
      name.startsWith('__') ? undefined : unknownPart(call.interpreter, `config.cmd_opts.${name}`, call.site),
  },
});

/** `context.config`. */
const configClass: ClassValue = nativeClass({
  name: 'Config',
  module,
  members: {
    get_main_option: nativeMethod('get_main_option', (call) => {
      const name = stringOf(call.args[1] ?? call.kwargs.get('name') ?? none);
      const value = typeof name === 'string' ? option(call.interpreter, name) : undefined;
      if (value === undefined) requireSection(call);
      return value ?? call.args[2] ?? call.kwargs.get('default') ?? none;
    }),
    get_alembic_option: nativeMethod('get_alembic_option', (call) => {
      const name = stringOf(call.args[1] ?? none);
      const value = typeof name === 'string' ? option(call.interpreter, name) : undefined;
      if (value !== undefined) return value;
      const { environment } = alembicState(call.interpreter);
      const text = typeof name === 'string' ? (environment?.config?.getAlembicOption(name) ?? null) : null;
      return text === null ? (call.args[2] ?? call.kwargs.get('default') ?? none) : str(text);
    }),
    set_main_option: nativeMethod('set_main_option', (call) => {
      const name = stringOf(call.args[1] ?? none);
      const { environment } = alembicState(call.interpreter);
      if (typeof name === 'string') environment?.mainOptions.set(name, unescaped(call.args[2] ?? none));
      return none;
    }),
    get_section: nativeMethod('get_section', (call) => {
      const name = stringOf(call.args[1] ?? none);
      const own = alembicState(call.interpreter).environment?.section ?? 'alembic';
      if (name === own) return section(call.interpreter);
      const known = otherSection(call.interpreter, name);
      if (known !== null) return dictFromObject([...known].map(([key, text]) => [key, str(text)] as const));
      return (
        call.args[2] ??
        call.kwargs.get('default') ??
        unknownPart(call.interpreter, `config.get_section("${name ?? ''}")`, call.site)
      );
    }),
    get_section_option: nativeMethod('get_section_option', (call) => {
      const name = stringOf(call.args[2] ?? none);
      const own = alembicState(call.interpreter).environment?.section ?? 'alembic';
      const value =
        stringOf(call.args[1] ?? none) === own && typeof name === 'string'
          ? option(call.interpreter, name)
          : undefined;
      if (value !== undefined) return value;
      const other = otherSection(call.interpreter, stringOf(call.args[1] ?? none));
      const text = typeof name === 'string' ? other?.get(name.toLowerCase()) : undefined;
      return text === undefined ? (call.args[3] ?? call.kwargs.get('default') ?? none) : str(text);
    }),
    set_section_option: nativeMethod('set_section_option', (call) => {
      const name = stringOf(call.args[2] ?? none);
      const { environment } = alembicState(call.interpreter);
      const own = environment?.section ?? 'alembic';
      if (typeof name === 'string' && stringOf(call.args[1] ?? none) === own) {
        environment?.mainOptions.set(name, unescaped(call.args[3] ?? none));
      }
      return none;
    }),
    print_stdout: nativeMethod('print_stdout', () => none),
    config_file_name: nativeProperty('config_file_name', (_self, call) => {
      const path = alembicState(call.interpreter).environment?.configPath ?? null;
      return path === null ? none : str(path);
    }),
    config_ini_section: nativeProperty('config_ini_section', (_self, call) =>
      str(alembicState(call.interpreter).environment?.section ?? 'alembic'),
    ),
    cmd_opts: nativeProperty('cmd_opts', (_self, call) => {
      const { command } = alembicState(call.interpreter);
      if (command === null) return none;
      const options = nativeInstance(namespaceClass, null, call.site);
      options.attributes.set('autogenerate', { kind: 'bool', value: command.autogenerate });
      return options;
    }),
  },
  hooks: {
    getAttribute: (_self, name, call) =>
      name.startsWith('__') ? undefined : unknownPart(call.interpreter, `config.${name}`, call.site),
  },
});

/** The parser behind the configuration reads `%%` as `%`. */
function unescaped(value: Value): Value {
  return value.kind === 'str' ? str(value.value.replaceAll('%%', '%')) : value;
}

const configs = new WeakMap<Interpreter, InstanceValue>();

/** Each evaluation of env.py begins with a `context.config` that no other has changed. */
export function forgetConfig(interpreter: Interpreter): void {
  configs.delete(interpreter);
}

function configValue(interpreter: Interpreter, site: Origin): InstanceValue {
  let config = configs.get(interpreter);
  if (config === undefined) {
    config = nativeInstance(configClass, null, site);
    // `config.attributes` is a dict in which a caller may have put a connection; here nobody did.
    config.attributes.set('attributes', dictFromObject([]));
    configs.set(interpreter, config);
  }
  return config;
}

function configure(call: NativeCall): Value {
  const { environment } = alembicState(call.interpreter);
  if (environment === null) return none;
  const captured = environment.configure ?? new Map<string, Value>();
  const positional = ['connection', 'url', 'dialect_name'];
  for (const [index, value] of call.args.entries())
    captured.set(positional[index] ?? `argument ${index}`, value);
  for (const [name, value] of call.kwargs) captured.set(name, value);
  environment.configure = captured;
  environment.configureSite = call.site;
  environment.configuredAt = environment.countEffects();
  environment.begunAt = null;
  return none;
}

/** SQL that env.py runs around the migrations. */
function execute(call: NativeCall): Value {
  const { recorder } = alembicState(call.interpreter);
  if (recorder !== null) {
    recorder.refuse('context.execute() in a script is not evaluated yet; write op.execute()', call.site);
    return none;
  }
  const { environment } = alembicState(call.interpreter);
  if (environment?.configure === null) {
    call.interpreter.raise('Exception', 'No context has been configured yet.', call.site);
  }
  const [statement, ...parameters] = call.args;
  noteStatement(call, statement ?? call.kwargs.get('sql'), parameters);
  return none;
}

/** Something else that env.py does in a run, which a native run would not do. */
function noteOther(call: Pick<NativeCall, 'interpreter' | 'site'>, what: string): void {
  alembicState(call.interpreter).environment?.effects.push({
    message: `env.py uses ${what} here, which Retort does not follow`,
    origin: call.site,
    isDecisive: true,
  });
}

/** `context.get_context()` of env.py. */
const environmentMigrationContext: ClassValue = nativeClass({
  name: 'MigrationContext',
  module: 'alembic.runtime.migration',
  members: {
    execute: nativeMethod('execute', (call) => {
      const [, statement, ...parameters] = call.args;
      noteStatement(call, statement, parameters);
      return none;
    }),
    // What run_migrations() does in the same place.
    _ensure_version_table: nativeMethod('_ensure_version_table', () => none),
  },
  hooks: {
    getAttribute: (_self, name, call) => {
      if (name.startsWith('__')) return undefined;
      noteOther(call, `context.get_context().${name}`);
      return unknownPart(call.interpreter, `context.get_context().${name}`, call.site);
    },
  },
});

function isOffline(interpreter: Interpreter): boolean {
  const { environment, recorder } = alembicState(interpreter);
  return recorder?.context.offline ?? environment?.offline ?? true;
}

const refusing = (name: string): readonly [string, Value] => [
  name,
  nativeFunction(name, (call) => unknownPart(call.interpreter, `context.${name}()`, call.site)),
];

/** By name, as `alembic.context` has them; `config` and `script` are made per interpreter. */
export const contextNames: Readonly<Record<string, Value>> = {
  configure: nativeFunction('configure', configure),
  is_offline_mode: nativeFunction('is_offline_mode', (call) => ({
    kind: 'bool',
    value: isOffline(call.interpreter),
  })),
  is_transactional_ddl: nativeFunction('is_transactional_ddl', () => ({ kind: 'bool', value: true })),
  begin_transaction: nativeFunction('begin_transaction', (call) => {
    const { environment } = alembicState(call.interpreter);
    if (environment !== null) environment.begunAt ??= environment.countEffects();
    return plainBlock(call.site);
  }),
  run_migrations: nativeFunction('run_migrations', (call) => {
    const { environment } = alembicState(call.interpreter);
    environment?.runs.push({
      configure: new Map(environment.configure ?? []),
      configureSite: environment.configureSite,
      effectsBefore: environment.countEffects(),
      effectsBeforeConfigure: environment.configuredAt,
      effectsBeforeBegin: environment.begunAt ?? environment.countEffects(),
      arguments: call.kwargs,
      site: call.site,
    });
    return none;
  }),
  get_x_argument: nativeFunction('get_x_argument', (call) => {
    const flag = call.kwargs.get('as_dictionary') ?? call.args[0];
    const asDictionary = flag !== undefined && call.interpreter.isTrue(flag, call.site) === true;
    const { environment, recorder } = alembicState(call.interpreter);
    const given = environment?.xArguments ?? recorder?.context.xArguments ?? [];
    if (!asDictionary) return list(given.map(str));
    // `-x key=value`; a bare `-x key` has an empty value.
    return dictFromObject(
      given.map((argument) => {
        const [key = '', ...value] = argument.split('=');
        return [key, str(value.join('='))] as const;
      }),
    );
  }),
  get_tag_argument: nativeFunction('get_tag_argument', (call) => {
    const { environment, recorder } = alembicState(call.interpreter);
    const tag = environment?.tag ?? recorder?.context.tag ?? null;
    return tag === null ? none : str(tag);
  }),
  execute: nativeFunction('execute', execute),
  static_output: nativeFunction('static_output', (call) => {
    noteOther(call, 'context.static_output()');
    return none;
  }),
  get_context: nativeFunction('get_context', (call) => {
    const { recorder } = alembicState(call.interpreter);
    return recorder === null
      ? nativeInstance(environmentMigrationContext, null, call.site)
      : contextValue(recorder, call.site);
  }),
  get_bind: nativeFunction('get_bind', (call) => {
    const { recorder } = alembicState(call.interpreter);
    if (recorder !== null) return bindValue(recorder, call.site);
    const connection = alembicState(call.interpreter).environment?.configure?.get('connection');
    return connection ?? unknownPart(call.interpreter, 'context.get_bind()', call.site);
  }),
  ...Object.fromEntries(
    [
      'get_head_revision',
      'get_head_revisions',
      'get_revision_argument',
      'get_starting_revision_argument',
    ].map(refusing),
  ),
};

export function contextModule(interpreter: Interpreter): Readonly<Record<string, Value>> {
  const site: Origin = { file: '', range: { start: 0, end: 0 } };
  return { ...contextNames, config: configValue(interpreter, site) };
}
