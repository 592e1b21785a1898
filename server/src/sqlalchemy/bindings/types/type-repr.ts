import type { TypeEngine, TypeOption } from '../../sql/types.ts';

/**
 * `repr()` of a type as upstream's `generic_repr` writes it: constructor arguments that differ from their defaults.
 * `name` replaces the class name: a TypeDecorator shows its own name with its impl's arguments.
 */
export function typeRepr(type: TypeEngine, name?: string): string {
  const fields = (
    entries: readonly (readonly [string, string | number | boolean | null | undefined, unknown])[],
  ): string =>
    entries
      .filter(([, value, standard]) => value !== standard && value !== undefined)
      .map(([field, value]) => `${field}=${literal(value ?? null)}`)
      .join(', ');
  const shown = (own: string, text: string): string => `${name ?? own}(${text})`;
  switch (type.kind) {
    case 'String':
    case 'Text':
    case 'Unicode':
    case 'UnicodeText':
    case 'VARCHAR':
    case 'NVARCHAR':
    case 'CHAR':
    case 'NCHAR':
    case 'TEXT':
    case 'CLOB':
      return shown(
        type.kind,
        fields([
          ['length', type.length, null],
          ['collation', type.collation, null],
        ]),
      );
    case 'Numeric':
    case 'NUMERIC':
    case 'DECIMAL':
      return shown(
        type.kind,
        fields([
          ['precision', type.precision, null],
          ['scale', type.scale, null],
          ['asdecimal', type.asdecimal, true],
        ]),
      );
    case 'Float':
    case 'Double':
    case 'FLOAT':
    case 'REAL':
    case 'DOUBLE':
    case 'DOUBLE_PRECISION':
      return shown(
        type.kind,
        fields([
          ['precision', type.precision, null],
          ['asdecimal', type.asdecimal, false],
        ]),
      );
    case 'DateTime':
    case 'Time':
    case 'DATETIME':
    case 'TIMESTAMP':
    case 'TIME':
      return shown(type.kind, fields([['timezone', type.timezone, false]]));
    case 'LargeBinary':
    case 'BLOB':
    case 'BINARY':
    case 'VARBINARY':
      return shown(type.kind, fields([['length', type.length, null]]));
    case 'Uuid':
    case 'UUID':
      return shown(
        type.kind,
        fields([
          ['as_uuid', type.asUuid, true],
          ['native_uuid', type.nativeUuid, true],
        ]),
      );
    case 'JSON':
      return shown(type.kind, fields([['none_as_null', type.noneAsNull, false]]));
    case 'Boolean':
      return shown(
        type.kind,
        fields([
          ['create_constraint', type.createConstraint, false],
          ['name', type.name, null],
        ]),
      );
    case 'Interval':
      return shown(
        type.kind,
        fields([
          ['native', type.native, true],
          ['second_precision', type.secondPrecision, null],
          ['day_precision', type.dayPrecision, null],
        ]),
      );
    case 'Enum': {
      const labels = type.enums.map((label) => literal(label));
      const rest = fields([
        ['name', type.name, null],
        ['schema', type.schema, null],
        ['native_enum', type.nativeEnum, true],
        ['create_constraint', type.createConstraint, false],
        ['length', type.length, null],
        ['inherit_schema', type.inheritSchema, false],
      ]);
      return shown(type.kind, [...labels, ...(rest === '' ? [] : [rest])].join(', '));
    }
    case 'ARRAY':
      return shown(
        type.kind,
        [
          typeRepr(type.item),
          fields([
            ['as_tuple', type.asTuple, false],
            ['dimensions', type.dimensions, null],
          ]),
        ]
          .filter((part) => part !== '')
          .join(', '),
      );
    case 'dialect':
      return shown(
        type.name,
        Object.entries(type.options)
          .map(([field, value]) => `${field}=${option(value)}`)
          .join(', '),
      );
    case 'decorated':
      return type.repr;
    case 'Integer':
    case 'SmallInteger':
    case 'BigInteger':
    case 'INTEGER':
    case 'INT':
    case 'SMALLINT':
    case 'BIGINT':
    case 'Date':
    case 'DATE':
    case 'MatchType':
    case 'NullType':
    case 'BOOLEAN':
      return shown(type.kind, '');
    case 'user_defined':
      return shown('UserDefinedType', '');
    case 'unknown':
      return shown('UnknownType', '');
  }
}

function option(value: TypeOption): string {
  if (value === null || typeof value !== 'object') return literal(value);
  if ('kind' in value) return typeRepr(value);
  return `[${value.map((item) => literal(item)).join(', ')}]`;
}

/** Python's `repr()` of a scalar. */
function literal(value: string | number | boolean | null): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number') return String(value);
  const quote = value.includes("'") && !value.includes('"') ? '"' : "'";
  const escaped = value.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
  return quote + (quote === "'" ? escaped.replaceAll("'", "\\'") : escaped) + quote;
}
