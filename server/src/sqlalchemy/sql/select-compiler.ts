import type { ClauseElement } from './elements.ts';
import { CompileError } from './errors.ts';
import type { FromClause, Select, SelectColumn } from './elements.ts';
import { fromKey } from './selectable.ts';
import type { SQLCompilerOptions } from './sql-compiler-options.ts';

/** What differs between dialects, and how parts are compiled. */
export interface SelectSyntax {
  process(clause: ClauseElement, options: SQLCompilerOptions): string;
  formatTable(name: string, schema: string | null): string;
  quote(name: string): string;
  /** Before the columns: SQL Server's `TOP 5 `. */
  precolumns(select: Select, options: SQLCompilerOptions): string;
  limit(select: Select, options: SQLCompilerOptions): string;
}

/** Mirrors `SQLCompiler.visit_select`. Throws CompileError for a subquery all of whose tables are the enclosing one's. */
export function compileSelect(select: Select, syntax: SelectSyntax, given: SQLCompilerOptions): string {
  const enclosing = given.enclosingFroms ?? [];
  const froms = displayedFroms(select, given);
  const options: SQLCompilerOptions = {
    ...given,
    includeTable: true,
    anonymousLabels: given.anonymousLabels ?? new Map<string, number>(),
    enclosingFroms: [...enclosing, ...froms.map(fromKey)],
    nearestFroms: froms.map(fromKey),
  };
  const list = (clauses: readonly ClauseElement[]): string =>
    clauses.map((clause) => syntax.process(clause, options)).join(', ');
  const parts = [
    `SELECT ${select.distinct ? 'DISTINCT ' : ''}${syntax.precolumns(select, options)}`,
    select.columns.map((column) => compileColumn(column, syntax, options)).join(', '),
  ];
  if (froms.length > 0)
    parts.push(` \nFROM ${froms.map((from) => compileFrom(from, syntax, options)).join(', ')}`);
  if (select.where !== null) parts.push(` \nWHERE ${syntax.process(select.where, options)}`);
  if (select.groupBy.length > 0) parts.push(` GROUP BY ${list(select.groupBy)}`);
  if (select.having !== null) parts.push(` \nHAVING ${syntax.process(select.having, options)}`);
  if (select.orderBy.length > 0) parts.push(` ORDER BY ${list(select.orderBy)}`);
  parts.push(syntax.limit(select, options));
  return parts.join('');
}

/**
 * A subquery leaves out the tables of the statement right around it, or those that `correlate()` names of any around it.
 * Mirrors `SelectState._get_display_froms`.
 */
function displayedFroms(
  { froms, correlate }: Select,
  { enclosingFroms = [], nearestFroms = enclosingFroms }: SQLCompilerOptions,
): readonly FromClause[] {
  if (correlate !== undefined)
    return froms.filter(
      (from) => !correlate.includes(fromKey(from)) || !enclosingFroms.includes(fromKey(from)),
    );
  if (nearestFroms.length === 0 || froms.length < 2) return froms;
  const own = froms.filter((from) => !nearestFroms.includes(fromKey(from)));
  if (own.length === 0) {
    throw new CompileError(
      'a subquery has no table of its own: every one is a table of the statement around it',
    );
  }
  return own;
}

function compileColumn(
  { clause, label }: SelectColumn,
  syntax: SelectSyntax,
  options: SQLCompilerOptions,
): string {
  const text = syntax.process(clause, options);
  if (label === null) return text;
  return `${text} AS ${label.isAnonymous ? numbered(label.name, options) : syntax.quote(label.name)}`;
}

function numbered(name: string, { anonymousLabels }: SQLCompilerOptions): string {
  const number = (anonymousLabels?.get(name) ?? 0) + 1;
  anonymousLabels?.set(name, number);
  return `${name}_${String(number)}`;
}

function compileFrom(from: FromClause, syntax: SelectSyntax, options: SQLCompilerOptions): string {
  if (from.kind === 'table') return syntax.formatTable(from.name, from.schema);
  const left = compileFrom(from.left, syntax, options);
  const right = compileFrom(from.right, syntax, options);
  const nested = from.right.kind === 'join' ? `(${right})` : right;
  return `${left} ${from.type} ${nested} ON ${syntax.process(from.on, options)}`;
}
