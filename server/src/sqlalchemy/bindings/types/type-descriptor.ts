import type { TypeEngine } from '../../sql/types.ts';

type Adapt = (type: TypeEngine) => TypeEngine;

const datetime: Adapt = () => ({ kind: 'DATETIME', timezone: false });
const string: Adapt = (type) => ({
  kind: 'String',
  length: 'length' in type ? type.length : null,
  collation: 'collation' in type ? type.collation : null,
});
const numeric: Adapt = (type) => (type.kind === 'DECIMAL' ? { ...type, kind: 'NUMERIC' } : type);
const float: Adapt = (type) => (type.kind === 'REAL' ? { ...type, kind: 'FLOAT' } : type);

/**
 * Types whose SQL changes in `dialect.type_descriptor(type)`, because the default driver's `colspecs` have a type of
 * its own for them. A TypeDecorator's `load_dialect_impl` goes through it.
 */
const adaptations: Readonly<Record<string, Partial<Record<TypeEngine['kind'], Adapt>>>> = {
  postgresql: { REAL: float, DECIMAL: numeric },
  sqlite: { TIMESTAMP: datetime },
  mssql: {
    CHAR: string,
    Text: string,
    TEXT: string,
    CLOB: string,
    NCHAR: (type) => (type.kind === 'NCHAR' ? { ...type, kind: 'Unicode' } : type),
    LargeBinary: () => ({ kind: 'dialect', dialect: 'mssql', name: 'VARBINARY', options: { length: 'max' } }),
    TIMESTAMP: datetime,
    TIME: datetime,
    DATE: datetime,
    UUID: (type) => (type.kind === 'UUID' ? { ...type, kind: 'Uuid' } : type),
    REAL: float,
    DECIMAL: numeric,
  },
};

/** Upstream: `Dialect.type_descriptor`, as far as it changes the SQL. */
export function typeDescriptor(dialect: string, type: TypeEngine): TypeEngine {
  return adaptations[dialect]?.[type.kind]?.(type) ?? type;
}
