/** What must hold for any text, however broken: each check gives the sentences of what did not. */
import { toStatements } from '../../server/src/alembic/operations/toimpl.ts';
import { codeActions } from '../../server/src/ide/code-actions.ts';
import { codeLenses } from '../../server/src/ide/code-lens.ts';
import { completion } from '../../server/src/ide/completion.ts';
import { definition } from '../../server/src/ide/definition.ts';
import { projectDiagnostics, type Diagnostic } from '../../server/src/ide/diagnostics.ts';
import { hover } from '../../server/src/ide/hover.ts';
import { inlayHints } from '../../server/src/ide/inlay-hints.ts';
import type { ClassDef, Module, Statement } from '../../server/src/python/syntax/ast.ts';
import { dialectFor } from '../../server/src/sqlalchemy/dialects/index.ts';
import type { Project } from '../../server/src/workspace/project.ts';
import { Workspace } from '../../server/src/workspace/workspace.ts';
import { MemoryFileSystem } from '../support/memory-file-system.ts';
import { parseFixture } from '../support/fixture.ts';
import { paths, shop } from '../support/shop.ts';
import type { Random } from './random.ts';

/** An env.py for any module of models: it hands over every MetaData that it finds. */
const env = `
from alembic import context
import models

found = []
for value in list(vars(models).values()):
    metadata = getattr(value, "metadata", value)
    if type(metadata).__name__ == "MetaData" and metadata not in found:
        found.append(metadata)
context.configure(url="postgresql://app@localhost/shop", target_metadata=found)
with context.begin_transaction():
    context.run_migrations()
`;

/** A kind of file, and what stands around it. */
export type SeedKind = 'models' | 'revision';

interface Opened {
  readonly project: Project;
  readonly workspace: Workspace;
  readonly file: string;
}

function open(kind: SeedKind, text: string): Opened {
  const { fs } = parseFixture(shop);
  const files = Object.fromEntries(fs.files);
  if (kind === 'models') Object.assign(files, { [paths.env]: env, [paths.models]: text });
  else files['/app/migrations/versions/c3_fuzz.py'] = text;
  const workspace = new Workspace(new MemoryFileSystem(files), ['/app']);
  const [project] = workspace.projects();
  if (project === undefined) throw new Error('no project');
  return {
    project,
    workspace,
    file: kind === 'models' ? paths.models : '/app/migrations/versions/c3_fuzz.py',
  };
}

/** The classes of an undamaged file that have a table, by name, with the text of their head. */
export function tableClasses(text: string): ReadonlyMap<string, string> {
  const { project, workspace, file } = open('models', text);
  const module = workspace.parse(file);
  return module === null ? new Map() : classesWithTables(project, module);
}

function classesWithTables(project: Project, module: Module): Map<string, string> {
  const origins = new Set(
    project
      .models()
      .metadata.flatMap(({ tables }) => [...tables.values()])
      .flatMap(({ origin }) => (origin?.file === module.file ? [origin.range.start] : [])),
  );
  const result = new Map<string, string>();
  for (const cls of topLevelClasses(module.body)) {
    if (origins.has(cls.range.start)) result.set(cls.name, headOf(module, cls));
  }
  return result;
}

function topLevelClasses(body: readonly Statement[]): ClassDef[] {
  return body.filter((statement) => statement.kind === 'ClassDef');
}

/** `class User(Base)` with its decorators: a class with another head may well be no model any more. */
function headOf(module: Module, cls: ClassDef): string {
  const text = module.text.slice(cls.range.start, cls.body[0]?.range.start ?? cls.range.end);
  const decorators = cls.decorators.map(({ range }) => module.text.slice(range.start, range.end));
  return [...decorators, text.replaceAll(/\s+|#.*/g, ' ')].join('\n');
}

/** Evaluates a damaged file as the editor does; what is wrong with the answer. */
export function check(
  kind: SeedKind,
  text: string,
  before: ReadonlyMap<string, string>,
  random: Random,
): readonly string[] {
  const { project, workspace, file } = open(kind, text);
  const parse = (path: string): Module | null => workspace.parse(path);
  const module = parse(file);
  if (module === null) return ['the file is not there'];
  const diagnostics = projectDiagnostics(project, { drift: 'warning', parse });
  const wrong: string[] = [];
  for (const [path, found] of diagnostics) {
    const length = path === file ? text.length : (parse(path)?.text.length ?? Infinity);
    for (const each of found) {
      if (each.code === 'internal-error') wrong.push(`internal error: ${each.message}`);
      if (each.range.start < 0 || each.range.end > length || each.range.start > each.range.end)
        wrong.push(`a range outside of ${path}: ${JSON.stringify(each.range)} ${each.message}`);
    }
  }
  const here = diagnostics.get(file) ?? [];
  if (module.errors.length > 0 && !here.some(({ severity }) => severity === 'error'))
    wrong.push(`a syntax error without a diagnostic: ${module.errors[0]?.message ?? ''}`);
  if (kind === 'models') wrong.push(...lostTables(project, module, before, diagnostics));
  useFeatures(project, module, parse, random);
  compileAll(project);
  return wrong;
}

/** A class that had a table and has none, with no word about it anywhere. */
function lostTables(
  project: Project,
  module: Module,
  before: ReadonlyMap<string, string>,
  diagnostics: ReadonlyMap<string, readonly Diagnostic[]>,
): readonly string[] {
  const told = [...diagnostics.values()].flat().some(({ severity }) => severity !== 'hint');
  if (told) return [];
  const now = classesWithTables(project, module);
  const classes = topLevelClasses(module.body);
  return classes.flatMap((cls) => {
    const isSame = before.get(cls.name) === headOf(module, cls);
    return isSame && !now.has(cls.name) ? [`${cls.name} lost its table, and nothing is said`] : [];
  });
}

/** Each feature at a few places; they must not throw. */
function useFeatures(
  project: Project,
  module: Module,
  parse: (path: string) => Module | null,
  random: Random,
): void {
  for (let i = 0; i < 4; i++) {
    const offset = random.integer(module.text.length + 1);
    hover(project, module, offset);
    completion(project, module, offset);
    definition(project, module, offset);
    codeActions(project, module.file, { start: offset, end: offset }, parse);
  }
  codeLenses(project, module, null);
  inlayHints(project, module.file, module.range, { types: true, revision: true });
}

/** Both directions of all revisions, as far as they can be evaluated, in the SQL of all dialects. */
function compileAll(project: Project): void {
  for (const revision of project.scriptDirectory.revisionMap.scripts.keys()) {
    for (const name of ['postgresql', 'mssql', 'sqlite'] as const) {
      const dialect = dialectFor(name);
      for (const direction of ['upgrade', 'downgrade'] as const) {
        const { operations, refusals } = project.evaluateRevision(revision, direction, {
          dialect,
          offline: true,
        });
        if (refusals.length > 0) continue;
        for (const operation of operations) {
          try {
            toStatements(operation, { dialect, createdEnums: new Set(), asSql: true });
          } catch (error) {
            // What cannot be said in a dialect is an error of a class of its own, with a place.
            if (!(error instanceof Error) || !('origin' in error)) throw error;
          }
        }
      }
    }
  }
}
