/** The modules of SQLModel, and what of pydantic its models use. */
import type { Interpreter, Value } from '../../../python/eval/value.ts';
import { dictFromObject } from '../../../python/eval/containers.ts';
import { nativeFunction, nativeInstance, none, str } from '../../../python/eval/native.ts';
import { decoratorFactory, inertClass } from '../inert.ts';
import { engineNames, expressionNames, inspect, poolNames, schemaNames, typeNames } from '../modules/core.ts';
import type { ModuleNames } from '../modules/factory.ts';
import { field } from './field.ts';
import { relationshipClass, sqlmodelClass } from './model.ts';
import { awareDatetime, emailStr, naiveDatetime, sqlmodelTypes } from './types.ts';

const relationship = nativeFunction('Relationship', (call) =>
  nativeInstance(relationshipClass, null, call.site),
);
const col = nativeFunction('col', (call) => call.args[0] ?? none);
const session = inertClass('Session', 'sqlmodel.orm.session');

const names = (interpreter: Interpreter): Readonly<Record<string, Value>> => ({
  ...engineNames,
  ...poolNames,
  ...expressionNames,
  ...schemaNames,
  ...typeNames,
  ...sqlmodelTypes,
  inspect,
  col,
  Field: field,
  Relationship: relationship,
  SQLModel: sqlmodelClass(interpreter),
  Session: session,
  __version__: str('0.0.50'),
});

/** Decorators of pydantic's that leave functions as they are. */
const decorators = [
  'field_validator',
  'model_validator',
  'validator',
  'root_validator',
  'field_serializer',
  'model_serializer',
];

const computedField = nativeFunction('computed_field', (call) => {
  const [decorated] = call.args;
  return decorated ?? nativeFunction('computed_field', (inner) => inner.args[0] ?? none);
});

const configDict = nativeFunction('ConfigDict', (call) => dictFromObject(call.kwargs));

export const sqlmodelModules: readonly (readonly [string, ModuleNames])[] = [
  ['sqlmodel', names],
  ['sqlmodel.main', (interpreter) => ({ ...names(interpreter), SQLModelConfig: configDict })],
  ['sqlmodel.sql', {}],
  ['sqlmodel.sql.sqltypes', sqlmodelTypes],
  // It imports `types` of SQLAlchemy, by which generated revisions name them.
  ['sqlmodel.sql.sqltypes.types', typeNames],
  ['sqlmodel.sql.expression', { ...expressionNames, col }],
  ['sqlmodel.pool', poolNames],
  ['sqlmodel._compat', { SQLModelConfig: configDict }],
  [
    'sqlmodel.ext.asyncio.session',
    { AsyncSession: inertClass('AsyncSession', 'sqlmodel.ext.asyncio.session') },
  ],
  [
    'pydantic',
    {
      EmailStr: emailStr,
      NaiveDatetime: naiveDatetime,
      AwareDatetime: awareDatetime,
      ConfigDict: configDict,
      Field: field,
      computed_field: computedField,
      TypeAdapter: inertClass('TypeAdapter', 'pydantic.type_adapter'),
      ...Object.fromEntries(decorators.map((name) => [name, decoratorFactory(name)])),
    },
  ],
];
