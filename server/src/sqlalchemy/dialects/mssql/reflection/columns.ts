import type { Connection } from '../../../engine/connection.ts';
import { reflectedDefault, reflectedText } from '../../../sql/reflected.ts';
import type { ColumnSpec } from '../../../sql/schema-builder.ts';
import { reflectedType, type TypeFacts } from '../reflected-type.ts';
import { catalogRows, flag, textOrNull, type Scope } from './catalog.ts';

export interface ColumnRow extends TypeFacts {
  readonly object: number;
  readonly column: string;
  readonly nullable: boolean;
  readonly default: string | null;
  readonly computed: { readonly sqltext: string; readonly persisted: boolean } | null;
  readonly identity: { readonly start: string | null; readonly increment: string | null } | null;
  readonly comment: string | null;
}

/** Columns of the objects in the scope. Mirrors the query of `MSDialect.get_columns`. */
export async function readColumns(connection: Connection, scope: Scope): Promise<readonly ColumnRow[]> {
  const { sys } = scope;
  const rows = await catalogRows(connection, scope, {
    values: [
      ...[
        'o.object_id',
        'c.name',
        't.name',
        'b.name',
        'c.is_nullable',
        'c.max_length',
        'c.[precision]',
        'c.scale',
      ],
      ...['d.definition', 'c.collation_name', 'k.definition', 'k.is_persisted', 'i.is_identity'],
      'CAST(i.seed_value AS nvarchar(40))',
      'CAST(i.increment_value AS nvarchar(40))',
      'CAST(p.value AS nvarchar(max))',
    ],
    joins: `JOIN ${sys}columns c ON c.object_id = o.object_id
JOIN ${sys}types t ON t.user_type_id = c.user_type_id
LEFT JOIN ${sys}types b ON b.system_type_id = t.system_type_id AND b.user_type_id = b.system_type_id
LEFT JOIN ${sys}default_constraints d ON d.object_id = c.default_object_id AND d.parent_column_id = c.column_id
LEFT JOIN ${sys}computed_columns k ON k.object_id = c.object_id AND k.column_id = c.column_id
LEFT JOIN ${sys}identity_columns i ON i.object_id = c.object_id AND i.column_id = c.column_id
LEFT JOIN ${sys}extended_properties p ON p.class = 1 AND p.name = N'MS_Description' AND p.major_id = c.object_id AND p.minor_id = c.column_id`,
    order: 'o.object_id, c.column_id',
  });
  return rows.map((row) => {
    const [definition, persisted, identity] = [textOrNull(row[10]), row[11] ?? null, row[12] ?? null];
    return {
      object: Number(row[0]),
      column: textOrNull(row[1]) ?? '',
      name: textOrNull(row[2]) ?? '',
      base: textOrNull(row[3]),
      nullable: flag(row[4]),
      maxLength: Number(row[5]),
      precision: Number(row[6]),
      scale: Number(row[7]),
      default: textOrNull(row[8]),
      collation: textOrNull(row[9]),
      computed:
        definition === null || persisted === null
          ? null
          : { sqltext: definition, persisted: flag(persisted) },
      identity: identity === null ? null : { start: textOrNull(row[13]), increment: textOrNull(row[14]) },
      comment: textOrNull(row[15]),
    };
  });
}

/** Mirrors `MSDialect.get_columns`. */
export function columnSpec(row: ColumnRow, warn: ((message: string) => void) | undefined): ColumnSpec {
  const type = reflectedType(row, (what) =>
    warn?.(`Did not recognize type ${what} of column '${row.column}'`),
  );
  const spec = {
    name: row.column,
    type,
    nullable: row.nullable,
    autoincrement: row.identity !== null,
    comment: row.comment,
  };
  if (row.identity !== null) {
    const { start, increment } = row.identity;
    const options =
      start === null || increment === null ? {} : { start: BigInt(start), increment: BigInt(increment) };
    return { ...spec, serverDefault: { kind: 'identity', always: false, options } };
  }
  if (row.computed !== null) {
    const { sqltext, persisted } = row.computed;
    return { ...spec, serverDefault: { kind: 'computed', sqltext: reflectedText(sqltext), persisted } };
  }
  return { ...spec, serverDefault: reflectedDefault(row.default) };
}
