/** Naming conventions for constraints and indexes. Mirrors `sqlalchemy.sql.naming`. */
import type { ConstraintName, NamingConvention, NamingSubject } from './schema.ts';

/** `MetaData()`'s own convention: only indexes get a name. A given convention replaces it as a whole. */
export const defaultNamingConvention: NamingConvention = { ix: 'ix_%(column_0_label)s' };

/** A convention that cannot be applied; the message is upstream's. */
export class NamingError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'NamingError';
  }
}

/** The name after the convention: final when the convention made it. Upstream: `_constraint_name_for_table`. */
export function constraintName(subject: NamingSubject, convention: NamingConvention): ConstraintName {
  const { name } = subject;
  if (name?.isFinal === true) return name;
  const template = convention[subject.prefix];
  if (typeof template !== 'string') return name;
  if (name !== null && !template.includes('constraint_name')) return name;
  return { text: format(template, subject, convention), isFinal: true };
}

function format(template: string, subject: NamingSubject, convention: NamingConvention): string {
  return template.replace(/%(?:\(([^)]*)\)s|(.?))/g, (_match, token: string | undefined, other: string) => {
    if (token !== undefined) return resolve(token, subject, convention);
    if (other === '%') return '%';
    throw new NamingError(`unsupported format '%${other}' in the naming convention "${template}"`);
  });
}

function resolve(token: string, subject: NamingSubject, convention: NamingConvention): string {
  const own = convention[token];
  if (typeof own === 'object') return own.apply(subject);
  if (token === 'table_name') return subject.tableName;
  if (token === 'referred_table_name' && subject.referredTable !== null) return subject.referredTable;
  if (token === 'constraint_name') {
    if (subject.name !== null) return subject.name.text;
    throw new NamingError(
      'Naming convention including %(constraint_name)s token requires that constraint is explicitly named.',
    );
  }
  const match = /^(referred_)?column_(\d+)(_?N)?_(name|key|label)$/.exec(token);
  const attribute = match?.[4] as 'name' | 'key' | 'label' | undefined;
  if (match === null || attribute === undefined || (match[1] !== undefined && attribute !== 'name')) {
    throw new NamingError(`the naming convention has no token %(${token})s`);
  }
  const at = (index: number): string =>
    match[1] === undefined ? columnToken(subject, index, attribute) : (subject.referredColumns[index] ?? '');
  const multiple = match[3];
  if (multiple === undefined) return at(Number(match[2]));
  const count = match[1] === undefined ? subject.columns.length : subject.referredColumns.length;
  return Array.from({ length: count }, (_, index) => at(index)).join(multiple === '_N' ? '_' : '');
}

function columnToken(subject: NamingSubject, index: number, attribute: 'name' | 'key' | 'label'): string {
  const column = subject.columns[index];
  if (column === undefined) return '';
  if (attribute !== 'label') return column[attribute];
  const schema = subject.schema === null ? '' : `${subject.schema.replaceAll('.', '_')}_`;
  return `${schema}${subject.tableName}_${column.name}`;
}
