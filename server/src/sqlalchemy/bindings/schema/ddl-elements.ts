/** `CreateSchema` and `DropSchema` as statements that scripts execute. Mirrors `sqlalchemy.sql.ddl`. */
import { nativeClass, nativeInstance } from '../../../python/eval/native.ts';
import type { ClassValue, NativeCall, Value } from '../../../python/eval/value.ts';
import { ClauseBuilder } from '../../orm/builders.ts';
import { dialectFor, dialectNames } from '../../dialects/index.ts';
import { Arguments } from '../arguments.ts';
import { schemaItemClass } from './constraints.ts';

const module = 'sqlalchemy.sql.ddl';

/** `CREATE SCHEMA name`, quoted as each dialect quotes. */
function schemaElement(
  name: string,
  parameters: readonly string[],
  write: (given: Arguments, quoted: string) => string,
): ClassValue {
  const make = (cls: ClassValue, call: NativeCall): Value => {
    const given = new Arguments(name, call, parameters);
    const schema = given.string('name');
    const texts = new Map(
      dialectNames.map((dialect) => {
        const quoted = dialectFor(dialect).identifierPreparer.quote(schema ?? '');
        return [dialect, { parts: [write(given, quoted)] }];
      }),
    );
    given.finish();
    if (typeof schema !== 'string') return call.interpreter.unknown('the schema cannot be known', call.site);
    return nativeInstance(cls, new ClauseBuilder(() => ({ kind: 'compiled', name, texts })), call.site);
  };
  return nativeClass({ name, module, bases: [schemaItemClass], hooks: { instantiate: make } });
}

const when = (flag: boolean | null | undefined, text: string): string => (flag === true ? text : '');

export const createSchema = schemaElement(
  'CreateSchema',
  ['name', 'if_not_exists'],
  (given, name) => `CREATE SCHEMA ${when(given.bool('if_not_exists'), 'IF NOT EXISTS ')}${name}`,
);

export const dropSchema = schemaElement(
  'DropSchema',
  ['name', 'cascade', 'if_exists'],
  (given, name) =>
    `DROP SCHEMA ${when(given.bool('if_exists'), 'IF EXISTS ')}${name}${when(given.bool('cascade'), ' CASCADE')}`,
);
