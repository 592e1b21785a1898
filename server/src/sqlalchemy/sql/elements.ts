/** SQL expressions as far as schema definitions and migrations use them; frozen data, compiled by SQLCompiler. */
import type { TypeEngine } from './types.ts';

export type ClauseElement =
  | Select
  | Subselect
  | Exists
  | TextClause
  | LiteralColumn
  | BindParameter
  | FunctionElement
  | ColumnClause
  | BinaryExpression
  | UnaryExpression
  | BooleanClauseList
  | Null
  | True_
  | False_
  | Cast
  | CollationClause
  | Grouping
  | Case
  | Extract
  | ClauseList
  | CompiledElement
  | NextValue
  | Label;

/** `text("…")`. */
export interface TextClause {
  readonly kind: 'text';
  readonly text: string;
  readonly bindparams: readonly BindParameter[];
  /** What options of an index call it. */
  readonly key?: string;
}
/** `literal_column("…")`. */
export interface LiteralColumn {
  readonly kind: 'literal_column';
  readonly text: string;
}
/** A Python literal as SQL meets it. Decimal, date and so on keep their text so that nothing is rounded. */
export type LiteralValue =
  | { readonly type: 'none' }
  | { readonly type: 'str'; readonly value: string }
  | { readonly type: 'int'; readonly value: bigint }
  | { readonly type: 'float'; readonly value: number }
  | { readonly type: 'bool'; readonly value: boolean }
  | { readonly type: 'bytes'; readonly value: Uint8Array }
  /** ISO texts: `2024-01-31`, `12:30:00`, `2024-01-31 12:30:00+00:00`. */
  | { readonly type: 'decimal' | 'date' | 'time' | 'datetime' | 'uuid'; readonly value: string }
  | { readonly type: 'json'; readonly value: unknown }
  | { readonly type: 'array'; readonly items: readonly LiteralValue[] };

/** `literal(…)`, `bindparam(…)`, or a plain Python value inside an expression. */
export interface BindParameter {
  readonly kind: 'bindparam';
  /** Null for an anonymous one. */
  readonly name: string | null;
  readonly value: LiteralValue;
  readonly type: TypeEngine | null;
  /** `op.inline_literal`: always rendered into the SQL. */
  readonly inline: boolean;
}
/** `func.now()`. `name` keeps dots (`func.pg_catalog.now`). */
export interface FunctionElement {
  readonly kind: 'function';
  readonly name: string;
  readonly args: readonly ClauseElement[];
}
/** `table.c.name` or `column("name")`. */
export interface ColumnClause {
  readonly kind: 'column';
  readonly table: string | null;
  readonly schema: string | null;
  readonly name: string;
  readonly type: TypeEngine | null;
}
export interface BinaryExpression {
  readonly kind: 'binary';
  /** The SQL operator: `=`, `!=`, `<`, `LIKE`, `IS`, `IN`, `||`, `+`, … */
  readonly operator: string;
  readonly left: ClauseElement;
  readonly right: ClauseElement;
  /** The right side stands without parentheses, whatever binds it. */
  readonly bareRight?: boolean;
}
export interface UnaryExpression {
  readonly kind: 'unary';
  /** Prefix: `NOT`, `-`, `DISTINCT`; suffix: `DESC`, `ASC`, `NULLS FIRST`, `NULLS LAST`. */
  readonly operator: string;
  readonly position: 'prefix' | 'suffix';
  readonly operand: ClauseElement;
}
export interface BooleanClauseList {
  readonly kind: 'boolean';
  readonly operator: 'AND' | 'OR';
  readonly clauses: readonly ClauseElement[];
}
export interface Null {
  readonly kind: 'null';
}
export interface True_ {
  readonly kind: 'true';
}
export interface False_ {
  readonly kind: 'false';
}
export interface Cast {
  readonly kind: 'cast';
  readonly operand: ClauseElement;
  readonly type: TypeEngine;
}
export interface CollationClause {
  readonly kind: 'collate';
  readonly operand: ClauseElement;
  readonly collation: string;
}
export interface Grouping {
  readonly kind: 'grouping';
  readonly element: ClauseElement;
}
/** `case((condition, result), …, value=…, else_=…)`. */
export interface Case {
  readonly kind: 'case';
  readonly value: ClauseElement | null;
  readonly whens: readonly { readonly condition: ClauseElement; readonly result: ClauseElement }[];
  readonly otherwise: ClauseElement | null;
}
/** `extract("year", expression)`. */
export interface Extract {
  readonly kind: 'extract';
  readonly field: string;
  readonly operand: ClauseElement;
}
export interface ClauseList {
  readonly kind: 'list';
  readonly clauses: readonly ClauseElement[];
}
/** An element of the application's own class, whose SQL its `@compiles` functions give; evaluated for each dialect. */
export interface CompiledElement {
  readonly kind: 'compiled';
  /** Its class. */
  readonly name: string;
  /** By dialect name. */
  readonly texts: ReadonlyMap<string, CompiledText>;
}
/** Text with the elements that the function gave to `compiler.process()` in between, or why there is none. */
export type CompiledText =
  { readonly parts: readonly (string | ProcessedElement)[] } | { readonly error: string };
export interface ProcessedElement {
  readonly clause: ClauseElement;
  /** The function passed these on (`**kw`): without the one, columns are written with their table; without the other, values stay parameters. */
  readonly keepsTable: boolean;
  readonly keepsLiterals: boolean;
}
/** `Sequence("name").next_value()`. */
export interface NextValue {
  readonly kind: 'next_value';
  readonly sequence: string;
  readonly schema: string | null;
}
/** `expression.label("name")`: in DDL the expression, under a name that an index's options know it by. */
export interface Label {
  readonly kind: 'label';
  readonly name: string;
  readonly element: ClauseElement;
}

/** `SELECT …`. By itself, or inside a Subselect or an Exists. */
export interface Select {
  readonly kind: 'select';
  readonly columns: readonly SelectColumn[];
  readonly froms: readonly FromClause[];
  readonly where: ClauseElement | null;
  readonly groupBy: readonly ClauseElement[];
  readonly having: ClauseElement | null;
  readonly orderBy: readonly ClauseElement[];
  readonly distinct: boolean;
  readonly limit: ClauseElement | null;
  readonly offset: ClauseElement | null;
  /** Keys of the tables that `correlate()` names: these are the ones of the statement around, and no others. */
  readonly correlate?: readonly string[];
}
export interface SelectColumn {
  readonly clause: ClauseElement;
  /** `AS name`; a name with a number after it (`count_1`) where upstream makes one up. Null: none. */
  readonly label: { readonly name: string; readonly isAnonymous: boolean } | null;
}
/** `(SELECT …)` as a value or after IN. */
export interface Subselect {
  readonly kind: 'subselect';
  readonly select: Select;
}
export interface Exists {
  readonly kind: 'exists';
  readonly select: Select;
}

export type FromClause = FromTable | Join;
export interface FromTable {
  readonly kind: 'table';
  readonly name: string;
  readonly schema: string | null;
}
export interface Join {
  readonly kind: 'join';
  readonly left: FromClause;
  readonly right: FromClause;
  readonly on: ClauseElement;
  readonly type: 'JOIN' | 'LEFT OUTER JOIN' | 'FULL OUTER JOIN';
}
