import { RunStopped, type LiveDatabase, type SavepointAction } from '../alembic/bindings/live-database.ts';
import { postgresqlConstraintNames } from '../alembic/operations/default-names.ts';
import { replay, type ReplayState } from '../alembic/operations/replay.ts';
import type { MigrateOperation } from '../alembic/ops/operations.ts';
import { DatabaseError, type QueryResult } from '../sqlalchemy/engine/connection.ts';
import type { Dialect, NamedKind, ReflectedFields } from '../sqlalchemy/engine/dialect.ts';
import { tableKey, type Table } from '../sqlalchemy/sql/schema.ts';
import type { Origin } from '../util/text-range.ts';

/**
 * The database that the history has built so far, for a revision that asks one: it answers for tables from the replayed
 * schema, and its tables have no rows. What it cannot answer ends the evaluation, and the revision is refused.
 */
export class ReplayedDatabase implements LiveDatabase {
  readonly reports: ReflectedFields;
  readonly hasNoRows = true;
  readonly operations: MigrateOperation[] = [];
  private readonly dialect: Dialect;
  private current: ReplayState;
  private readonly savepoints: {
    readonly name: string;
    readonly state: ReplayState;
    readonly count: number;
  }[] = [];
  private runs = 0;
  /** Where rows or the clock were asked for first, and how many operations came before. */
  private asked: { readonly origin: Origin | null; readonly count: number } | null = null;

  constructor(state: ReplayState, dialect: Dialect) {
    this.current = state;
    this.dialect = dialect;
    this.reports = dialect.inspector.reports;
  }

  /** The schema after the revision. Tables that it changes after it has looked at rows are not certain. */
  get state(): ReplayState {
    const { asked, current } = this;
    if (asked === null) return current;
    const tables = new Set(this.operations.slice(asked.count).flatMap(tablesOf));
    const reason = 'What follows may depend on rows, of which the replayed history has none';
    return {
      ...current,
      uncertain: [...current.uncertain, { tables: [...tables], reason, origin: asked.origin }],
    };
  }

  run(operation: MigrateOperation): QueryResult {
    this.runs += 1;
    if (this.runs > maxRuns) throw new RunStopped(`it runs more than ${String(maxRuns)} operations`);
    const sql = textOf(operation);
    if (sql !== null && catalog.test(sql)) throw new RunStopped('it reads the database’s own catalog');
    if (isQuery(operation, sql)) {
      if (!isOfTables(operation, sql)) throw new RunStopped('it asks the database for a value of its own');
      this.asked ??= { origin: operation.origin, count: this.operations.length };
      const isCount =
        sql !== null && /^\s*select\s+count\s*\([^)]*\)\s+from\b(?!.*\bgroup\s+by\b)/is.test(sql);
      return { columns: ['?column?'], rows: isCount ? [[0n]] : [], rowCount: 0 };
    }
    const after = replay(this.current, [operation]);
    const problem = after.problems[this.current.problems.length];
    if (problem !== undefined) throw new DatabaseError(problem.message, { code: '42P01' });
    this.current = after;
    this.operations.push(operation);
    return { columns: [], rows: [], rowCount: 0 };
  }

  autocommit(): void {
    // Nothing is lost or kept by it here.
  }

  savepoint(action: SavepointAction, name: string): void {
    if (action === 'begin') {
      this.savepoints.push({ name, state: this.current, count: this.operations.length });
      return;
    }
    const index = this.savepoints.findLastIndex((each) => each.name === name);
    const savepoint = this.savepoints[index];
    if (savepoint === undefined) return;
    this.savepoints.length = index;
    if (action === 'release') return;
    this.current = savepoint.state;
    this.operations.length = savepoint.count;
  }

  reflectTable(name: string, schema: string | null): Table | null {
    const key = tableKey(name, schema === this.dialect.defaultSchemaName ? null : schema);
    const isUncertain = this.current.uncertain.some(({ tables }) => tables === null || tables.includes(key));
    if (isUncertain) throw new RunStopped(`it asks for ${key}, of which the replayed history is not certain`);
    const table = this.current.metadata.tables.get(key);
    return table === undefined ? null : this.withNames(table);
  }

  names(kind: NamedKind, schema: string | null): readonly string[] {
    if (kind !== 'table') throw new RunStopped(`it asks for the ${kind}s of the database`);
    const wanted = schema === this.dialect.defaultSchemaName ? null : schema;
    const tables = [...this.current.metadata.tables.values()].filter((table) => table.schema === wanted);
    return tables.map(({ name }) => name).sort();
  }

  objects(): never {
    throw new RunStopped('it asks for sequences, types or views of the database');
  }

  now(): Date {
    this.asked ??= { origin: null, count: this.operations.length };
    return new Date(0);
  }

  randomBytes(count: number): Uint8Array {
    this.asked ??= { origin: null, count: this.operations.length };
    return new Uint8Array(count);
  }

  /** With the names that the database gives, which only PostgreSQL's are known of. */
  private withNames(table: Table): Table {
    if (table.constraints.every(({ name }) => name !== null) || !this.reports.listsUniqueIndexes)
      return table;
    if (!this.dialect.supportsNamedTypes)
      throw new RunStopped(`it asks for ${table.name}, whose constraints the database names at random`);
    const names = postgresqlConstraintNames(table);
    const constraints = table.constraints.map((constraint) => {
      const name = names.get(constraint);
      return constraint.name !== null || name === undefined
        ? constraint
        : { ...constraint, name: { text: name, isFinal: true } };
    });
    return { ...table, constraints };
  }
}

/** Each operation that reaches a database gives the evaluation its budget anew, so that they are counted here. */
const maxRuns = 10_000;

const catalog = /\b(?:information_schema|pg_\w+|sqlite_master|sqlite_schema|sys\.\w+|pragma)\b/i;

/** The text of `op.execute()` and `bind.execute(text)`; null for anything else. */
function textOf(operation: MigrateOperation): string | null {
  if (operation.kind !== 'execute') return null;
  const { statement } = operation;
  if ('type' in statement) return statement.type === 'str' ? statement.sql : null;
  return 'kind' in statement && statement.kind === 'text' ? statement.text : null;
}

function isQuery(operation: MigrateOperation, sql: string | null): boolean {
  if (sql !== null) return /^\s*(?:select|with|show|values|table|explain)\b|\breturning\b/i.test(sql);
  return (
    operation.kind === 'execute' && 'kind' in operation.statement && operation.statement.kind === 'select'
  );
}

/** Its rows are those of tables, and not what the server computes. */
function isOfTables(operation: MigrateOperation, sql: string | null): boolean {
  if (sql !== null) return /\b(?:from|returning)\b/i.test(sql);
  return (
    operation.kind === 'execute' &&
    'kind' in operation.statement &&
    operation.statement.kind === 'select' &&
    operation.statement.froms.length > 0
  );
}

/** Tables that an operation changes, by key. */
function tablesOf(operation: MigrateOperation): readonly string[] {
  switch (operation.kind) {
    case 'create_table':
      return [tableKey(operation.table.name, operation.table.schema)];
    case 'create_index':
      return [tableKey(operation.index.table, operation.index.schema)];
    case 'rename_table':
      return [tableKey(operation.table, operation.schema), tableKey(operation.newTable, operation.schema)];
    case 'drop_index':
      return operation.table === null ? [] : [tableKey(operation.table, operation.schema)];
    case 'batch_alter_table':
    case 'drop_table':
    case 'add_column':
    case 'drop_column':
    case 'alter_column':
    case 'add_constraint':
    case 'drop_constraint':
    case 'create_table_comment':
    case 'drop_table_comment':
      return [tableKey(operation.table, operation.schema)];
    case 'autocommit_block':
      return operation.ops.flatMap(tablesOf);
    case 'execute':
    case 'bulk_insert':
    case 'create_enum':
    case 'drop_enum':
      return [];
  }
}
