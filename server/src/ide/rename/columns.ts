/** Where a column is named in one module. */
import type { Constant, Module } from '../../python/syntax/ast.ts';
import type { SyntaxNode } from '../nodes.ts';
import { innerRange, replacedIn, word, type TextEdit } from './text-edits.ts';
import { calledName, classAround, walk, type Ancestors } from './walk.ts';

export interface ColumnRename {
  /** Keys of the tables, and names of the classes, that have it. */
  readonly tables: ReadonlySet<string>;
  readonly classes: ReadonlySet<string>;
  /** Each null where it stays. */
  readonly attribute: string | null;
  readonly databaseName: string | null;
  readonly to: string;
}

/** Calls whose strings name columns of the table around. */
const columnLists = new Set([
  'Index',
  'UniqueConstraint',
  'PrimaryKeyConstraint',
  'ForeignKeyConstraint',
  'ExcludeConstraint',
]);
/** Calls whose strings are SQL of the table around. */
const sqlTexts = new Set(['CheckConstraint', 'text', 'Computed', 'literal_column']);
const relationships = new Set(['relationship', 'backref', 'dynamic_loader']);

export function columnEdits(module: Module, rename: ColumnRename): readonly TextEdit[] {
  const edits: TextEdit[] = [];
  const variables = tableVariables(module, rename.tables);
  walk(module, (node, ancestors) => {
    if (node.kind === 'Constant') edits.push(...inString(module, node, ancestors, rename));
    if (rename.attribute !== null) edits.push(...ofAttribute(node, ancestors, rename, rename.attribute));
    if (rename.databaseName === null || node.kind !== 'Attribute' || node.attr !== rename.databaseName)
      return;
    // `users.c.name` of a table that this module makes.
    const { value: collection } = node;
    const isCollection =
      collection.kind === 'Attribute' &&
      (collection.attr === 'c' || collection.attr === 'columns') &&
      collection.value.kind === 'Name' &&
      variables.has(collection.value.id);
    if (isCollection) edits.push({ range: node.attrRange, text: rename.to });
  });
  return edits;
}

function tableVariables(module: Module, tables: ReadonlySet<string>): ReadonlySet<string> {
  const found = new Set<string>();
  walk(module, (node) => {
    if (node.kind !== 'Assign' || !isTableCall(node.value, tables)) return;
    for (const target of node.targets) if (target.kind === 'Name') found.add(target.id);
  });
  return found;
}

function isTableCall(node: SyntaxNode, tables: ReadonlySet<string>): boolean {
  if (node.kind !== 'Call' || calledName(node) !== 'Table') return false;
  const [name] = node.args;
  const schema = node.keywords.find((keyword) => keyword.name === 'schema')?.value;
  if (name?.kind !== 'Constant' || name.value.type !== 'str') return false;
  const prefix = schema?.kind === 'Constant' && schema.value.type === 'str' ? `${schema.value.value}.` : '';
  return tables.has(prefix + name.value.value);
}

function inString(
  module: Module,
  literal: Constant,
  ancestors: Ancestors,
  rename: ColumnRename,
): readonly TextEdit[] {
  if (literal.value.type !== 'str') return [];
  const { value } = literal.value;
  const { databaseName, attribute, to, tables, classes } = rename;
  const calls = ancestors.filter((node) => node.kind === 'Call');
  const names = calls.map((call) => calledName(call) ?? '');
  if (names.some((name) => relationships.has(name))) {
    const owners = [...classes].map((name) => `${word(name)}\\.`).join('|');
    const inClasses =
      attribute === null || owners === ''
        ? []
        : replacedIn(module, literal, new RegExp(`(?:${owners})${word(attribute)}`, 'gu'), to);
    const keys = [...tables].map((key) => `${word(key)}\\.(?:c\\.)?`).join('|');
    const inTables =
      databaseName === null
        ? []
        : replacedIn(module, literal, new RegExp(`(?:${keys})${word(databaseName)}`, 'gu'), to);
    return [...inClasses, ...inTables];
  }
  if (databaseName === null) return [];
  const inner = names.at(-1) ?? '';
  if (inner === 'ForeignKey' || inner === 'ForeignKeyConstraint') {
    const dot = value.lastIndexOf('.');
    if (dot >= 0) {
      if (!tables.has(value.slice(0, dot)) || value.slice(dot + 1) !== databaseName) return [];
      const { end } = innerRange(module, literal);
      return [{ range: { start: end - databaseName.length, end }, text: to }];
    }
  }
  if (!isOwn(ancestors, rename)) return [];
  const call = calls.at(-1);
  if (call?.kind === 'Call' && columnLists.has(inner)) {
    const isName = call.keywords.some((keyword) => keyword.name === 'name' && keyword.value === literal);
    const isFirst = inner === 'Index' && call.args[0] === literal;
    return value === databaseName && !isName && !isFirst
      ? [{ range: innerRange(module, literal), text: to }]
      : [];
  }
  const isSql = sqlTexts.has(inner) && call?.kind === 'Call' && call.args[0] === literal;
  // Not in the literals of the SQL.
  const inSql = `'(?:[^']|'')*'|${word(databaseName)}`;
  if (isSql) return replacedIn(module, literal, new RegExp(inSql, 'gu'), to);
  const isName = (inner === 'Column' || inner === 'mapped_column') && value === databaseName;
  const isFirst = call?.kind === 'Call' && call.args[0] === literal;
  return isName && isFirst && attribute === null ? [{ range: innerRange(module, literal), text: to }] : [];
}

/** Inside one of the classes, or one of the tables. */
function isOwn(ancestors: Ancestors, { classes, tables }: ColumnRename): boolean {
  const cls = classAround(ancestors);
  if (cls !== null) return classes.has(cls.name);
  return ancestors.some((node) => isTableCall(node, tables));
}

function ofAttribute(
  node: SyntaxNode,
  ancestors: Ancestors,
  { classes, to }: ColumnRename,
  attribute: string,
): readonly TextEdit[] {
  if (node.kind === 'Name' && node.id === attribute) {
    const cls = classAround(ancestors);
    const isInFunction = ancestors.some(
      (each) => each.kind === 'FunctionDef' || each.kind === 'Lambda' || each.kind === 'Comprehension',
    );
    return cls !== null && classes.has(cls.name) && !isInFunction ? [{ range: node.range, text: to }] : [];
  }
  if (node.kind === 'Attribute' && node.attr === attribute && node.value.kind === 'Name') {
    const { id } = node.value;
    const cls = classAround(ancestors);
    const isSelf = (id === 'self' || id === 'cls') && cls !== null && classes.has(cls.name);
    return classes.has(id) || isSelf ? [{ range: node.attrRange, text: to }] : [];
  }
  if (node.kind !== 'Call' || node.func.kind !== 'Name' || !classes.has(node.func.id)) return [];
  return node.keywords
    .filter(({ name }) => name === attribute)
    .map(({ range }) => ({ range: { start: range.start, end: range.start + attribute.length }, text: to }));
}
