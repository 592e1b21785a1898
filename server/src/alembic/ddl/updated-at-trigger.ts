/** A trigger that sets a column to the time of each update of its row. */
import type { Dialect, DialectName } from '../../sqlalchemy/engine/dialect.ts';
import type { Table } from '../../sqlalchemy/sql/schema.ts';

export interface TriggerStatements {
  readonly name: string;
  readonly create: readonly string[];
  readonly drop: readonly string[];
}
interface Names {
  readonly trigger: string;
  /** The same with the table's schema. */
  readonly qualified: string;
  readonly table: string;
  readonly column: string;
  /** Quoted columns of the primary key. */
  readonly key: readonly string[];
}
type Statements = (names: Names) => Pick<TriggerStatements, 'create' | 'drop'> | null;

/** The function is the trigger's own, so that both can be dropped again. */
const postgresql: Statements = ({ trigger, qualified, table, column }) => ({
  create: [
    `CREATE FUNCTION ${qualified}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.${column} = now(); RETURN NEW; END $$`,
    `CREATE TRIGGER ${trigger} BEFORE UPDATE ON ${table} FOR EACH ROW EXECUTE FUNCTION ${qualified}()`,
  ],
  drop: [`DROP TRIGGER ${trigger} ON ${table}`, `DROP FUNCTION ${qualified}()`],
});
/** A row may not be changed before it is written; what sets the column itself is left alone. */
const sqlite: Statements = ({ qualified: trigger, table, column }) => ({
  create: [
    `CREATE TRIGGER ${trigger} AFTER UPDATE ON ${table} FOR EACH ROW WHEN NEW.${column} IS OLD.${column} BEGIN UPDATE ${table} SET ${column} = CURRENT_TIMESTAMP WHERE rowid = NEW.rowid; END`,
  ],
  drop: [`DROP TRIGGER ${trigger}`],
});
/** Once for all rows of a statement. */
const mssql: Statements = ({ qualified: trigger, table, column, key }) =>
  key.length === 0
    ? null
    : {
        create: [
          `CREATE TRIGGER ${trigger} ON ${table} AFTER UPDATE AS BEGIN SET NOCOUNT ON; UPDATE t SET ${column} = SYSDATETIME() FROM ${table} t JOIN inserted i ON ${key.map((each) => `t.${each} = i.${each}`).join(' AND ')}; END`,
        ],
        drop: [`DROP TRIGGER ${trigger}`],
      };

const statements: Readonly<Record<DialectName, Statements>> = {
  postgresql,
  sqlite,
  mssql,
  default: () => null,
};

/** Null where the database has no such trigger, or the table no key to find the row by. */
export function updatedAtTrigger(
  { name, schema, columns }: Table,
  column: string,
  dialect: Dialect,
): TriggerStatements | null {
  const { identifierPreparer } = dialect;
  const trigger = `${name}_set_${column}`.slice(0, dialect.maxIdentifierLength);
  const made = statements[dialect.name]({
    trigger: identifierPreparer.quote(trigger),
    qualified: identifierPreparer.formatTable(trigger, schema),
    table: identifierPreparer.formatTable(name, schema),
    column: identifierPreparer.quote(column),
    key: columns.filter(({ primaryKey }) => primaryKey).map((each) => identifierPreparer.quote(each.name)),
  });
  return made === null ? null : { name: trigger, ...made };
}
