/** `Table.to_metadata()`: a table again under another MetaData. Mirrors `sqlalchemy.schema.Table.to_metadata`. */
import type { Origin } from '../../util/text-range.ts';
import type { ColumnReference, MetaDataBuilder } from './builders.ts';
import {
  ClauseBuilder,
  ColumnBuilder,
  ConstraintBuilder,
  ForeignKeyBuilder,
  IndexBuilder,
  TableBuilder,
} from './builders.ts';

/** Foreign keys to the table's own schema follow it to the new one; a null schema is the MetaData's. */
export function copyTable(
  table: TableBuilder,
  metadata: MetaDataBuilder,
  name: string,
  schema: string | null,
  origin: Origin,
): TableBuilder {
  const copied = new TableBuilder(name, schema ?? metadata.schema, metadata, origin, table.nameOrigin);
  const { comment, prefixes, info, infoValue, dialectOptions } = table;
  Object.assign(copied, { comment, prefixes, info, infoValue, dialectOptions: { ...dialectOptions } });
  const retarget = (target: string | ColumnBuilder): string => {
    const { table: referred, schema: referredSchema, column } = partsOf(target);
    const isSelf = referred === table.name && referredSchema === table.schema;
    const newSchema = referredSchema === table.schema ? schema : referredSchema;
    return [...(newSchema === null ? [] : [newSchema]), isSelf ? name : referred, column].join('.');
  };
  for (const column of table.columns) {
    const copy = column.copy();
    copy.foreignKeys.splice(
      0,
      copy.foreignKeys.length,
      ...column.foreignKeys.map(
        (key) =>
          new ForeignKeyBuilder(
            retarget(key.target),
            key.name,
            key.options,
            { ...key.dialectOptions },
            key.origin,
            key.linkToName,
          ),
      ),
    );
    copied.append(copy);
  }
  for (const item of table.items)
    copied.append(
      item instanceof IndexBuilder ? copyIndex(item, copied) : copyConstraint(item, copied, retarget),
    );
  metadata.tables.set(copied.schema === null ? name : `${copied.schema}.${name}`, copied);
  return copied;
}

function partsOf(target: string | ColumnBuilder): { table: string; schema: string | null; column: string } {
  if (target instanceof ColumnBuilder) {
    return {
      table: target.table?.name ?? '',
      schema: target.table?.schema ?? null,
      column: target.key ?? target.name ?? '',
    };
  }
  const parts = target.split('.');
  const schema = parts.length > 2 ? parts.slice(0, -2).join('.') : null;
  return { table: parts.at(-2) ?? '', schema, column: parts.at(-1) ?? '' };
}

const keyOf = (column: ColumnReference): string =>
  typeof column === 'string' ? column : (column.key ?? column.name ?? '');

/** The expression with the columns of the copied table in the place of the old ones. */
function copyExpression(clause: ClauseBuilder, table: TableBuilder): ClauseBuilder {
  return new ClauseBuilder(clause.build, {
    type: clause.type,
    operator: clause.operator,
    columns: clause.columns.map((column) => table.column(keyOf(column)) ?? column),
  });
}

function copyIndex(index: IndexBuilder, table: TableBuilder): IndexBuilder {
  const expressions = index.expressions.map((expression) =>
    expression instanceof ClauseBuilder ? copyExpression(expression, table) : keyOf(expression),
  );
  return new IndexBuilder(index.name, expressions, index.unique, { ...index.dialectOptions }, index.origin);
}

function copyConstraint(
  constraint: ConstraintBuilder,
  table: TableBuilder,
  retarget: (target: string | ColumnBuilder) => string,
): ConstraintBuilder {
  const { data } = constraint;
  switch (data.kind) {
    case 'primary_key':
    case 'unique':
      return new ConstraintBuilder({ ...data, columns: data.columns.map(keyOf) });
    case 'foreign_key':
      return new ConstraintBuilder({
        ...data,
        columns: data.columns.map(keyOf),
        targets: data.targets.map(retarget),
      });
    case 'check':
      return new ConstraintBuilder({ ...data, sqltext: copyExpression(data.sqltext, table) });
    case 'exclude':
      return new ConstraintBuilder({
        ...data,
        elements: data.elements.map((element) => ({
          ...element,
          expression: copyExpression(element.expression, table),
        })),
      });
  }
}
