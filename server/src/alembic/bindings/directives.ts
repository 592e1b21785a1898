/** Every directive of `alembic.op`, with its arguments as Alembic 1.19 takes them. Mirrors `alembic.operations.ops`. */
import type { Arguments } from '../../sqlalchemy/bindings/arguments.ts';
import { Conv } from '../../sqlalchemy/bindings/payloads.ts';
import { columnDirectives } from './column-directives.ts';
import { constraintDirectives } from './constraint-directives.ts';
import type { Directive, Target } from './directive.ts';
import { targetOf } from './directive.ts';
import { tableDirectives } from './table-directives.ts';

/** By name. */
export const directives: Readonly<Record<string, Directive>> = {
  ...tableDirectives,
  ...columnDirectives,
  ...constraintDirectives,
};

/** Where each directive names its table, when it is not a batch's. */
const tableParameters: Readonly<Record<string, string>> = { create_foreign_key: 'source_table' };
const schemaParameters: Readonly<Record<string, string>> = { create_foreign_key: 'source_schema' };

/** Whether the schema is given as a name whose dot separates nothing. */
export function hasWholeSchema(name: string, given: Arguments): boolean {
  const value = given.value(schemaParameters[name] ?? 'schema');
  const payload = value?.kind === 'instance' ? value.payload : null;
  return payload instanceof Conv && payload.isQuoted && payload.text.includes('.');
}

export function directiveTarget(name: string, given: Arguments): Target {
  const directive = directives[name];
  const parameter = tableParameters[name] ?? 'table_name';
  if (directive?.parameters?.includes(parameter) !== true) return { table: '', schema: null };
  // create_table reads its schema itself.
  if (name === 'create_table' || name === 'drop_table') return { table: '', schema: null };
  return targetOf(given, parameter, schemaParameters[name] ?? 'schema');
}
