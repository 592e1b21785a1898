import { parseToml } from '../alembic/script/toml.ts';
import { createInterpreter } from '../python/eval/evaluate.ts';
import { parseModule } from '../python/syntax/parser.ts';
import { isTypeValue, typeOf, type KnownTypes } from '../sqlalchemy/bindings/index.ts';
import type { TypeEngine } from '../sqlalchemy/sql/types.ts';
import { dirname, join } from '../util/paths.ts';
import type { Problem } from '../util/problem.ts';
import type { Origin } from '../util/text-range.ts';
import { nativeModules } from './environment.ts';
import type { FileSystem } from './file-system.ts';

/** The types whose meaning the user has told, and what of it cannot be used. */
export interface TypeSettings {
  readonly types: KnownTypes;
  readonly problems: readonly Problem[];
}

interface Entry {
  readonly name: string;
  readonly value: string | null;
  readonly origin: Origin | null;
  /** As a message calls it. */
  readonly place: string;
}

/**
 * `[tool.retort.types]` of the `pyproject.toml` in a folder, and over it `retort.types` of the editor. An entry that names
 * no type is a problem at its place.
 */
export function readTypeSettings(
  fs: FileSystem,
  folder: string,
  editor: Readonly<Record<string, string>> = {},
): TypeSettings {
  const types = new Map<string, TypeEngine>();
  const problems: Problem[] = [];
  for (const { name, value, origin, place } of [
    ...pyprojectEntries(fs, join(folder, 'pyproject.toml'), problems),
    ...editorEntries(fs, folder, editor),
  ]) {
    const report = (why: string): void => {
      const message = `${place}: "${name}" ${why}`;
      problems.push({ code: 'types-setting', severity: 'error', message, origin });
    };
    if (!/^[\p{L}_][\p{L}\p{N}_]*(?:\.[\p{L}_][\p{L}\p{N}_]*)+$/u.test(name)) {
      report('is no qualified name, such as "acme.types.Money"');
    } else if (value === null) {
      report('needs a string, such as "sqlalchemy.Numeric(12, 2)"');
    } else {
      const type = evaluateType(value);
      if (typeof type === 'string') report(`cannot stand for ${value}: ${type}`);
      else types.set(name, type);
    }
  }
  return { types, problems };
}

function pyprojectEntries(fs: FileSystem, path: string, problems: Problem[]): readonly Entry[] {
  const text = fs.readFile(path);
  if (!text?.includes('retort')) return [];
  const { root, error } = parseToml(text);
  if (error !== null) {
    const message = `pyproject.toml cannot be read: ${error.message}`;
    problems.push({
      code: 'types-setting',
      severity: 'error',
      message,
      origin: { file: path, range: error.range },
    });
    return [];
  }
  const table = ['tool', 'retort', 'types'].reduce<typeof root | null>((at, key) => {
    const next = at?.entries.get(key);
    return next?.kind === 'table' ? next : null;
  }, root);
  return [...(table?.entries ?? [])]
    .flatMap(([key, value]) => flatten(key, value))
    .map(([name, value]) => ({
      name,
      value: value.kind === 'string' ? value.value : null,
      origin: { file: path, range: value.range },
      place: '[tool.retort.types]',
    }));
}

type TomlEntry = NonNullable<ReturnType<ReturnType<typeof parseToml>['root']['entries']['get']>>;

/** `acme.types.Money = "…"` without quotes is a table in a table to TOML. */
function flatten(key: string, value: TomlEntry): [string, TomlEntry][] {
  if (value.kind !== 'table') return [[key, value]];
  return [...value.entries].flatMap(([inner, each]) => flatten(`${key}.${inner}`, each));
}

/** The editor tells values alone; a folder's own settings file shows where one stands. */
function editorEntries(
  fs: FileSystem,
  folder: string,
  settings: Readonly<Record<string, string>>,
): readonly Entry[] {
  return Object.entries(settings).map(([name, value]) => ({
    name,
    value,
    origin: placeInSettings(fs, folder, name),
    place: 'the setting retort.types',
  }));
}

function placeInSettings(fs: FileSystem, folder: string, name: string): Origin | null {
  const key = JSON.stringify(name);
  for (let at = folder; ; at = dirname(at)) {
    const file = join(at, '.vscode/settings.json');
    const text = fs.readFile(file) ?? '';
    const start = text.includes('retort.types') ? text.indexOf(key) : -1;
    if (start >= 0) return { file, range: { start, end: start + key.length } };
    if (at === '/' || at === dirname(at)) return null;
  }
}

/** Of `sqlalchemy.Numeric(12, 2)`; a text tells why it is none. */
function evaluateType(expression: string): TypeEngine | string {
  const modules = [...expression.matchAll(/[\p{L}_][\p{L}\p{N}_]*(?:\.[\p{L}_][\p{L}\p{N}_]*)*/gu)]
    .flatMap(([dotted]) => prefixes(dotted))
    .filter((name) => nativeModules.has(name));
  const imports = [...new Set(modules)].map((name) => `import ${name}\n`).join('');
  const interpreter = createInterpreter({ loader: { find: () => null }, nativeModules });
  const module = parseModule('retort.types', `${imports}value = (${expression}\n)\n`);
  const outcome = interpreter.runModule(module, 'retort_types');
  if (!outcome.ok) return outcome.problem.message;
  const value = outcome.value.namespace.get('value');
  const site = { file: 'retort.types', range: { start: 0, end: 0 } };
  if (value === undefined || !isTypeValue(value))
    return value?.kind === 'unknown' ? value.reason : 'it is no column type';
  const type = typeOf(interpreter, value, site);
  const [problem] = interpreter.problems.filter(({ severity }) => severity === 'error');
  if (type.kind === 'unknown') return type.reason;
  return problem === undefined ? type : problem.message;
}

function prefixes(dotted: string): string[] {
  const parts = dotted.split('.');
  return parts.slice(0, -1).map((_part, index) => parts.slice(0, index + 1).join('.'));
}
