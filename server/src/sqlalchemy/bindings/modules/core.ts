/** Names of `sqlalchemy` and its Core modules. */
import type { ClassValue, Value } from '../../../python/eval/value.ts';
import {
  nativeClass,
  nativeFunction,
  nativeInstance,
  nativeMethod,
  none,
} from '../../../python/eval/native.ts';
import { stringOf } from '../arguments.ts';
import { engineFacts } from '../engine-facts.ts';
import { connectMethod, engineFactory, engineFromConfig, engineUrlOf } from '../engine-url.ts';
import { connectionMembers, engineListeners, engineOptions, noteRead } from '../engine-effects.ts';
import { inertClass, inertFunction, noOperation } from '../inert.ts';
import { mapperOf } from '../orm/mapper.ts';
import { Conv, isBind } from '../payloads.ts';
import { refuseQuotesOf } from '../quoting.ts';
import { makeUrlFunction, urlClass } from '../url.ts';
import {
  columnClass,
  columnDefaultClass,
  computedClass,
  defaultClauseClass,
  fetchedValueClass,
  identityClass,
  insertSentinel,
} from '../schema/column.ts';
import {
  checkConstraintClass,
  constraintClass,
  excludeConstraintClass,
  foreignKeyClass,
  foreignKeyConstraintClass,
  indexClass,
  primaryKeyConstraintClass,
  schemaItemClass,
  uniqueConstraintClass,
} from '../schema/constraints.ts';
import { createSchema, dropSchema } from '../schema/ddl-elements.ts';
import { column, table } from '../schema/lightweight.ts';
import { ddlClass } from '../schema/ddl.ts';
import { sequenceClass } from '../schema/sequence.ts';
import { metaDataClass, tableClass } from '../schema/table.ts';
import { clauseElementClass, columnElementClass, textClauseClass } from '../sql/elements.ts';
import { functionElementClass, genericFunctionClass } from '../sql/function-elements.ts';
import { expressionFunctions } from '../sql/functions.ts';
import { selectClass } from '../sql/select.ts';
import { dmlClass, statementFunctions } from '../sql/statements.ts';
import { sqltypes } from '../types/sqltypes.ts';
import { dialectClass } from '../types/dialect-classes.ts';

const convClass: ClassValue = nativeClass({ name: 'conv', module: 'sqlalchemy.sql.elements' });
const quotedNameClass: ClassValue = nativeClass({ name: 'quoted_name', module: 'sqlalchemy.sql.elements' });

/** `conv("name")`, also what `op.f("name")` gives. */
export const conv = nativeFunction('conv', (call) => {
  const value = call.args[0] ?? none;
  const text = stringOf(value);
  return typeof text === 'string' ? nativeInstance(convClass, new Conv(text, true), call.site) : value;
});
const quotedName = nativeFunction('quoted_name', (call) => {
  const value = call.args[0] ?? none;
  const text = stringOf(value);
  const flag = call.args[1] ?? call.kwargs.get('quote');
  if (typeof text === 'string' && flag?.kind === 'bool')
    refuseQuotesOf(call.interpreter, text, flag.value, 'quoted_name() with quote=', call.site);
  if (typeof text !== 'string') return value;
  const isQuoted = flag?.kind === 'bool' && flag.value;
  return nativeInstance(quotedNameClass, new Conv(text, false, isQuoted), call.site);
});

const nowhere = { file: '', range: { start: 0, end: 0 } };
const schemaConstClass = inertClass('SchemaConst', 'sqlalchemy.sql.schema');
for (const name of ['RETAIN_SCHEMA', 'BLANK_SCHEMA', 'NULL_UNSPECIFIED'])
  schemaConstClass.namespace.set(name, nativeInstance(schemaConstClass, null, nowhere));

export const schemaNames: Readonly<Record<string, Value>> = {
  quoted_name: quotedName,
  Column: columnClass,
  insert_sentinel: nativeFunction('insert_sentinel', (call) => insertSentinel(call, false)),
  Table: tableClass,
  MetaData: metaDataClass,
  ForeignKey: foreignKeyClass,
  Constraint: constraintClass,
  PrimaryKeyConstraint: primaryKeyConstraintClass,
  UniqueConstraint: uniqueConstraintClass,
  CheckConstraint: checkConstraintClass,
  ForeignKeyConstraint: foreignKeyConstraintClass,
  Index: indexClass,
  Sequence: sequenceClass,
  Identity: identityClass,
  Computed: computedClass,
  FetchedValue: fetchedValueClass,
  DefaultClause: defaultClauseClass,
  ColumnDefault: columnDefaultClass,
  SchemaItem: schemaItemClass,
  DDL: ddlClass,
  CreateSchema: createSchema,
  DropSchema: dropSchema,
  conv,
  SchemaConst: schemaConstClass,
  BLANK_SCHEMA: schemaConstClass.namespace.get('BLANK_SCHEMA') ?? none,
  RETAIN_SCHEMA: schemaConstClass.namespace.get('RETAIN_SCHEMA') ?? none,
  NULL_UNSPECIFIED: schemaConstClass.namespace.get('NULL_UNSPECIFIED') ?? none,
};

export const expressionNames: Readonly<Record<string, Value>> = {
  ...expressionFunctions,
  ...statementFunctions,
  table,
  column,
  quoted_name: quotedName,
  ClauseElement: clauseElementClass,
  ColumnElement: columnElementClass,
  TextClause: textClauseClass,
  FunctionElement: functionElementClass,
  GenericFunction: genericFunctionClass,
  Select: selectClass,
  Insert: dmlClass,
  Update: dmlClass,
  Delete: dmlClass,
};

export const excludeConstraint = excludeConstraintClass;

const connectionClass = inertClass('Connection', 'sqlalchemy.engine.base', {
  members: {
    ...connectionMembers,
    ...engineFacts,
    ...engineOptions,
    ...Object.fromEntries(['prepare', 'detach'].map((name) => [name, noOperation(name)])),
  },
});
/** Connects to nothing: `with engine.connect() as connection:` runs its block. */
export const engineClass = inertClass('Engine', 'sqlalchemy.engine.base', {
  members: {
    connect: connectMethod('connect', connectionClass),
    begin: connectMethod('begin', connectionClass),
    raw_connection: nativeMethod('raw_connection', (call) => noteRead(call, "the driver's connection")),
    dispose: noOperation('dispose'),
    ...engineFacts,
    ...engineOptions,
  },
});
/** `Inspector.from_engine(bind)`, the older spelling of `inspect(bind)`. */
const inspectorClass = inertClass('Inspector', 'sqlalchemy.engine.reflection', {
  members: {
    from_engine: {
      kind: 'staticmethod',
      function: nativeFunction('from_engine', (call) => inspect.call(call)),
    },
  },
});

export const engineNames: Readonly<Record<string, Value>> = {
  create_engine: engineFactory('create_engine', engineClass),
  engine_from_config: engineFromConfig('engine_from_config', engineClass),
  create_mock_engine: inertFunction('create_mock_engine', engineClass),
  make_url: makeUrlFunction,
  URL: urlClass,
  Engine: engineClass,
  Connection: connectionClass,
  Dialect: dialectClass,
  Inspector: inspectorClass,
  ...Object.fromEntries(
    ['Row', 'RowMapping', 'Result', 'CursorResult', 'ScalarResult', 'Transaction', 'default'].map((name) => [
      name,
      inertClass(name, 'sqlalchemy.engine'),
    ]),
  ),
};

export const poolNames: Readonly<Record<string, Value>> = Object.fromEntries(
  [
    'NullPool',
    'QueuePool',
    'StaticPool',
    'SingletonThreadPool',
    'AssertionPool',
    'Pool',
    'AsyncAdaptedQueuePool',
  ].map((name) => [name, inertClass(name, 'sqlalchemy.pool')]),
);

export const eventNames: Readonly<Record<string, Value>> = {
  ...engineListeners,
  remove: noOperation('remove'),
  contains: nativeFunction('contains', () => ({ kind: 'bool', value: false })),
};

/** `inspect(engine)`: what it tells is in the database. */
export const inspect = nativeFunction('inspect', (call) => {
  const subject = call.args[0];
  if (subject?.kind === 'instance' && isBind(subject.payload)) return subject.payload.inspector(call);
  if (engineUrlOf(subject) !== null) return noteRead(call, 'inspect()', subject);
  const mapper = subject?.kind === 'class' ? mapperOf(subject, call.site) : null;
  return (
    mapper ??
    call.interpreter.unknown(
      subject?.kind === 'class'
        ? 'what inspect() tells of this class is not read yet'
        : '`inspect()` reads the schema of the database, which Retort does not evaluate yet',
      call.site,
    )
  );
});

export const typeNames: Readonly<Record<string, Value>> = sqltypes;
