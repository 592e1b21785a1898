/** `mapped_column`, `relationship` and the other attributes of mapped classes. */
import type { ClassValue, NativeCall, NativeFunctionValue, Value } from '../../../python/eval/value.ts';
import {
  nativeClass,
  nativeFunction,
  nativeInstance,
  nativeMethod,
  none,
} from '../../../python/eval/native.ts';
import { ColumnBuilder } from '../../orm/builders.ts';
import { ColumnsProperty, CompositeProperty } from '../../orm/registry.ts';
import { raiseError } from '../modules/exceptions.ts';
import { cascades, RelationshipProperty, relationshipParameters } from '../../orm/relationship.ts';
import { decoratorFactory, inertClass, inertFunction, noOperation, plainDecorator } from '../inert.ts';
import { sessionClass, sessionmakerClass } from './session.ts';
import { columnInstance, insertSentinel, mappedColumnClass, readColumn } from '../schema/column.ts';
import { fromClauseFunction } from '../sql/select.ts';

const module = 'sqlalchemy.orm.interfaces';

/** An expression of mapped attributes: no part of a schema. */
const expressionOf = nativeMethod('operator', (call) =>
  call.interpreter.unknown('expressions of mapped attributes are not read', call.site),
);
const mapperPropertyClass = inertClass('MapperProperty', module, {
  members: Object.fromEntries(
    ['add', 'sub', 'mul', 'truediv', 'mod', 'and', 'or', 'radd', 'rsub', 'rmul', 'rtruediv']
      .concat('eq', 'ne', 'lt', 'le', 'gt', 'ge', 'neg', 'invert')
      .map((name) => [`__${name}__`, expressionOf]),
  ),
});
const relationshipClass = inertClass('Relationship', 'sqlalchemy.orm.relationships', {
  bases: [mapperPropertyClass],
});
const queryClass = inertClass('Query', 'sqlalchemy.orm.query');

/** `relationship(argument, secondary, **options)`. */
const relationship = nativeFunction('relationship', (call) => {
  for (const name of call.kwargs.keys())
    if (!relationshipParameters.has(name))
      call.interpreter.raise(
        'TypeError',
        `RelationshipProperty.__init__() got an unexpected keyword argument '${name}'`,
        call.site,
      );
  const options = new Map(call.kwargs);
  checkCascade(call);
  const [argument, secondary] = call.args;
  if (secondary !== undefined) options.set('secondary', secondary);
  const given = argument ?? options.get('argument') ?? null;
  const target = given?.kind === 'none' ? null : given;
  return nativeInstance(relationshipClass, new RelationshipProperty(target, options), call.site);
});

/** Upstream: `CascadeOptions.__new__`. */
function checkCascade({ interpreter, kwargs, site }: NativeCall): void {
  const given = kwargs.get('cascade');
  if (given?.kind !== 'str') return;
  const wrong = given.value
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '' && !cascades.has(each));
  if (wrong.length === 0) return;
  const names = [...new Set(wrong)].sort().map((each) => `'${each}'`);
  raiseError(interpreter, 'ArgumentError', `Invalid cascade option(s): ${names.join(', ')}`, site);
}

/** A property made of columns; those without a table yet are declared by it. */
function columnsProperty(name: string): NativeFunctionValue {
  return nativeFunction(name, (call) => {
    const columns = call.args.flatMap((value) =>
      value.kind === 'instance' && value.payload instanceof ColumnBuilder && value.payload.table === null
        ? [value.payload]
        : [],
    );
    return nativeInstance(mapperPropertyClass, new ColumnsProperty(columns), call.site);
  });
}

/** `composite(Class, *columns)`, or without the class where the annotation has it. */
function composite(call: NativeCall): Value {
  const [first, ...rest] = call.args;
  const composed = first?.kind === 'class' ? first : null;
  const given = composed !== null || first?.kind === 'function' ? rest : call.args;
  const attributes = given.map((value) =>
    value.kind === 'instance' && value.payload instanceof ColumnBuilder && value.payload.table === null
      ? value.payload
      : null,
  );
  return nativeInstance(mapperPropertyClass, new CompositeProperty(composed, attributes), call.site);
}

const names = {
  relationships: ['dynamic_loader', 'backref'],
  properties: ['synonym', 'query_expression', 'with_expression'],
  loaders: [
    'aliased',
    'with_polymorphic',
    'with_loader_criteria',
    'joinedload',
    'selectinload',
    'subqueryload',
    'lazyload',
    'contains_eager',
    'defer',
    'undefer',
    'load_only',
    'noload',
    'raiseload',
    'immediateload',
    'defaultload',
    'foreign',
    'remote',
    'class_mapper',
    'object_session',
    'object_mapper',
  ],
  fromClauses: ['join', 'outerjoin', 'polymorphic_union'],
  classes: [
    'Mapper',
    'InstrumentedAttribute',
    'QueryableAttribute',
    'RelationshipProperty',
    'ColumnProperty',
    'Synonym',
    'AttributeEvents',
    'InstanceEvents',
    'MapperEvents',
    'SessionEvents',
    'Load',
    'Bundle',
    'ORMExecuteState',
    'InstanceState',
    'PropComparator',
    'SessionTransaction',
    'SessionTransactionOrigin',
    'Composite',
    'scoped_session',
    'MappedSQLExpression',
    'CompositeProperty',
    'SynonymProperty',
    'WriteOnlyCollection',
    'AppenderQuery',
    'KeyFuncDict',
    'MappedCollection',
    'UserDefinedOption',
    'ORMDescriptor',
    'SQLORMExpression',
  ],
  functions: [
    'configure_mappers',
    'clear_mappers',
    'close_all_sessions',
    'make_transient',
    'make_transient_to_detached',
  ],
  collections: [
    'attribute_keyed_dict',
    'attribute_mapped_collection',
    'column_keyed_dict',
    'column_mapped_collection',
    'keyfunc_mapping',
    'mapped_collection',
  ],
};

function each(list: readonly string[], make: (name: string) => Value): Record<string, Value> {
  return Object.fromEntries(list.map((name) => [name, make(name)]));
}

/** By name, as `sqlalchemy.orm` exports them. */
export const attributeNames: Readonly<Record<string, Value>> = {
  mapped_column: nativeFunction('mapped_column', (call) => columnInstance(readColumn(call, true))),
  orm_insert_sentinel: nativeFunction('orm_insert_sentinel', (call) => insertSentinel(call, true)),
  MappedColumn: mappedColumnClass,
  MapperProperty: mapperPropertyClass,
  Relationship: relationshipClass,
  Session: sessionClass,
  Query: queryClass,
  sessionmaker: sessionmakerClass,
  column_property: columnsProperty('column_property'),
  deferred: columnsProperty('deferred'),
  composite: nativeFunction('composite', composite),
  validates: decoratorFactory('validates'),
  synonym_for: decoratorFactory('synonym_for'),
  reconstructor: plainDecorator('reconstructor'),
  mapper: noOperation('mapper'),
  relationship,
  ...each(names.relationships, (name) => inertFunction(name, relationshipClass)),
  ...each(names.properties, (name) => inertFunction(name, mapperPropertyClass)),
  ...each(names.loaders, (name) => inertFunction(name, mapperPropertyClass)),
  ...each(names.fromClauses, fromClauseFunction),
  ...each(names.classes, (name) => inertClass(name, 'sqlalchemy.orm')),
  ...each(names.functions, noOperation),
  ...each(names.collections, (name) => inertFunction(name, mapperPropertyClass)),
};

/** `hybrid_property` and `hybrid_method`: Python behaviour without a column. */
function hybridClass(name: string): ClassValue {
  return nativeClass({
    name,
    module: 'sqlalchemy.ext.hybrid',
    hooks: {
      instantiate: (cls, call) => nativeInstance(cls, null, call.site),
      getAttribute: (self, attribute) => {
        if (attribute === 'inplace') return self;
        if (attribute.startsWith('__')) return undefined;
        return nativeFunction(attribute, () => self);
      },
    },
  });
}
export const hybridNames: Readonly<Record<string, Value>> = {
  hybrid_property: hybridClass('hybrid_property'),
  hybrid_method: hybridClass('hybrid_method'),
  Comparator: inertClass('Comparator', 'sqlalchemy.ext.hybrid'),
  HybridExtensionType: none,
};
