/**
 * Frozen schema objects as values of evaluated code: what `include_object` and its like are called with. A table or column of
 * the models is the very object that the models made; what the database has is shown by an object that can be read only.
 */
import type { ClassValue, InstanceValue, Value } from '../../../python/eval/value.ts';
import { dictFromObject } from '../../../python/eval/containers.ts';
import {
  bool,
  int,
  list,
  nativeClass,
  nativeInstance,
  nativeProperty,
  none,
  str,
} from '../../../python/eval/native.ts';
import type { Origin } from '../../../util/text-range.ts';
import { MetaDataBuilder, type TableBuilder } from '../../orm/builders.ts';
import { tableKey, type Column, type Constraint, type Index, type Table } from '../../sql/schema.ts';
import { conventionColumns } from '../../sql/expression-columns.ts';
import { typeValue } from '../types/type-engine.ts';
import { columnClass, columnInstance } from './column.ts';
import { collection } from './column-collection.ts';
import {
  checkConstraintClass,
  excludeConstraintClass,
  foreignKeyConstraintClass,
  indexClass,
  primaryKeyConstraintClass,
  uniqueConstraintClass,
} from './constraints.ts';
import { tableClass, tableInstance } from './table.ts';

const nowhere: Origin = { file: '', range: { start: 0, end: 0 } };

/** Makes the values. `models` are the MetaData values whose tables are the models' own. */
export class SchemaViews {
  private readonly models: readonly Value[];

  constructor(models: readonly Value[]) {
    this.models = models;
  }

  /** `isModel`: a table of the models; else one that the database has. */
  table(table: Table, isModel: boolean): InstanceValue {
    const builder = isModel ? this.builderOf(table) : null;
    return builder === null
      ? nativeInstance(tableView, new TableView(this, table, isModel), table.origin ?? nowhere)
      : tableInstance(builder);
  }

  column(table: Table, column: Column, isModel: boolean): InstanceValue {
    const builder = isModel ? this.builderOf(table) : null;
    const own = builder?.columns.find(({ name }) => name === column.name);
    return own === undefined
      ? nativeInstance(columnView, new ColumnView(this, table, column, isModel), column.origin ?? nowhere)
      : columnInstance(own);
  }

  item(table: Table, item: Index | Constraint, isModel: boolean): InstanceValue {
    const view = new ItemView(this, table, item, isModel);
    return nativeInstance(itemViews[item.kind], view, item.origin ?? nowhere);
  }

  /** `info=` of an index or constraint of the models, found by the place where it was made. */
  infoOf(table: Table, item: Index | Constraint, isModel: boolean): Value {
    const { origin } = item;
    const own = isModel ? this.builderOf(table)?.items : undefined;
    const builder = own?.find((each) => {
      const place = 'data' in each ? each.data.origin : each.origin;
      return place.file === origin?.file && place.range.start === origin.range.start;
    });
    return builder?.infoValue ?? dictFromObject([]);
  }

  private builderOf(table: Table): TableBuilder | null {
    for (const model of this.models) {
      if (model.kind !== 'instance' || !(model.payload instanceof MetaDataBuilder)) continue;
      const builder = model.payload.tables.get(tableKey(table.name, table.schema));
      if (builder !== undefined) return builder;
    }
    return null;
  }
}

class TableView {
  readonly views: SchemaViews;
  readonly table: Table;
  readonly isModel: boolean;

  constructor(views: SchemaViews, table: Table, isModel: boolean) {
    this.views = views;
    this.table = table;
    this.isModel = isModel;
  }
}

class ColumnView extends TableView {
  readonly column: Column;

  constructor(views: SchemaViews, table: Table, column: Column, isModel: boolean) {
    super(views, table, isModel);
    this.column = column;
  }
}

class ItemView extends TableView {
  readonly item: Index | Constraint;

  constructor(views: SchemaViews, table: Table, item: Index | Constraint, isModel: boolean) {
    super(views, table, isModel);
    this.item = item;
  }
}

function scalar(value: string | number | boolean | null): Value {
  if (value === null) return none;
  if (typeof value === 'string') return str(value);
  return typeof value === 'boolean' ? bool(value) : int(value);
}

const optional = (text: string | null): Value => (text === null ? none : str(text));

/** A class of views: what it does not show is not known. */
function viewClass<T>(
  name: string,
  base: ClassValue,
  isView: (payload: unknown) => payload is T,
  attributes: Readonly<Record<string, (view: T) => Value>>,
): ClassValue {
  return nativeClass({
    name,
    module: 'sqlalchemy.sql.schema',
    bases: [base],
    members: Object.fromEntries(
      Object.entries(attributes).map(([attribute, read]) => [
        attribute,
        nativeProperty(attribute, (self) => (isView(self.payload) ? read(self.payload) : none)),
      ]),
    ),
    hooks: {
      getAttribute: (_self, attribute, call) =>
        attribute.startsWith('__')
          ? undefined
          : call.interpreter.unknown(
              `\`${name}.${attribute}\` of what the database has is not read`,
              call.site,
            ),
    },
  });
}

const columnsOf = ({ table, views, isModel }: TableView): Value =>
  collection(
    table.columns.map((column) => [column.key, views.column(table, column, isModel)]),
    nowhere,
    false,
  );
const itemsOf = (view: TableView, items: readonly (Index | Constraint)[]): Value =>
  list(items.map((item) => view.views.item(view.table, item, view.isModel)));

const tableView = viewClass('Table', tableClass, (payload) => payload instanceof TableView, {
  name: ({ table }) => str(table.name),
  schema: ({ table }) => optional(table.schema),
  key: ({ table }) => str(tableKey(table.name, table.schema)),
  fullname: ({ table }) => str(tableKey(table.name, table.schema)),
  comment: ({ table }) => optional(table.comment),
  info: ({ table }) => dictFromObject(Object.entries(table.info).map(([key, value]) => [key, scalar(value)])),
  c: columnsOf,
  columns: columnsOf,
  indexes: (view) => itemsOf(view, view.table.indexes),
  constraints: (view) => itemsOf(view, view.table.constraints),
});

const columnView = viewClass('Column', columnClass, (payload) => payload instanceof ColumnView, {
  name: ({ column }) => str(column.name),
  key: ({ column }) => str(column.key),
  type: ({ column }) => typeValue(column.type, column.origin ?? nowhere),
  primary_key: ({ column }) => bool(column.primaryKey),
  comment: ({ column }) => optional(column.comment),
  table: ({ table, views, isModel }) => views.table(table, isModel),
  info: () => dictFromObject([]),
});

const itemAttributes: Readonly<Record<string, (view: ItemView) => Value>> = {
  name: ({ item }) => optional(item.name?.text ?? null),
  table: ({ table, views, isModel }) => views.table(table, isModel),
  info: ({ table, item, views, isModel }) => views.infoOf(table, item, isModel),
  columns: ({ table, item, views, isModel }) => {
    const names = new Set(namesIn(item));
    return list(
      table.columns
        .filter((column) => names.has(column.name))
        .map((column) => views.column(table, column, isModel)),
    );
  },
  unique: ({ item }) => bool(item.kind === 'index' && item.unique),
};
function namesIn(item: Index | Constraint): readonly string[] {
  if (item.kind === 'index') return item.expressions.flatMap((expression) => conventionColumns(expression));
  return 'columns' in item ? item.columns : [];
}
const isItem = (payload: unknown): payload is ItemView => payload instanceof ItemView;
const itemViews: Readonly<Record<(Index | Constraint)['kind'], ClassValue>> = {
  index: viewClass('Index', indexClass, isItem, itemAttributes),
  primary_key: viewClass('PrimaryKeyConstraint', primaryKeyConstraintClass, isItem, itemAttributes),
  unique: viewClass('UniqueConstraint', uniqueConstraintClass, isItem, itemAttributes),
  foreign_key: viewClass('ForeignKeyConstraint', foreignKeyConstraintClass, isItem, itemAttributes),
  check: viewClass('CheckConstraint', checkConstraintClass, isItem, itemAttributes),
  exclude: viewClass('ExcludeConstraint', excludeConstraintClass, isItem, itemAttributes),
};
