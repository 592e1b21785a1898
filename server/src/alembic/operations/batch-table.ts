import type { Dialect } from '../../sqlalchemy/engine/dialect.ts';
import type {
  Column,
  Constraint,
  Index,
  NamingConvention,
  PrimaryKeyConstraint,
  Table,
} from '../../sqlalchemy/sql/schema.ts';
import { typeChecks } from '../../sqlalchemy/sql/type-checks.ts';
import type { TypeEngine } from '../../sqlalchemy/sql/types.ts';
import { buildTable, nameLooseConstraint, nameLooseIndex } from '../../sqlalchemy/sql/schema-builder.ts';
import { conventionColumns, renameColumns } from '../../sqlalchemy/sql/expression-columns.ts';
import { castsInBatch, reflectedDefault } from '../ddl/batch-rules.ts';
import type { AddColumnOp, AlterColumnOp, BatchAlterTableOp, MigrateOperation } from '../ops/operations.ts';
import { orderColumns } from './batch-order.ts';
import { typeAffinity } from './type-affinity.ts';

/** A column whose values are copied: its old and new name, and the type to CAST to. */
export interface Transfer {
  readonly from: string;
  readonly to: string;
  readonly cast: TypeEngine | null;
}

interface Entry {
  column: Column;
  /** Null for a new column. */
  readonly from: string | null;
  cast: TypeEngine | null;
  /** Its type was replaced: the CHECKs of the new type are among the constraints. */
  typeChanged: boolean;
  readonly nullableIsDefault?: boolean;
}

export interface BatchTableOptions {
  readonly batch: BatchAlterTableOp;
  readonly dialect: Dialect;
  readonly namingConvention: NamingConvention | null;
}

/**
 * A table under batch operations, columns by the name they had before. Mirrors the state of
 * `alembic.operations.batch.ApplyBatchImpl`.
 */
export class BatchTable {
  readonly #table: Table;
  readonly #batch: BatchAlterTableOp;
  readonly #dialect: Dialect;
  readonly #names: { readonly namingConvention: NamingConvention | null };
  #entries = new Map<string, Entry>();
  readonly #named = new Map<string, Constraint>();
  #unnamed: Constraint[] = [];
  readonly #indexes = new Map<string, Index>();
  readonly #newIndexes = new Map<string, Index>();
  readonly #added: { name: string; before: string | null; after: string | null }[] = [];
  /** Constraints and indexes that an operation added: these must find their columns. */
  readonly #own = new Set<Constraint>();

  constructor(table: Table, options: BatchTableOptions) {
    const { batch, dialect } = options;
    this.#table = table;
    this.#batch = batch;
    this.#dialect = dialect;
    this.#names = { namingConvention: options.namingConvention };
    const reflected = batch.copyFrom === null;
    for (const column of table.columns) {
      const serverDefault = reflected
        ? reflectedDefault(dialect, column.serverDefault)
        : column.serverDefault;
      this.#entries.set(column.name, {
        column: { ...column, serverDefault, unique: null, index: null, foreignKeys: [] },
        from: column.name,
        cast: null,
        typeChanged: false,
      });
    }
    for (const constraint of table.constraints) {
      if (constraint.kind === 'check') {
        // A type's CHECK comes with the type; one without a name may be such a one: upstream drops it too.
        if (constraint.typeBound !== null || (reflected && constraint.name === null)) continue;
      }
      this.#put(constraint);
    }
    for (const index of table.indexes) {
      const isColumnFlag = table.columns.some(
        (column) => column.index === true && isFlagIndex(index, column),
      );
      if (!isColumnFlag) this.#indexes.set(index.name?.text ?? '', index);
    }
  }

  /** Throws Error with upstream's text for an operation that does not fit the table. */
  apply(operation: MigrateOperation): void {
    switch (operation.kind) {
      case 'add_column':
        this.#addColumn(operation);
        return;
      case 'drop_column':
        this.#dropColumn(operation.column, operation.existingType ?? null);
        return;
      case 'alter_column':
        this.#alterColumn(operation);
        return;
      case 'add_constraint':
        this.#addConstraint(nameLooseConstraint(operation.constraint, this.#table, this.#names));
        return;
      case 'drop_constraint':
        this.#dropConstraint(operation.name?.text ?? null);
        return;
      case 'create_index':
        this.#createIndex(nameLooseIndex(operation.index, this.#names));
        return;
      case 'drop_index':
        if (!this.#indexes.delete(operation.name?.text ?? '')) {
          throw new Error(`No such index: '${operation.name?.text ?? ''}'`);
        }
        return;
      case 'create_table_comment':
      case 'drop_table_comment':
        // Upstream leaves comments to the CREATE TABLE, where the new table has none either.
        return;
      case 'create_table':
        throw new Error("Can't create table in batch mode");
      case 'drop_table':
        throw new Error("Can't drop table in batch mode");
      case 'rename_table':
      case 'execute':
      case 'bulk_insert':
      case 'batch_alter_table':
      case 'autocommit_block':
      case 'create_enum':
      case 'drop_enum':
        throw new Error(`${operation.kind} cannot be part of a batch that recreates the table`);
    }
  }

  /** The table to create, under its temporary name and without indexes. */
  newTable(): Table {
    this.#order();
    const entries = [...this.#entries.values()];
    const constraints = [...this.#named.values(), ...this.#unnamed].filter((c) => this.#fits(c));
    const key = this.#primaryKey(constraints);
    const name = `_alembic_tmp_${this.#table.name}`.slice(0, 50);
    return {
      ...this.#table,
      name,
      columns: entries.map(({ column, nullableIsDefault }) => {
        const primaryKey = key.columns.includes(column.name);
        const nullable = primaryKey && nullableIsDefault === true ? false : column.nullable;
        return { ...column, primaryKey, nullable };
      }),
      constraints: [
        key,
        ...this.#batch.tableArgs,
        ...entries.flatMap(({ column, typeChanged }) => (typeChanged ? [] : typeChecks(column, name))),
        ...constraints.filter((c) => c.kind !== 'primary_key').map((c) => this.#renamed(c)),
      ],
      indexes: [],
      comment: null,
      info: {},
    };
  }

  transfers(): readonly Transfer[] {
    return [...this.#entries.values()].flatMap(({ column, from, cast }) =>
      from === null ? [] : [{ from, to: column.name, cast }],
    );
  }

  /** The indexes that stay and the new ones, for the renamed table. */
  newIndexes(): readonly Index[] {
    return [...this.#indexes.values(), ...this.#newIndexes.values()].map((index) => ({
      ...index,
      table: this.#table.name,
      schema: this.#table.schema,
      expressions: index.expressions.map((expression) =>
        expression.kind === 'column'
          ? { ...expression, name: this.#newName(expression.name), table: this.#table.name }
          : expression,
      ),
    }));
  }

  #addColumn(operation: AddColumnOp): void {
    const { column, insertBefore, insertAfter } = operation;
    this.#added.push({ name: column.name, before: insertBefore, after: insertAfter });
    // What the column brings along (its flags and keys) arrives as constraints and indexes of their own.
    const { name, schema } = this.#table;
    const alone = buildTable({ name, schema, columns: [column] }, this.#names);
    this.#entries.set(column.name, {
      column: { ...column, unique: null, index: null, foreignKeys: [] },
      from: null,
      cast: null,
      typeChanged: false,
      nullableIsDefault: operation.nullableIsDefault === true,
    });
    for (const constraint of alone.constraints) {
      if (constraint.kind === 'primary_key') continue;
      // Comes with the type as well: upstream writes it twice.
      if (constraint.kind === 'check' && constraint.typeBound !== null) this.#put(constraint);
      else this.#addConstraint(constraint);
    }
    for (const index of alone.indexes) this.#createIndex(index);
  }

  #createIndex(index: Index): void {
    this.#newIndexes.set(index.name?.text ?? '', index);
  }

  #dropColumn(name: string, existingType: TypeEngine | null): void {
    const { column } = this.#entry(name);
    this.#entries.delete(name);
    if (existingType !== null) {
      for (const check of typeChecks({ ...column, type: existingType }, this.#table.name)) {
        if (check.name !== null) this.#named.delete(check.name.text);
      }
    }
    for (const constraint of [...this.#named.values(), ...this.#unnamed]) {
      if (constraint.kind !== 'primary_key' || !constraint.columns.includes(name)) continue;
      this.#replace(constraint, { ...constraint, columns: constraint.columns.filter((c) => c !== name) });
    }
  }

  #alterColumn(operation: AlterColumnOp): void {
    const entry = this.#entry(operation.column);
    const { modifyType, existingType } = operation;
    if (existingType !== undefined && (modifyType !== undefined || operation.modifyName !== undefined)) {
      for (const check of typeChecks({ ...entry.column, type: existingType }, this.#table.name)) {
        if (check.name !== null) this.#named.delete(check.name.text);
      }
    }
    if (modifyType !== undefined) {
      const differs = typeAffinity(entry.column.type) !== typeAffinity(modifyType);
      if (castsInBatch(this.#dialect) && differs && typeAffinity(modifyType) !== 'JSON')
        entry.cast = modifyType;
      entry.typeChanged = true;
      const changed = { ...entry.column, type: modifyType, name: operation.modifyName ?? entry.column.name };
      for (const check of typeChecks(changed, this.#table.name)) this.#put(check);
    }
    const serverDefault = operation.modifyServerDefault;
    entry.column = {
      ...entry.column,
      name: operation.modifyName ?? entry.column.name,
      type: modifyType ?? entry.column.type,
      nullable: operation.modifyNullable ?? entry.column.nullable,
      serverDefault: serverDefault === undefined ? entry.column.serverDefault : serverDefault,
      autoincrement: operation.modifyAutoincrement ?? entry.column.autoincrement,
      comment: operation.modifyComment === undefined ? entry.column.comment : operation.modifyComment,
    };
  }

  #addConstraint(constraint: Constraint): void {
    if (constraint.name === null) throw new Error('Constraint must have a name');
    this.#own.add(constraint);
    if (constraint.kind === 'primary_key') {
      this.#unnamed = this.#unnamed.filter((other) => other.kind !== 'primary_key');
    }
    this.#put(constraint);
  }

  #dropConstraint(name: string | null): void {
    if (name === null) throw new Error('Constraint must have a name');
    for (const entry of this.#entries.values()) {
      const checks = entry.column.checks ?? [];
      if (!checks.some((check) => check.name?.text === name)) continue;
      entry.column = { ...entry.column, checks: checks.filter((check) => check.name?.text !== name) };
      return;
    }
    const constraint = this.#named.get(name);
    if (constraint === undefined) throw new Error(`No such constraint: '${name}'`);
    this.#named.delete(name);
    if (constraint.kind !== 'primary_key') return;
    for (const column of constraint.columns) {
      const entry = this.#entries.get(column);
      if (entry !== undefined) entry.column = { ...entry.column, primaryKey: false };
    }
  }

  #put(constraint: Constraint): void {
    if (constraint.name === null) this.#unnamed.push(constraint);
    else this.#named.set(constraint.name.text, constraint);
  }

  #replace(constraint: Constraint, by: Constraint): void {
    if (constraint.name === null) this.#unnamed = this.#unnamed.map((c) => (c === constraint ? by : c));
    else this.#named.set(constraint.name.text, by);
  }

  /** Whether its columns are still there. A constraint of a dropped column goes with it, as upstream. */
  #fits(constraint: Constraint): boolean {
    const missing = columnsOf(constraint).filter((name) => !this.#entries.has(name));
    if (missing.length > 0 && this.#own.has(constraint)) {
      throw new Error(
        `Constraint '${constraint.name?.text ?? ''}' names column '${missing.join("', '")}', which table '${this.#table.name}' does not have (within one batch a renamed column keeps its old name)`,
      );
    }
    return missing.length === 0;
  }

  /** The last one wins; without one, or with one of no columns, the columns' flags make it. */
  #primaryKey(constraints: readonly Constraint[]): PrimaryKeyConstraint {
    const explicit = constraints.findLast((constraint) => constraint.kind === 'primary_key');
    if (explicit !== undefined && explicit.columns.length > 0) {
      return { ...explicit, columns: explicit.columns.map((name) => this.#newName(name)) };
    }
    const flagged = [...this.#entries.values()].map(({ column }) => column).filter((c) => c.primaryKey);
    const built = buildTable({ name: this.#table.name, columns: flagged }).constraints;
    const implicit = built.find((constraint) => constraint.kind === 'primary_key');
    if (implicit === undefined) throw new Error(`Table '${this.#table.name}' has no primary key object`);
    return explicit === undefined ? implicit : { ...explicit, columns: implicit.columns };
  }

  #renamed<T extends Constraint>(constraint: T): T {
    if (constraint.kind === 'exclude') return constraint;
    if (constraint.kind === 'check') {
      return { ...constraint, sqltext: renameColumns(constraint.sqltext, (name) => this.#newName(name)) };
    }
    return { ...constraint, columns: constraint.columns.map((name) => this.#newName(name)) };
  }

  #newName(name: string): string {
    return this.#entries.get(name)?.column.name ?? name;
  }

  #entry(name: string): Entry {
    const entry = this.#entries.get(name);
    // Upstream fails with a bare KeyError here.
    if (entry === undefined) throw new Error(`No such column in table '${this.#table.name}': '${name}'`);
    return entry;
  }

  #order(): void {
    const sorted = orderColumns({
      columns: [...this.#entries.keys()],
      existing: [...this.#entries].filter(([, entry]) => entry.from !== null).map(([name]) => name),
      added: this.#added,
      partialReordering: this.#batch.partialReordering,
    });
    this.#entries = new Map(sorted.map((name) => [name, this.#entry(name)]));
  }
}

function columnsOf(constraint: Constraint): readonly string[] {
  switch (constraint.kind) {
    case 'primary_key':
    case 'unique':
    case 'foreign_key':
      return constraint.columns;
    case 'check':
      return conventionColumns(constraint.sqltext);
    case 'exclude':
      return [];
  }
}

function isFlagIndex(index: Index, column: Column): boolean {
  const [only] = index.expressions;
  return index.expressions.length === 1 && only?.kind === 'column' && only.name === column.name;
}
