import type { Dialect } from '../../../sqlalchemy/engine/dialect.ts';
import type { AlterColumnOp } from '../../ops/operations.ts';

/** Whole numbers and times by how much they hold. */
const sizes: readonly (readonly string[])[] = [
  ['TINYINT', 'SMALLINT', 'INTEGER', 'INT', 'BIGINT', 'NUMERIC', 'DECIMAL'],
  ['REAL', 'FLOAT', 'DOUBLE PRECISION'],
  ['SMALLINT', 'INTEGER', 'BIGINT', 'DOUBLE PRECISION'],
  ['DATE', 'TIMESTAMP WITHOUT TIME ZONE'],
  ['DATE', 'DATETIME'],
  ['SMALLDATETIME', 'DATETIME', 'DATETIME2'],
];

/**
 * `VARCHAR(80) → VARCHAR(50)`: a new type that cannot hold every value of the old one, as both are written in SQL; null
 * for one that can, or where that is not known.
 */
export function narrowing(op: AlterColumnOp, dialect: Dialect): string | null {
  const { existingType, modifyType, table, column } = op;
  if (existingType === undefined || modifyType === undefined) return null;
  try {
    const [from, to] = [existingType, modifyType].map((type) =>
      dialect.typeCompiler.process(type, { table, column }).toUpperCase(),
    );
    return from !== undefined && to !== undefined && isNarrower(parsed(from), parsed(to))
      ? `${from} → ${to}`
      : null;
  } catch {
    // A type that the dialect lacks is told where the revision is written.
    return null;
  }
}

interface SqlType {
  readonly name: string;
  readonly args: readonly number[];
}

function parsed(sql: string): SqlType {
  const inside = /\(([^)]*)\)/.exec(sql)?.[1] ?? '';
  const name = sql.replace(/\s*\([^)]*\)/, '').trim();
  // `max` is no limit.
  return { name, args: [...inside.matchAll(/\d+/g)].map(([digits]) => Number(digits)) };
}

const texts = /^(?:N?VARCHAR|N?CHAR|CHARACTER VARYING|CHARACTER|N?TEXT|CLOB)$/;
const numbers = /^(?:NUMERIC|DECIMAL)$/;

function isNarrower(from: SqlType, to: SqlType): boolean {
  if (texts.test(from.name)) {
    if (!texts.test(to.name)) return false;
    const [limit] = to.args;
    const [before] = from.args;
    return limit !== undefined && (before === undefined || limit < before);
  }
  if (numbers.test(from.name) && numbers.test(to.name)) {
    const [precision, scale = 0] = to.args;
    const [before, scaleBefore = 0] = from.args;
    if (precision === undefined) return false;
    return before === undefined || precision - scale < before - scaleBefore || scale < scaleBefore;
  }
  return sizes.some((order) => {
    const [one, other] = [order.indexOf(from.name), order.indexOf(to.name)];
    return one >= 0 && other >= 0 && other < one;
  });
}
