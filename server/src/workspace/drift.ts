import { singleOps, type ChangeOps, type SingleOp, type RevisionOps } from '../alembic/autogenerate/index.ts';
import type { AlterColumnOp } from '../alembic/ops/operations.ts';
import type { Dialect } from '../sqlalchemy/engine/dialect.ts';
import type { ConstraintName, MetaData, Table } from '../sqlalchemy/sql/schema.ts';
import { tableKey } from '../sqlalchemy/sql/schema.ts';
import type { TypeEngine } from '../sqlalchemy/sql/types.ts';
import type { Origin } from '../util/text-range.ts';
import type { Drift } from './project.ts';

/** Turns the difference of models and history (or a database) into sentences at places of the model files. */
export function describeDrift(
  ops: RevisionOps,
  models: readonly MetaData[],
  dialect: Dialect,
  against: 'history' | 'database' = 'history',
): readonly Drift[] {
  const place = (table: string, schema: string | null, column?: string): Origin | null =>
    placeOf(models, tableKey(table, schema), column);
  return singleOps(ops).map((each) => describe(each, { place, dialect, words: wordings[against] }));
}

type Place = (table: string, schema: string | null, column?: string) => Origin | null;

interface Telling {
  readonly place: Place;
  readonly dialect: Dialect;
  readonly words: Wording;
}

/** What the models are compared with, in sentences. */
interface Wording {
  readonly missing: string;
  readonly present: string;
  readonly other: string;
}
const wordings: Readonly<Record<'history' | 'database', Wording>> = {
  history: {
    missing: 'has no migration yet',
    present: 'is built by the migrations',
    other: 'the migrations',
  },
  database: { missing: 'is not in the database', present: 'is in the database', other: 'the database' },
};

function describe(op: SingleOp, telling: Telling): Drift {
  const { place, words } = telling;
  switch (op.kind) {
    case 'change': {
      const [column] = op.columns;
      const at = op.table === null ? null : place(op.table, op.schema, column);
      return drift(driftCodes[op.change], op, op.table ?? '', op.schema, at ?? op.origin, op.message);
    }
    case 'create_table': {
      const { name, schema } = op.table;
      return drift(
        'missing-table',
        op,
        name,
        schema,
        place(name, schema),
        `Table "${name}" ${words.missing}`,
      );
    }
    case 'drop_table': {
      const message = `Table "${op.table}" ${words.present} but no model has it`;
      return drift('removed-table', op, op.table, op.schema, op.original?.origin ?? null, message);
    }
    case 'add_column': {
      const message = `Column "${op.table}.${op.column.name}" ${words.missing}`;
      const at = op.column.origin ?? place(op.table, op.schema, op.column.name);
      return drift('missing-column', op, op.table, op.schema, at, message);
    }
    case 'drop_column': {
      const message = `Column "${op.table}.${op.column}" ${words.present} but the model does not have it`;
      return drift('removed-column', op, op.table, op.schema, place(op.table, op.schema), message);
    }
    case 'alter_column': {
      const at = place(op.table, op.schema, op.column);
      return drift('changed-column', op, op.table, op.schema, at, changedColumn(op, telling));
    }
    case 'create_index': {
      const { table, schema, name } = op.index;
      const message = `Index ${quoted(name)} on "${table}" ${words.missing}`;
      return drift('missing-index', op, table, schema, op.index.origin ?? place(table, schema), message);
    }
    case 'drop_index': {
      const table = op.table ?? '';
      const message = `Index ${quoted(op.name)} on "${table}" ${words.present} but the models do not have it`;
      return drift('removed-index', op, table, op.schema, place(table, op.schema), message);
    }
    case 'add_constraint': {
      const message = `${constraintWord(op.constraint.kind)} ${quoted(op.constraint.name)} on "${op.table}" ${words.missing}`;
      const at = op.constraint.origin ?? place(op.table, op.schema);
      return drift('missing-constraint', op, op.table, op.schema, at, message);
    }
    case 'drop_constraint': {
      const message = `Constraint ${quoted(op.name)} on "${op.table}" ${words.present} but the models do not have it`;
      return drift('removed-constraint', op, op.table, op.schema, place(op.table, op.schema), message);
    }
    case 'create_table_comment':
    case 'drop_table_comment': {
      const message = `The comment of table "${op.table}" differs from ${words.other}`;
      return drift('changed-comment', op, op.table, op.schema, place(op.table, op.schema), message);
    }
    case 'rename_table':
    case 'execute':
    case 'bulk_insert':
    case 'batch_alter_table':
    case 'autocommit_block':
    case 'create_enum':
    case 'drop_enum':
      // A comparison does not make these; were one to appear, it is shown rather than lost.
      return drift('changed-column', op, '', null, op.origin, `The models need the operation ${op.kind}`);
  }
}

const driftCodes: Readonly<Record<ChangeOps['change'], Drift['code']>> = {
  rename_table: 'missing-table',
  rename_column: 'missing-column',
  rename_index: 'missing-index',
  rename_constraint: 'missing-constraint',
  alter_enum: 'changed-column',
  alter_check: 'missing-constraint',
  alter_primary_key: 'missing-constraint',
  alter_exclude: 'missing-constraint',
  add_column_in_steps: 'missing-column',
};

function drift(
  code: Drift['code'],
  operation: SingleOp,
  table: string,
  schema: string | null,
  origin: Origin | null,
  message: string,
): Drift {
  return { code, operation, table: tableKey(table, schema), origin, message };
}

function changedColumn(op: AlterColumnOp, { dialect, words }: Telling): string {
  const changes: string[] = [];
  const site = { table: op.table, column: op.column };
  const sql = (type: TypeEngine | undefined): string => {
    if (type === undefined) return 'another type';
    try {
      return dialect.typeCompiler.process(type, site);
    } catch {
      return type.kind;
    }
  };
  if (op.modifyType !== undefined) {
    changes.push(`type ${sql(op.existingType)} in ${words.other}, ${sql(op.modifyType)} in the model`);
  }
  if (op.modifyNullable !== undefined) {
    const word = (nullable: boolean): string => (nullable ? 'NULL' : 'NOT NULL');
    changes.push(`${word(!op.modifyNullable)} in ${words.other}, ${word(op.modifyNullable)} in the model`);
  }
  if (op.modifyServerDefault !== undefined) changes.push('another server default');
  if (op.modifyComment !== undefined) changes.push('another comment');
  return `Column "${op.table}.${op.column}" differs from ${words.other}: ${changes.join('; ')}`;
}

function placeOf(models: readonly MetaData[], key: string, columnName?: string): Origin | null {
  for (const metadata of models) {
    const table: Table | undefined = metadata.tables.get(key);
    if (table === undefined) continue;
    const column = table.columns.find(({ name }) => name === columnName);
    return column?.origin ?? table.nameOrigin ?? table.origin;
  }
  return null;
}

function quoted(name: ConstraintName): string {
  return name === null ? '(unnamed)' : `"${name.text}"`;
}

function constraintWord(kind: string): string {
  const word = kind.replaceAll('_', ' ');
  return word.charAt(0).toUpperCase() + word.slice(1) + (word.endsWith('key') ? '' : ' constraint');
}
