/** `table.create(bind)` and `table.drop(bind)`: statements that no directive of `op` makes. */
import type { NativeCall } from '../../python/eval/value.ts';
import type { TableBuilder } from '../../sqlalchemy/orm/builders.ts';
import { freezeTable } from '../../sqlalchemy/orm/freeze.ts';
import type { Table } from '../../sqlalchemy/sql/schema.ts';
import type { TypeEngine } from '../../sqlalchemy/sql/types.ts';
import { withDatabase } from './database-exceptions.ts';
import type { Recorder } from './recorder.ts';
import { refuseRows } from './recorder.ts';

/**
 * Records it as the operation that has the same statements. Upstream's connection of `--sql` asks for no table; an online
 * run asks whether it is there.
 */
export function recordTableDdl(
  recorder: Recorder,
  kind: 'create_table' | 'drop_table',
  builder: TableBuilder,
  checkfirst: boolean,
  { interpreter, site }: NativeCall,
): void {
  const table = freezeTable(builder, ({ message }) => {
    recorder.refuse(message, site);
  });
  if (table === null) return;
  const what = `${builder.name}.${kind === 'create_table' ? 'create' : 'drop'}()`;
  if (builder.isReflected && kind === 'create_table')
    recorder.refuse(`${what} makes a reflected table, of which only the columns are read`, site);
  const own = Object.keys(recorder.context.namingConvention ?? {}).length > 0;
  // An operation's table has the names that the target metadata gives; this one has a MetaData of its own.
  if (own) recorder.refuse(`${what} names constraints by the convention of another MetaData`, site);
  if (table.columns.some(({ type }) => hasEnum(type)))
    recorder.refuse(`${what} also creates or drops enum types, which is not followed`, site);
  const { database, context } = recorder;
  if (checkfirst && !context.offline) {
    if (database === null) {
      refuseRows(recorder, `${what} looks whether the table exists`, site);
      return;
    }
    const exists =
      withDatabase(interpreter, site, () => database.reflectTable(table.name, table.schema)) !== null;
    if (exists === (kind === 'create_table')) return;
  }
  recorder.record(operationOf(kind, table, site));
}

function operationOf(
  kind: 'create_table' | 'drop_table',
  table: Table,
  origin: NativeCall['site'],
): Parameters<Recorder['record']>[0] {
  if (kind === 'create_table') return { kind, table, ifNotExists: null, origin };
  const { name, schema } = table;
  return { kind, table: name, schema, ifExists: null, original: table, dialectOptions: {}, origin };
}

function hasEnum(type: TypeEngine): boolean {
  if (type.kind === 'decorated') return hasEnum(type.impl);
  if (type.kind === 'ARRAY') return hasEnum(type.item);
  return type.kind === 'Enum' || [...(type.variants?.values() ?? [])].some(hasEnum);
}
