/** `table()` and `column()`: names without a MetaData, for data migrations and expressions. */
import type { Value } from '../../../python/eval/value.ts';
import { nativeFunction, none } from '../../../python/eval/native.ts';
import { ColumnBuilder, MetaDataBuilder, TableBuilder } from '../../orm/builders.ts';
import { Arguments } from '../arguments.ts';
import { typeOf } from '../types/type-engine.ts';
import { columnClauseClass, columnInstance } from './column.ts';
import { addItem, tableInstance } from './table.ts';

export const table = nativeFunction('table', (call): Value => {
  const given = new Arguments('table', call, ['name'], { variadic: true });
  const name = given.string('name');
  const schema = given.string('schema') ?? null;
  given.finish();
  if (typeof name !== 'string') return call.interpreter.unknown('the table cannot be known', call.site);
  const builder = new TableBuilder(name, schema, new MetaDataBuilder(null, {}, null), call.site, call.site);
  for (const item of given.rest) addItem(call.interpreter, builder, item, call.site);
  return tableInstance(builder);
});

export const column = nativeFunction('column', (call): Value => {
  const given = new Arguments('column', call, ['text', 'type_', 'is_literal', '_selectable']);
  const builder = new ColumnBuilder(call.site);
  builder.name = given.string('text') ?? null;
  const type = given.value('type_') ?? none;
  if (type.kind !== 'none') builder.type = typeOf(call.interpreter, type, call.site);
  given.others();
  return columnInstance(builder, columnClauseClass);
});
