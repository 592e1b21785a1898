/** `db.Model`: generated table names and a MetaData for each bind. Mirrors `flask_sqlalchemy.model`. */
import type { ClassValue, Value } from '../../../python/eval/value.ts';
import { nativeClass, nativeInstance, str } from '../../../python/eval/native.ts';
import type { Problem } from '../../../util/problem.ts';
import type { Origin } from '../../../util/text-range.ts';
import type { MetaDataBuilder } from '../../orm/builders.ts';
import { ConstraintBuilder } from '../../orm/builders.ts';
import { mappingOf } from '../../orm/class-scan.ts';
import type { TableDecision } from '../../orm/registry.ts';
import { DeclaredAttr, RegistryPayload, tableDecisionKey } from '../../orm/registry.ts';
import { tableKey } from '../../sql/schema.ts';
import { stringOf } from '../arguments.ts';
import { inertClass } from '../inert.ts';
import type { ClassCall } from '../orm/declarative.ts';
import { declarativeHooks, isDeclarativeBase, mapSubclass, registryClass } from '../orm/declarative.ts';
import { metaDataInstance } from '../schema/table.ts';

export const queryClass = inertClass('Query', 'flask_sqlalchemy.query');

/** `flask_sqlalchemy.model.Model`: what a project subclasses for its `model_class`. */
export const modelClass: ClassValue = nativeClass({
  name: 'Model',
  module: 'flask_sqlalchemy.model',
  members: { query_class: queryClass },
});

/** What the classes below `db.Model` need of the extension object. */
export interface ModelExtension {
  /** Upstream: `_make_metadata`. */
  metadataOf(bindKey: string | null): MetaDataBuilder;
  readonly namesTables: boolean;
}

/** Makes `db.Model` from the `model_class`. Upstream: `SQLAlchemy._make_declarative_base`. */
export function makeModel(
  given: ClassValue,
  extension: ModelExtension,
  defaultMetadata: () => MetaDataBuilder,
  report: (problem: Problem) => void,
  site: Origin,
): ClassValue {
  if (isDeclarativeBase(given)) {
    if (given.namespace.has('type_annotation_map')) {
      report({
        code: 'invalid-mapping',
        severity: 'error',
        message:
          "Declarative base class has both a 'registry' attribute and a type_annotation_map entry.  Per-base type_annotation_maps are not supported.  Please apply the type_annotation_map to this registry directly.",
        origin: given.memberOrigins.get('type_annotation_map') ?? site,
      });
    }
    return fromDeclarativeBase(given, extension);
  }
  // A base that `declarative_base()` made is taken as it is.
  if (given.hooks?.subclassCreated !== undefined) return given;
  const metadata = defaultMetadata();
  const model = nativeClass({
    name: 'Model',
    module: 'flask_sqlalchemy.model',
    bases: [given],
    members: {
      metadata: metaDataInstance(metadata),
      registry: nativeInstance(registryClass, new RegistryPayload(metadata), site),
    },
    hooks: {
      ...declarativeHooks,
      subclassCreated: (cls, call) => {
        chooseMetadata(cls, extension, true, call);
        if (extension.namesTables) nameTable(cls, model, call);
        mapSubclass(cls, call);
      },
    },
  });
  if (extension.namesTables) model.native.set(tableDecisionKey, getsTable);
  return model;
}

/** A `DeclarativeBase` of the project, made again with the mixins of the extension below it. */
function fromDeclarativeBase(given: ClassValue, extension: ModelExtension): ClassValue {
  const model = nativeClass({
    name: 'FlaskSQLAlchemyBase',
    module: given.module,
    bases: [modelClass, ...given.bases.filter((base) => base.kind === 'class')],
    members: Object.fromEntries(given.namespace),
    hooks: {
      ...given.hooks,
      subclassCreated: (cls, call) => {
        chooseMetadata(cls, extension, false, call);
        if (extension.namesTables) nameTable(cls, model, call);
        mapSubclass(cls, call);
      },
    },
  });
  for (const [name, annotation] of given.annotations) model.annotations.set(name, annotation);
  if (extension.namesTables) model.native.set(tableDecisionKey, getsTable);
  return model;
}

/** The MetaData of the class's bind. Upstream: `BindMetaMixin` (`always`) and `BindMixin`. */
function chooseMetadata(
  cls: ClassValue,
  extension: ModelExtension,
  always: boolean,
  { interpreter, site }: ClassCall,
): void {
  if (cls.namespace.has('metadata') || cls.namespace.has('__table__')) return;
  const value = interpreter.findAttribute(cls, '__bind_key__', site);
  if (value === undefined && !always) return;
  const key = value === undefined ? null : stringOf(value);
  if (key === undefined) {
    const reason = value?.kind === 'unknown' ? value.reason : 'it is not a string';
    interpreter.report({
      code: 'unknown-value',
      severity: 'error',
      message: `the __bind_key__ of '${cls.name}' cannot be known: ${reason}`,
      origin: cls.memberOrigins.get('__bind_key__') ?? cls.nameOrigin ?? site,
    });
    return;
  }
  const metadata = metaDataInstance(extension.metadataOf(key));
  if (interpreter.findAttribute(cls, 'metadata', site) !== metadata) cls.namespace.set('metadata', metadata);
}

/** Upstream: `NameMixin.__init_subclass__`. */
function nameTable(cls: ClassValue, model: ClassValue, call: ClassCall): void {
  if (shouldSetTablename(cls, model, call))
    cls.namespace.set('__tablename__', str(camelToSnakeCase(cls.name)));
}

/** A name of a mixin or an abstract class counts, one of a model above does not. Upstream: `should_set_tablename`. */
function shouldSetTablename(cls: ClassValue, model: ClassValue, { interpreter, site }: ClassCall): boolean {
  const isAbstract = (of: ClassValue): boolean => {
    const value = of.namespace.get('__abstract__');
    return value !== undefined && interpreter.isTrue(value, site) === true;
  };
  if (isAbstract(cls)) return false;
  for (const base of cls.mro) {
    const name = base.namespace.get('__tablename__');
    if (name === undefined) continue;
    if (name.kind === 'instance' && name.payload instanceof DeclaredAttr) return false;
    return base !== cls && !isAbstract(base) && base.mro.includes(model);
  }
  return true;
}

/** Upstream: `camel_to_snake_case`. */
export function camelToSnakeCase(name: string): string {
  return name
    .replace(/(?<=[a-z0-9])[A-Z]|(?!^)[A-Z](?=[a-z])/g, '_$&')
    .toLowerCase()
    .replace(/^_+/, '');
}

/** Without a primary key of its own, a class below a mapped one shares that one's table. Upstream: `__table_cls__`. */
const getsTable: TableDecision = (cls, { name, schema, metadata, columns, args }) => {
  if (metadata.tables.has(tableKey(name, schema))) return true;
  if (columns.some((column) => column.primaryKey) || args.some(isPrimaryKey)) return true;
  return !cls.mro
    .slice(1)
    .some((base) => base.namespace.has('__table__') || (mappingOf(base)?.table ?? null) !== null);
};

function isPrimaryKey(value: Value): boolean {
  return (
    value.kind === 'instance' &&
    value.payload instanceof ConstraintBuilder &&
    value.payload.data.kind === 'primary_key'
  );
}
