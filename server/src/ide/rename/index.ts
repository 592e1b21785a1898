/** F2 on a column or the name of a table: everything in the model files that names it, and the answer to a question. */
import { columnQuestionId, tableQuestionId, type Answers } from '../../alembic/autogenerate/beyond/index.ts';
import type { ClassDef, Module } from '../../python/syntax/ast.ts';
import { tableKey, type Table } from '../../sqlalchemy/sql/schema.ts';
import type { Project } from '../../workspace/project.ts';
import type { Parse } from '../model-errors.ts';
import { columnEdits } from './columns.ts';
import { subjectAt, type RenameSubject } from './subject.ts';
import { tableEdits } from './tables.ts';
import { RenameError, type TextEdit } from './text-edits.ts';
import { walk } from './walk.ts';

export { subjectAt, type RenameSubject } from './subject.ts';
export { RenameError } from './text-edits.ts';

export interface Rename {
  /** By path. */
  readonly edits: ReadonlyMap<string, readonly TextEdit[]>;
  /** The question that need not be asked after this. */
  readonly answers: Answers;
}

/**
 * Throws RenameError where the new name cannot be, or one of the places cannot be edited. `known`: answers given before,
 * so that a second rename of the same thing is one of what the history calls it.
 */
export function rename(
  project: Project,
  module: Module,
  offset: number,
  options: { readonly to: string; readonly parse: Parse; readonly known: Answers },
): Rename | null {
  const subject = subjectAt(project, module, offset);
  if (subject === null) return null;
  const { to, parse, known } = options;
  assertCanBe(subject, to);
  const edits = new Map<string, readonly TextEdit[]>();
  const modules = modelFiles(project).flatMap((file) => parse(file) ?? []);
  const classes = new Set(modules.flatMap((each) => classesOf(each, subject, module)));
  for (const each of modules) {
    const found =
      subject.kind === 'table' ? tableEdits(each, subject.table, to) : editsOf(each, subject, classes, to);
    if (found.length > 0) edits.set(each.file, sortedEdits(found));
  }
  return { edits, answers: answersOf(subject, to, known) };
}

function editsOf(
  module: Module,
  subject: RenameSubject & { readonly kind: 'column' },
  classes: ReadonlySet<string>,
  to: string,
): readonly TextEdit[] {
  const { tables, column, name, isAttribute, isDatabaseName } = subject;
  return columnEdits(module, {
    tables: new Set(tables.map((table) => tableKey(table.name, table.schema))),
    classes,
    attribute: isAttribute ? name : null,
    databaseName: isDatabaseName ? column.name : null,
    to,
  });
}

function assertCanBe(subject: RenameSubject, to: string): void {
  const isIdentifier = /^[\p{L}_][\p{L}\p{N}_]*$/u.test(to);
  const isAttribute = subject.kind === 'column' && subject.isAttribute;
  if (isAttribute && !isIdentifier) throw new RenameError(`"${to}" cannot be the name of an attribute`);
  if (to === '' || /["'\\\n.]/.test(to)) throw new RenameError(`"${to}" cannot be a name here`);
  if (subject.kind !== 'column' || to === subject.name) return;
  const taken = subject.tables.find(({ columns }) =>
    columns.some(({ name, key }) => name === to || key === to),
  );
  if (taken !== undefined) throw new RenameError(`Table "${taken.name}" has a column "${to}" already`);
}

/** The project's own files that say something about models. */
function modelFiles(project: Project): readonly string[] {
  const unreached = project.unreachedModels().flatMap(({ table }) => table.origin?.file ?? []);
  const files = new Set([...project.models().files, ...unreached]);
  return [...files].filter((file) => file.endsWith('.py') && !file.includes('/site-packages/')).sort();
}

/** The class that is a table of the subject's, or the mixin that the column stands in. */
function classesOf(module: Module, subject: RenameSubject, definition: Module): readonly string[] {
  if (subject.kind === 'table') return [];
  const places = subject.tables.flatMap((table: Table) =>
    table.nameOrigin?.file === module.file ? [table.nameOrigin.range.start] : [],
  );
  if (module.file === definition.file) places.push(subject.range.start);
  const found: string[] = [];
  walk(module, (node) => {
    if (node.kind === 'ClassDef' && places.some((place) => isAround(node, place))) found.push(node.name);
  });
  return found;
}

function isAround({ range }: ClassDef, offset: number): boolean {
  return range.start <= offset && offset < range.end;
}

function sortedEdits(edits: readonly TextEdit[]): readonly TextEdit[] {
  const byPlace = new Map(edits.map((edit) => [edit.range.start, edit]));
  return [...byPlace.values()].sort((a, b) => a.range.start - b.range.start);
}

function answersOf(subject: RenameSubject, to: string, known: Answers): Answers {
  if (subject.kind === 'table') {
    const { name, schema } = subject.table;
    const firsts = [name, ...earlier(known, (from) => tableQuestionId(tableKey(from, schema), name))];
    return Object.fromEntries(firsts.map((from) => [tableQuestionId(tableKey(from, schema), to), true]));
  }
  if (!subject.isDatabaseName) return {};
  const { name } = subject.column;
  return Object.fromEntries(
    subject.tables.flatMap((table) => {
      const key = tableKey(table.name, table.schema);
      const firsts = [name, ...earlier(known, (from) => columnQuestionId(key, from, name))];
      return firsts.map((from) => [columnQuestionId(key, from, to), true]);
    }),
  );
}

/** What was renamed to the name before: the history knows it by that. */
function earlier(known: Answers, idOf: (from: string) => string): readonly string[] {
  const [head = '', tail = ''] = idOf('\0').split('\0');
  return Object.entries(known).flatMap(([id, answer]) => {
    if (!answer || !id.startsWith(head) || !id.endsWith(tail)) return [];
    return [id.slice(head.length, id.length - tail.length)];
  });
}
