/** CHECK constraints that a type brings to its column's table. Mirrors `SchemaType._set_table` of Boolean and Enum. */
import type { ClauseElement, LiteralValue } from './elements.ts';
import type { CheckConstraint, Column } from './schema.ts';
import type { TypeEngine } from './types.ts';

/**
 * The constraints of a column's type and of its variants that ask for one (`create_constraint=True`). Whether one is
 * rendered depends on the dialect: see `DDLCompiler.shouldCreate`.
 */
export function typeChecks(column: Column, table: string): CheckConstraint[] {
  const types = [column.type, ...(column.type.variants?.values() ?? [])];
  return types.flatMap((type) => {
    const check = typeCheck(type, column, table);
    return check === null ? [] : [check];
  });
}

/** The CHECK of one type; null when it asks for none. */
export function typeCheck(written: TypeEngine, column: Column, table: string): CheckConstraint | null {
  const type = written.kind === 'decorated' ? written.impl : written;
  if ((type.kind !== 'Boolean' && type.kind !== 'Enum') || !type.createConstraint) return null;
  const values: LiteralValue[] =
    type.kind === 'Boolean'
      ? [
          { type: 'int', value: 0n },
          { type: 'int', value: 1n },
        ]
      : type.enums.map((value) => ({ type: 'str', value }));
  const list: ClauseElement[] = values.map((value) => ({
    kind: 'bindparam',
    name: null,
    value,
    type: null,
    inline: false,
  }));
  return {
    kind: 'check',
    name: type.name === null ? null : { text: type.name, isFinal: type.nameIsFinal === true },
    comment: null,
    deferrable: null,
    initially: null,
    dialectOptions: {},
    origin: column.origin,
    sqltext: {
      kind: 'binary',
      operator: 'IN',
      left: { kind: 'column', table, schema: null, name: column.name, type: column.type },
      right: { kind: 'grouping', element: { kind: 'list', clauses: list } },
    },
    typeBound: column.name,
  };
}
