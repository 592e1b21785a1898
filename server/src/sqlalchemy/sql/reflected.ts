/** What the inspectors share: parts of schema objects as reflection makes them. */
import type { ClauseElement } from './elements.ts';
import type { Column, Constraint } from './schema.ts';

/** SQL of the database, in which a colon is no bind parameter (`::` needs no escape). */
export function reflectedText(sql: string): ClauseElement {
  return { kind: 'text', text: sql.replaceAll(/(?<![:\w\\]):(?=\w)/g, '\\:'), bindparams: [] };
}

/** `server_default` of a reflected column. */
export function reflectedDefault(sql: string | null): Column['serverDefault'] {
  return sql === null ? null : { kind: 'default', arg: { type: 'clause', clause: reflectedText(sql) } };
}

type ConstraintBase = Pick<
  Constraint,
  'name' | 'comment' | 'deferrable' | 'initially' | 'dialectOptions' | 'origin'
>;

/** What every constraint has, as most reflected ones have it. */
export function reflectedConstraint(name: string | null, comment: string | null = null): ConstraintBase {
  return {
    name: name === null ? null : { text: name, isFinal: true },
    comment,
    deferrable: null,
    initially: null,
    dialectOptions: {},
    origin: null,
  };
}
