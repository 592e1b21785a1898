/**
 * What scripts of OpenStack's projects take from the oslo libraries: column types, a logger, and values that are known
 * only at run time. Mirrors `oslo_db.sqlalchemy.types`, `oslo_log.log`, `oslo_utils.timeutils` and `uuidutils`.
 */
import {
  nativeClass,
  nativeFunction,
  nativeInstance,
  nativeProperty,
  none,
  str,
} from '../../../python/eval/native.ts';
import type { Value } from '../../../python/eval/value.ts';
import { utcNow } from '../../../python/eval/stdlib/datetime.ts';
import { runTimeOnly } from '../../../python/eval/stdlib/support.ts';
import { uuid4 } from '../../../python/eval/stdlib/text.ts';
import type { TypeEngine } from '../../sql/types.ts';
import { noOperation } from '../inert.ts';
import type { ModuleNames } from '../modules/factory.ts';
import { typeClass, typeDecoratorClass, typeValue } from '../types/type-engine.ts';

const typesModule = 'oslo_db.sqlalchemy.types';

function decorator(name: string, impl: TypeEngine, parameters: readonly string[]): Value {
  return typeClass(
    name,
    typeDecoratorClass,
    parameters,
    (given) => {
      // They choose among MySQL's types.
      for (const parameter of parameters) given.value(parameter);
      return { kind: 'decorated', module: typesModule, qualname: name, repr: `${name}()`, impl };
    },
    {
      module: typesModule,
      members: { impl: nativeProperty('impl', (self) => typeValue(impl, self.origin)) },
    },
  );
}

const text: TypeEngine = { kind: 'Text', length: null, collation: null };
const jsonParameters = ['mysql_as_long', 'mysql_as_medium'];
const types: Readonly<Record<string, Value>> = {
  JsonEncodedType: decorator('JsonEncodedType', text, jsonParameters),
  JsonEncodedDict: decorator('JsonEncodedDict', text, jsonParameters),
  JsonEncodedList: decorator('JsonEncodedList', text, jsonParameters),
  SoftDeleteInteger: decorator('SoftDeleteInteger', { kind: 'Integer' }, []),
};

const loggerClass = nativeClass({
  name: 'KeywordArgumentAdapter',
  module: 'oslo_log.log',
  hooks: {
    getAttribute: (_self, name) => (name.startsWith('__') ? undefined : noOperation(name)),
  },
});
const getLogger = nativeFunction('getLogger', (call) => nativeInstance(loggerClass, null, call.site));

const utcnow = nativeFunction('utcnow', (call) => {
  const zone = call.args[0] ?? call.kwargs.get('with_timezone');
  const withZone = zone === undefined ? false : call.interpreter.isTrue(zone, call.site);
  return withZone === null ? (zone ?? none) : utcNow(call, 'timeutils.utcnow', withZone);
});

const generateUuid = nativeFunction('generate_uuid', (call) => {
  const dashed = call.args[0] ?? call.kwargs.get('dashed');
  const isDashed = dashed === undefined ? true : call.interpreter.isTrue(dashed, call.site);
  const made = uuid4(call, 'uuidutils.generate_uuid');
  if (isDashed === null || made.kind === 'unknown') return isDashed === null ? (dashed ?? none) : made;
  return isDashed
    ? str(call.interpreter.str(made, call.site))
    : call.interpreter.getAttribute(made, 'hex', call.site);
});

export const osloModules: readonly (readonly [string, ModuleNames])[] = [
  [typesModule, types],
  ['oslo_log.log', { getLogger, register_options: noOperation('register_options') }],
  ['oslo_utils.timeutils', { utcnow, ...runTimeOnly('timeutils', ['utcnow_ts', 'now']) }],
  ['oslo_utils.uuidutils', { generate_uuid: generateUuid }],
];
