/** SQL that renames what Alembic has no operation for; null where the database cannot. */
import type { Dialect, DialectName } from '../../sqlalchemy/engine/dialect.ts';

export interface RenamedObject {
  readonly table: string;
  readonly schema: string | null;
  readonly from: string;
  readonly to: string;
}
type Rename = (dialect: Dialect, object: RenamedObject) => string | null;

const none: Rename = () => null;
const indexes: Readonly<Record<DialectName, Rename>> = {
  postgresql: (dialect, { schema, from, to }) =>
    `ALTER INDEX ${dialect.identifierPreparer.formatTable(from, schema)} RENAME TO ${dialect.identifierPreparer.quote(to)}`,
  sqlite: none,
  // `sp_rename` is no statement whose effect a history could be replayed from.
  mssql: none,
  default: none,
};
const constraints: Readonly<Record<DialectName, Rename>> = {
  postgresql: ({ identifierPreparer }, { table, schema, from, to }) =>
    `ALTER TABLE ${identifierPreparer.formatTable(table, schema)} RENAME CONSTRAINT ${identifierPreparer.quote(from)} TO ${identifierPreparer.quote(to)}`,
  sqlite: none,
  mssql: none,
  default: none,
};

export function renameIndexSql(dialect: Dialect, object: RenamedObject): string | null {
  return indexes[dialect.name](dialect, object);
}

export function renameConstraintSql(dialect: Dialect, object: RenamedObject): string | null {
  return constraints[dialect.name](dialect, object);
}
