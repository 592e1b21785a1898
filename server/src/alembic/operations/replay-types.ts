/** What a change of an enum type does to the columns that have it. */
import type { MetaData, Table } from '../../sqlalchemy/sql/schema.ts';
import type { TypeEngine, TypeOption } from '../../sqlalchemy/sql/types.ts';
import { changedValues, type AlteredType } from './read-type-ddl.ts';

/** Tables without such a column stay the same objects. */
export function alterTypes(metadata: MetaData, altered: AlteredType): MetaData {
  const tables = new Map([...metadata.tables].map(([key, table]) => [key, alterTable(table, altered)]));
  const isSame = [...metadata.tables].every(([key, table]) => tables.get(key) === table);
  return isSame ? metadata : { ...metadata, tables };
}

function alterTable(table: Table, altered: AlteredType): Table {
  const columns = table.columns.map((column) => {
    const type = alterType(column.type, altered, table.schema);
    return type === column.type ? column : { ...column, type };
  });
  return columns.every((column, index) => column === table.columns[index]) ? table : { ...table, columns };
}

function alterType(type: TypeEngine, altered: AlteredType, tableSchema: string | null): TypeEngine {
  switch (type.kind) {
    case 'Enum': {
      const schema = type.inheritSchema ? (tableSchema ?? type.schema) : type.schema;
      if (!type.nativeEnum || !isMeant(altered, type.name, schema)) return type;
      const { members: _members, ...rest } = type;
      const enums = changedValues(type.enums, altered.change);
      return { ...rest, enums, name: nameAfter(altered, type.name) };
    }
    case 'ARRAY': {
      const item = alterType(type.item, altered, tableSchema);
      return item === type.item ? type : { ...type, item };
    }
    case 'dialect':
      return alterDialectType(type, altered, tableSchema);
    default:
      return type;
  }
}

function alterDialectType(
  type: TypeEngine & { readonly kind: 'dialect' },
  altered: AlteredType,
  tableSchema: string | null,
): TypeEngine {
  const { options } = type;
  const change = (changes: Readonly<Record<string, TypeOption>>): TypeEngine => ({
    ...type,
    options: { ...options, ...changes },
  });
  if (type.name === 'ENUM') {
    const { name, schema, enums } = options;
    const shown = typeof name === 'string' ? name : null;
    if (!Array.isArray(enums) || !isMeant(altered, shown, typeof schema === 'string' ? schema : null))
      return type;
    return change({
      enums: changedValues(enums as readonly string[], altered.change),
      name: nameAfter(altered, shown),
    });
  }
  if (type.name !== 'ARRAY') return type;
  for (const key of ['item_type', 'item']) {
    const item = options[key];
    if (typeof item !== 'object' || item === null || !('kind' in item)) continue;
    const now = alterType(item, altered, tableSchema);
    return now === item ? type : change({ [key]: now });
  }
  return type;
}

/** A statement without a schema means the first of the search path: any type of that name is taken for it. */
function isMeant({ type }: AlteredType, name: string | null, schema: string | null): boolean {
  return name === type.name && (type.schema === null || schema === null || schema === type.schema);
}

function nameAfter({ change }: AlteredType, name: string | null): string | null {
  return change.kind === 'rename_type' ? change.to : name;
}
