/** Changes to one frozen table, each giving a new one. */
import { conventionColumns, mapColumns } from '../../sqlalchemy/sql/expression-columns.ts';
import type { ClauseElement } from '../../sqlalchemy/sql/elements.ts';
import { buildTable } from '../../sqlalchemy/sql/schema-builder.ts';
import type {
  Column,
  Constraint,
  Index,
  MetaData,
  PrimaryKeyConstraint,
  Table,
} from '../../sqlalchemy/sql/schema.ts';
import { typeChecks } from '../../sqlalchemy/sql/type-checks.ts';
import type { AddColumnOp, AlterColumnOp } from '../ops/operations.ts';
import { checkColumns } from './default-names.ts';

/** Adds a column with what its flags make: constraints and indexes. */
export function addColumn(table: Table, op: AddColumnOp, metadata: MetaData): Table {
  const column: Column = { ...op.column, origin: op.column.origin ?? op.origin };
  const alone = buildTable(
    { name: table.name, schema: table.schema, columns: [column] },
    { namingConvention: metadata.namingConvention },
  );
  return {
    ...table,
    columns: placed(table.columns, column, op),
    constraints: [...table.constraints, ...alone.constraints.filter((c) => c.kind !== 'primary_key')],
    indexes: [...table.indexes, ...alone.indexes],
  };
}

function placed(columns: readonly Column[], column: Column, op: AddColumnOp): readonly Column[] {
  const before = columns.findIndex((c) => c.name === op.insertBefore);
  const after = columns.findIndex((c) => c.name === op.insertAfter);
  const at = before >= 0 ? before : after >= 0 ? after + 1 : columns.length;
  return [...columns.slice(0, at), column, ...columns.slice(at)];
}

/** Drops a column and, as databases do, the constraints and indexes that use it. */
export function dropColumn(table: Table, name: string): Table {
  return {
    ...table,
    columns: table.columns.filter((column) => column.name !== name),
    constraints: table.constraints.flatMap((constraint) => {
      if (!constraintColumns(constraint, table).includes(name)) return [constraint];
      return constraint.kind === 'primary_key' ? [emptyPrimaryKey(constraint)] : [];
    }),
    indexes: table.indexes.filter((index) => !indexColumns(index).includes(name)),
  };
}

/** Applies every modification of an `alter_column` but the rename. */
export function alterColumn(table: Table, op: AlterColumnOp): Table {
  const change = (column: Column): Column => ({
    ...column,
    type: op.modifyType ?? column.type,
    nullable: op.modifyNullable ?? column.nullable,
    serverDefault: op.modifyServerDefault === undefined ? column.serverDefault : op.modifyServerDefault,
    comment: op.modifyComment === undefined ? column.comment : op.modifyComment,
    autoincrement: op.modifyAutoincrement ?? column.autoincrement,
    origin: op.origin ?? column.origin,
  });
  const columns = table.columns.map((column) => (column.name === op.column ? change(column) : column));
  const altered = columns.find((column) => column.name === op.column);
  const constraints =
    op.modifyType === undefined || altered === undefined
      ? table.constraints
      : [
          ...table.constraints.filter((c) => c.kind !== 'check' || c.typeBound !== op.column),
          ...typeChecks(altered, table.name),
        ];
  return { ...table, columns, constraints };
}

/** A column's new name, in the table's own constraints and indexes too. */
export function renameColumn(table: Table, from: string, to: string): Table {
  const swap = (name: string): string => (name === from ? to : name);
  const clause = (element: ClauseElement): ClauseElement => renameInClause(element, from, to);
  return {
    ...table,
    columns: table.columns.map((column) =>
      column.name === from ? { ...column, name: to, key: column.key === from ? to : column.key } : column,
    ),
    constraints: table.constraints.map((constraint): Constraint => {
      switch (constraint.kind) {
        case 'primary_key':
        case 'unique':
        case 'foreign_key':
          return { ...constraint, columns: constraint.columns.map(swap) };
        case 'check':
          return {
            ...constraint,
            sqltext: clause(constraint.sqltext),
            typeBound: constraint.typeBound === null ? null : swap(constraint.typeBound),
          };
        case 'exclude':
          return {
            ...constraint,
            elements: constraint.elements.map((e) => ({ ...e, expression: clause(e.expression) })),
          };
      }
    }),
    indexes: table.indexes.map((index) => ({ ...index, expressions: index.expressions.map(clause) })),
  };
}

/** Adds a constraint; a primary key replaces the one there and makes its columns NOT NULL. */
export function addConstraint(table: Table, constraint: Constraint): Table {
  if (constraint.kind !== 'primary_key') {
    return { ...table, constraints: [...table.constraints, constraint] };
  }
  return {
    ...table,
    columns: table.columns.map((column) =>
      constraint.columns.includes(column.name) ? { ...column, primaryKey: true, nullable: false } : column,
    ),
    constraints: [constraint, ...table.constraints.filter((c) => c.kind !== 'primary_key')],
  };
}

/** Removes a constraint; the columns of a dropped primary key stay NOT NULL, as in PostgreSQL. */
export function removeConstraint(table: Table, constraint: Constraint): Table {
  const constraints = table.constraints.filter((other) => other !== constraint);
  if (constraint.kind === 'primary_key') {
    return {
      ...table,
      columns: table.columns.map((column) => ({ ...column, primaryKey: false })),
      constraints: [emptyPrimaryKey(constraint), ...constraints],
    };
  }
  if (constraint.kind !== 'unique' || !constraint.columnFlag) return { ...table, constraints };
  return {
    ...table,
    columns: table.columns.map((c) => (constraint.columns.includes(c.name) ? { ...c, unique: null } : c)),
    constraints,
  };
}

/** The columns that a constraint is on. */
export function constraintColumns(constraint: Constraint, table: Table): readonly string[] {
  switch (constraint.kind) {
    case 'primary_key':
    case 'unique':
    case 'foreign_key':
      return constraint.columns;
    case 'check':
      return checkColumns(constraint, table);
    case 'exclude':
      return constraint.elements.flatMap((element) => conventionColumns(element.expression));
  }
}

function indexColumns(index: Index): readonly string[] {
  return index.expressions.flatMap((expression) => conventionColumns(expression));
}

/** SQLAlchemy's tables always have a primary key object; one without columns renders nothing. */
function emptyPrimaryKey(constraint: PrimaryKeyConstraint): PrimaryKeyConstraint {
  return { ...constraint, name: null, columns: [], isImplicit: true };
}

function renameInClause(clause: ClauseElement, from: string, to: string): ClauseElement {
  return mapColumns(clause, (column) => (column.name === from ? { ...column, name: to } : column));
}
