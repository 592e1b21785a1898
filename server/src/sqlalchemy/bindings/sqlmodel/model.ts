/** `SQLModel`: a class with `table=True` is mapped from its fields. Mirrors `sqlmodel.main.SQLModelMetaclass`. */
import type { Annotation, ClassValue, Interpreter, Value } from '../../../python/eval/value.ts';
import { PythonException } from '../../../python/eval/errors.ts';
import { aliasedType } from '../../../python/eval/type-alias.ts';
import { dictGetText } from '../../../python/eval/containers.ts';
import { bool, nativeClass, nativeFunction, nativeInstance, str } from '../../../python/eval/native.ts';
import type { Origin } from '../../../util/text-range.ts';
import { DeclaredAttr, RegistryPayload } from '../../orm/registry.ts';
import { inertClass } from '../inert.ts';
import type { ClassCall } from '../orm/declarative.ts';
import { declaredAttrClass, mapSubclass, registryClass } from '../orm/declarative.ts';
import { metaDataInstance, newMetaData } from '../schema/table.ts';
import type { ModelField } from './field.ts';
import { columnOf, joinedInfo } from './field.ts';

const nowhere: Origin = { file: '', range: { start: 0, end: 0 } };
const fieldsKey = Symbol('model fields');
const tableKey = Symbol('table model');

export const relationshipClass = inertClass('RelationshipInfo', 'sqlmodel.main');

const models = new WeakMap<Interpreter, ClassValue>();

/** The interpreter's `SQLModel`, whose MetaData is its own. */
export function sqlmodelClass(interpreter: Interpreter): ClassValue {
  let model = models.get(interpreter);
  if (model === undefined) {
    model = makeModel(interpreter);
    models.set(interpreter, model);
  }
  return model;
}

function makeModel(interpreter: Interpreter): ClassValue {
  const metadata = newMetaData(interpreter, null, nowhere);
  const tableName = nativeFunction('__tablename__', (call) => {
    const cls = call.args[0];
    return str(cls?.kind === 'class' ? cls.name.toLowerCase() : '');
  });
  return nativeClass({
    name: 'SQLModel',
    module: 'sqlmodel.main',
    members: {
      __allow_unmapped__: bool(true),
      metadata: metaDataInstance(metadata),
      registry: nativeInstance(registryClass, new RegistryPayload(metadata), nowhere),
      __tablename__: nativeInstance(declaredAttrClass, new DeclaredAttr(tableName, false), nowhere),
    },
    hooks: {
      instantiate: (cls, call) => {
        const self = nativeInstance(cls, null, call.site);
        for (const [name, value] of call.kwargs) self.attributes.set(name, value);
        return self;
      },
      subclassCreated: (cls, call) => {
        createModel(cls, call);
      },
    },
  });
}

function createModel(cls: ClassValue, call: ClassCall): void {
  const fields = collectFields(cls, call);
  cls.native.set(fieldsKey, fields);
  const relationships = [...cls.namespace].filter(
    ([, value]) => value.kind === 'instance' && value.cls === relationshipClass,
  );
  for (const name of [...fields.keys(), ...relationships.map(([name]) => name)]) cls.namespace.delete(name);
  const registry = cls.keywords.get('registry');
  if (registry?.kind === 'instance' && registry.payload instanceof RegistryPayload) {
    cls.namespace.set('registry', registry);
    cls.namespace.set('metadata', metaDataInstance(registry.payload.metadata));
  }
  if (!isTable(cls, call)) return;
  cls.native.set(tableKey, true);
  // A model below one with a table shares it; upstream does not map it again.
  if (
    cls.bases.some(
      (base) => base.kind === 'class' && base.mro.some((ancestor) => ancestor.native.has(tableKey)),
    )
  )
    return;
  // The order of names decides that of columns: fields as pydantic has them, relationships behind.
  for (const field of fields.values()) cls.namespace.set(field.name, columnOf(call.interpreter, field));
  for (const [name, value] of relationships) cls.namespace.set(name, value);
  const annotations = [...cls.annotations];
  const isRelationship = ([name]: readonly [string, Annotation]): boolean =>
    relationships.some(([other]) => other === name);
  cls.annotations.clear();
  for (const [name, annotation] of annotations.filter(isRelationship)) cls.annotations.set(name, annotation);
  for (const [name, annotation] of annotations) cls.annotations.set(name, annotation);
  for (const field of fields.values())
    if (!cls.memberOrigins.has(field.name)) cls.memberOrigins.set(field.name, field.origin);
  mapSubclass(cls, call);
}

function isTable(cls: ClassValue, { interpreter, site }: ClassCall): boolean {
  const keyword = cls.keywords.get('table');
  if (keyword !== undefined) return interpreter.isTrue(keyword, site) === true;
  const config = cls.namespace.get('model_config');
  const table = config?.kind === 'dict' ? dictGetText(config, 'table') : undefined;
  return table !== undefined && interpreter.isTrue(table, site) === true;
}

/** Fields by name: those of the farthest base first, an overridden one in its old place. Mirrors pydantic's `collect_model_fields`. */
function collectFields(cls: ClassValue, call: ClassCall): ReadonlyMap<string, ModelField> {
  const fields = new Map<string, ModelField>();
  for (const base of cls.mro.slice(1).reverse()) {
    const inherited = base.native.get(fieldsKey) as ReadonlyMap<string, ModelField> | undefined;
    // A model's fields hold those of its bases, too; only its own may replace what is there.
    for (const [name, field] of inherited ?? []) if (base.annotations.has(name)) fields.set(name, field);
  }
  for (const [name, annotation] of cls.annotations) {
    const value = cls.namespace.get(name);
    if (name.startsWith('_') || name === 'model_config') continue;
    if (value?.kind === 'instance' && value.cls === relationshipClass) continue;
    const type = annotationType(call.interpreter, annotation);
    if (isClassVar(type)) continue;
    const origin = cls.memberOrigins.get(name) ?? annotation.origin;
    fields.set(name, { name, type, info: joinedInfo(type, value), origin });
  }
  return fields;
}

function isClassVar(type: Value): boolean {
  const form = type.kind === 'generic-alias' ? type.origin : type;
  return 'name' in form && form.name === 'ClassVar';
}

function annotationType(interpreter: Interpreter, annotation: Annotation): Value {
  try {
    const value = interpreter.evaluateAnnotation(annotation);
    const type = value.kind === 'str' ? interpreter.evaluateStringAnnotation(value.value, annotation) : value;
    return aliasedType(type) ?? type;
  } catch (error) {
    if (!(error instanceof PythonException)) throw error;
    return interpreter.unknown(interpreter.str(error.instance, error.site), annotation.origin);
  }
}
