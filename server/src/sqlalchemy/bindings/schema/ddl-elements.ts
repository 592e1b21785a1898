/** `CreateSchema` and `DropSchema` as statements that scripts execute. Mirrors `sqlalchemy.sql.ddl`. */
import { nativeClass, nativeInstance } from '../../../python/eval/native.ts';
import type { ClassValue, NativeCall, Value } from '../../../python/eval/value.ts';
import { ClauseBuilder } from '../../orm/builders.ts';
import { dialectNames } from '../../dialects/index.ts';
import { Arguments } from '../arguments.ts';
import { schemaItemClass } from './constraints.ts';

const module = 'sqlalchemy.sql.ddl';

/** `CREATE SCHEMA name`, quoted as each dialect quotes. */
function schemaElement(
  name: string,
  parameters: readonly string[],
  write: (given: Arguments) => readonly [before: string, after: string],
): ClassValue {
  const make = (cls: ClassValue, call: NativeCall): Value => {
    const given = new Arguments(name, call, parameters);
    const schema = given.string('name');
    const [before, after] = write(given);
    // The name is quoted when the statement is compiled: drivers differ in their percent signs.
    const clause = { kind: 'column', table: null, schema: null, name: schema ?? '', type: null } as const;
    const quoted = { clause, keepsTable: true, keepsLiterals: true };
    const texts = new Map(dialectNames.map((dialect) => [dialect, { parts: [before, quoted, after] }]));
    given.finish();
    if (typeof schema !== 'string') return call.interpreter.unknown('the schema cannot be known', call.site);
    return nativeInstance(cls, new ClauseBuilder(() => ({ kind: 'compiled', name, texts })), call.site);
  };
  return nativeClass({ name, module, bases: [schemaItemClass], hooks: { instantiate: make } });
}

const when = (flag: boolean | null | undefined, text: string): string => (flag === true ? text : '');

export const createSchema = schemaElement('CreateSchema', ['name', 'if_not_exists'], (given) => [
  `CREATE SCHEMA ${when(given.bool('if_not_exists'), 'IF NOT EXISTS ')}`,
  '',
]);

export const dropSchema = schemaElement('DropSchema', ['name', 'cascade', 'if_exists'], (given) => [
  `DROP SCHEMA ${when(given.bool('if_exists'), 'IF EXISTS ')}`,
  when(given.bool('cascade'), ' CASCADE'),
]);
