import { evaluateEnv } from '../alembic/bindings/index.ts';
import type { Module } from '../python/syntax/ast.ts';
import { metadataOf } from '../sqlalchemy/bindings/index.ts';
import type { Column, MetaData, Table } from '../sqlalchemy/sql/schema.ts';
import { basename, dirname } from '../util/paths.ts';
import { createEnvironment, envOptions, type ProjectEnvironment } from './environment.ts';
import type { FileSystem } from './file-system.ts';
import { importsOf } from './imports-of.ts';
import { searchRoots } from './module-loader.ts';
import type { SourceCache } from './source-cache.ts';
import { locate, type LocatedModule } from './workspace-models.ts';

/** A table (or columns of one) that a module of the workspace gives to the project's MetaData, which env.py never imports. */
export interface UnreachedModel {
  readonly table: Table;
  /** Empty: the whole table; else the columns that the module adds to a table that env.py does reach. */
  readonly columns: readonly Column[];
  /** The module that would have to be imported. */
  readonly module: string;
  readonly fixes: readonly ImportFix[];
}

/** An import statement that reaches the module; the best comes first. */
export interface ImportFix {
  readonly file: string;
  readonly offset: number;
  readonly text: string;
  /** The statement, for a title. */
  readonly statement: string;
}

/**
 * Evaluates env.py, then the model files that it did not import, and tells what these add to its metadata. A file that
 * cannot be imported adds nothing.
 */
export function findUnreachedModels(
  fs: FileSystem,
  sources: SourceCache,
  options: ProjectEnvironment,
  candidates: readonly string[],
): readonly UnreachedModel[] {
  const { config, settings } = options;
  const env = sources.parse(fs, `${settings.dir}/env.py`);
  if (env === null || candidates.length === 0) return [];
  const { interpreter, loader } = createEnvironment(fs, sources, options);
  const evaluated = evaluateEnv(interpreter, env, envOptions(options));
  const target = evaluated.configure?.get('target_metadata');
  const values =
    target === undefined ? [] : target.kind === 'list' || target.kind === 'tuple' ? target.items : [target];
  const snapshot = (): readonly (MetaData | null)[] => values.map((value) => metadataOf(interpreter, value));
  const reachedFiles = new Set(loader.files);
  const roots = searchRoots(fs, config.path, settings.dir, settings.prependSysPath);
  const found: UnreachedModel[] = [];
  let before = snapshot();
  for (const file of candidates) {
    // One that an earlier candidate imported has been counted with it.
    if (loader.files.has(file)) continue;
    const located = locate(fs, file, roots);
    if (located.name === null || !roots.includes(located.root)) continue;
    interpreter.importModule(located.name);
    const after = snapshot();
    for (const [index, metadata] of after.entries()) {
      for (const each of added(before[index] ?? null, metadata)) {
        const home = ownerOf(each, located, fs, roots);
        const fixes = importFixes(sources, fs, env, home, reachedFiles);
        found.push({ ...each, module: home.name ?? located.name, fixes });
      }
    }
    before = after;
  }
  return found;
}

type Addition = Pick<UnreachedModel, 'table' | 'columns'>;

function added(before: MetaData | null, after: MetaData | null): readonly Addition[] {
  return [...(after?.tables ?? [])].flatMap(([key, table]): readonly Addition[] => {
    const known = before?.tables.get(key);
    if (known === undefined) return [{ table, columns: [] }];
    const names = new Set(known.columns.map(({ name }) => name));
    const columns = table.columns.filter(({ name }) => !names.has(name));
    return columns.length === 0 ? [] : [{ table, columns }];
  });
}

/** The module that defines it: a candidate may itself import it from another. */
function ownerOf(
  { table, columns }: Addition,
  located: LocatedModule,
  fs: FileSystem,
  roots: readonly string[],
): LocatedModule {
  const file = (columns[0]?.origin ?? table.origin)?.file;
  if (file === undefined || file === located.file) return located;
  const owner = locate(fs, file, roots);
  // A mixin's column stands in the mixin's file, which need not be the one to import.
  return owner.name === null || columns.length > 0 ? located : owner;
}

function importFixes(
  sources: SourceCache,
  fs: FileSystem,
  env: Module,
  { file, name }: LocatedModule,
  reached: ReadonlySet<string>,
): readonly ImportFix[] {
  if (name === null) return [];
  const inEnv = importAt(env, `import ${name}  # noqa: F401`);
  const isPackage = basename(file) === '__init__.py';
  const folder = isPackage ? dirname(dirname(file)) : dirname(file);
  const init = reached.has(`${folder}/__init__.py`) ? sources.parse(fs, `${folder}/__init__.py`) : null;
  if (init === null || !name.includes('.')) return [inEnv];
  const inPackage = importAt(init, `from . import ${name.slice(name.lastIndexOf('.') + 1)}  # noqa: F401`);
  // A package that gathers its modules already is where the next one belongs.
  const gathers = importsOf(init).some((imported) => imported.startsWith('.'));
  return gathers ? [inPackage, inEnv] : [inEnv, inPackage];
}

/** After the last import of the module's own level; in a file without any after its docstring. */
function importAt(module: Module, line: string): ImportFix {
  const statement = line.replace(/ {2}#.*$/, '');
  const last = module.body.findLast(({ kind }) => kind === 'Import' || kind === 'ImportFrom');
  const first = module.body[0];
  const docstring =
    first?.kind === 'Expr' && first.value.kind === 'Constant' && first.value.value.type === 'str'
      ? first
      : null;
  const after = last ?? docstring;
  if (after === null) return { file: module.file, offset: 0, text: `${line}\n`, statement };
  return { file: module.file, offset: after.range.end, text: `\n${line}`, statement };
}
