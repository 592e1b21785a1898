/** The inspector's answers about what is no table: sequences, enums, domains, views. */
import { dictFromObject } from '../../python/eval/containers.ts';
import { bool, list, none, str } from '../../python/eval/native.ts';
import type { NativeCall, Value } from '../../python/eval/value.ts';
import type { Arguments } from '../../sqlalchemy/bindings/arguments.ts';
import { sqlalchemyException } from '../../sqlalchemy/bindings/modules/exceptions.ts';
import type { ReflectedFields } from '../../sqlalchemy/engine/dialect.ts';
import type { DomainObject, EnumObject } from '../../sqlalchemy/engine/schema-objects.ts';
import type { LiveDatabase } from './live-database.ts';

type Answer = (database: LiveDatabase, given: Arguments, call: NativeCall) => Value;

/** Name, parameters, answer. */
export const objectMethods: readonly (readonly [string, readonly string[], Answer])[] = [
  [
    'get_sequence_names',
    ['schema'],
    where('sequences', 'NotImplementedError', (database, given) =>
      list(sequenceNames(database, given).map(str)),
    ),
  ],
  [
    'has_sequence',
    ['sequence_name', 'schema'],
    where('sequences', 'NotImplementedError', (database, given) =>
      bool(sequenceNames(database, given).includes(given.string('sequence_name') ?? '')),
    ),
  ],
  [
    'get_materialized_view_names',
    ['schema'],
    where('enums', 'NotImplementedError', (database, given) => {
      const { views } = database.objects(given.string('schema') ?? null);
      return list(views.filter(({ isMaterialized }) => isMaterialized).map(({ name }) => str(name)));
    }),
  ],
  [
    'get_enums',
    ['schema'],
    where('enums', 'AttributeError', (database, given) =>
      list(schemasOf(database, given).flatMap((schema) => database.objects(schema).enums.map(enumDict))),
    ),
  ],
  [
    'get_domains',
    ['schema'],
    where('enums', 'AttributeError', (database, given) =>
      list(schemasOf(database, given).flatMap((schema) => database.objects(schema).domains.map(domainDict))),
    ),
  ],
  ['get_view_definition', ['view_name', 'schema'], viewDefinition],
];

/** Elsewhere upstream raises this. */
function where(
  field: 'sequences' | 'enums',
  otherwise: 'NotImplementedError' | 'AttributeError',
  answer: Answer,
): Answer {
  return (database, given, call) => {
    const reports: ReflectedFields = database.reports;
    return reports[field] ? answer(database, given, call) : call.interpreter.raise(otherwise, '', call.site);
  };
}

function sequenceNames(database: LiveDatabase, given: Arguments): readonly string[] {
  return database.objects(given.string('schema') ?? null).sequences.map(({ name }) => name);
}

/** `*` stands for all. */
function schemasOf(database: LiveDatabase, given: Arguments): readonly (string | null)[] {
  const schema = given.string('schema') ?? null;
  return schema === '*' ? database.names('schema', null) : [schema];
}

function enumDict({ name, schema, isVisible, labels }: EnumObject): Value {
  return dictFromObject([
    ['name', str(name)],
    ['schema', str(schema)],
    ['visible', bool(isVisible)],
    ['labels', list(labels.map(str))],
  ]);
}

function domainDict(domain: DomainObject): Value {
  const textOr = (text: string | null): Value => (text === null ? none : str(text));
  const constraints = domain.constraints.map(({ name, check }) =>
    dictFromObject([
      ['name', str(name)],
      ['check', str(check)],
    ]),
  );
  return dictFromObject([
    ['name', str(domain.name)],
    ['schema', str(domain.schema)],
    ['visible', bool(domain.isVisible)],
    ['type', str(domain.type)],
    ['nullable', bool(domain.nullable)],
    ['default', textOr(domain.default)],
    ['constraints', list(constraints)],
    ['collation', textOr(domain.collation)],
  ]);
}

function viewDefinition(database: LiveDatabase, given: Arguments, { interpreter, site }: NativeCall): Value {
  const wanted = given.string('view_name') ?? '';
  const view = database.objects(given.string('schema') ?? null).views.find(({ name }) => name === wanted);
  if (view !== undefined) return str(view.definition);
  return interpreter.raiseInstance(sqlalchemyException(interpreter, 'NoSuchTableError', wanted, site), site);
}
