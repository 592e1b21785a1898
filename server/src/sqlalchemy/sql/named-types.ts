/** Types that a database must be told of by a CREATE of their own. Mirrors `sqlalchemy.dialects.postgresql.named_types`. */
import type { AttachedType, MetaData } from './schema.ts';
import { enumOf } from './type-compiler.ts';
import type { DialectType, EnumType, TypeEngine } from './types.ts';
import type { Origin } from '../../util/text-range.ts';

/** One `CREATE TYPE` or `CREATE DOMAIN`. */
export interface NamedType {
  readonly type: EnumType | DialectType;
  readonly name: string | null;
  readonly schema: string | null;
  /** As AttachedType.order. */
  readonly order: number;
  readonly origin: Origin | null;
}

/** Whether some database may need a CREATE for the type. */
export function mayBeNamed(type: TypeEngine): boolean {
  if ([...(type.variants?.values() ?? [])].some(mayBeNamed)) return true;
  switch (type.kind) {
    case 'Enum':
      return true;
    case 'ARRAY':
      return mayBeNamed(type.item);
    case 'decorated':
      return mayBeNamed(type.impl);
    case 'dialect': {
      const item = arrayItem(type);
      return type.name === 'ENUM' || type.name === 'DOMAIN' || (item !== null && mayBeNamed(item));
    }
    default:
      return false;
  }
}

/** In the order in which `create_all` creates them, each name once. For a dialect that has named types. */
export function namedTypes(metadata: MetaData, dialectName: string): readonly NamedType[] {
  const found = new Map<string, NamedType>();
  for (const attached of metadata.attachedTypes ?? []) {
    const named = namedType(attached, dialectName);
    if (named === null) continue;
    const key = JSON.stringify([named.type.kind === 'Enum' ? 'enum' : 'domain', named.schema, named.name]);
    if (!found.has(key)) found.set(key, named);
  }
  return [...found.values()];
}

function namedType(attached: AttachedType, dialectName: string): NamedType | null {
  const { type: written, origin } = attached;
  const variant = written.variants?.get(dialectName);
  // A decorator with variants listens for the type behind it, which none of the variants is.
  if (written.variants !== undefined && (variant ?? written).kind === 'decorated') return null;
  const type = behind(variant ?? written);
  if (type === null || type.belongsToMetaData !== attached.isStandalone) return null;
  return { ...type, order: attached.order, origin };
}

interface Found {
  readonly type: EnumType | DialectType;
  readonly name: string | null;
  readonly schema: string | null;
  readonly belongsToMetaData: boolean;
}

/** The named type that a column's type is, decorates, or is an array of; null for none, or one that is not to be created. */
function behind(type: TypeEngine): Found | null {
  if (type.kind === 'decorated') return behind({ ...type.impl, variants: new Map() });
  if (type.kind === 'ARRAY') return ofItem(type.item);
  if (type.kind === 'Enum') {
    if (!type.nativeEnum) return null;
    const { name, schema, hasMetadata } = type;
    return { type, name, schema, belongsToMetaData: hasMetadata === true };
  }
  if (type.kind !== 'dialect') return null;
  const item = arrayItem(type);
  if (item !== null) return ofItem(item);
  if (type.dialect !== 'postgresql' || (type.name !== 'ENUM' && type.name !== 'DOMAIN')) return null;
  const { options } = type;
  if (options['create_type'] === false) return null;
  return {
    type: type.name === 'ENUM' ? enumOf(type) : type,
    name: typeof options['name'] === 'string' ? options['name'] : null,
    schema: typeof options['schema'] === 'string' ? options['schema'] : null,
    belongsToMetaData: options['metadata'] === true,
  };
}

/** An array passes only its direct item on. */
function ofItem(item: TypeEngine): Found | null {
  const isArray = item.kind === 'ARRAY' || (item.kind === 'dialect' && arrayItem(item) !== null);
  return isArray ? null : behind(item);
}

function arrayItem(type: DialectType): TypeEngine | null {
  const item = type.options['item_type'];
  return type.name === 'ARRAY' && typeof item === 'object' && item !== null && 'kind' in item ? item : null;
}

/**
 * The type as it is once a table has it: one with `inherit_schema` takes the table's schema, one with `metadata=` that
 * names no schema the MetaData's. Mirrors `SchemaType._set_table`.
 */
export function withOwnerSchema(
  type: TypeEngine,
  owner: { readonly table: string | null; readonly metadata: string | null },
): TypeEngine {
  const variants = type.variants;
  const owned = mayBeNamed(type) ? ownSchema(type, owner) : type;
  if (variants === undefined || ![...variants.values()].some(mayBeNamed)) return owned;
  return {
    ...owned,
    variants: new Map([...variants].map(([name, variant]) => [name, withOwnerSchema(variant, owner)])),
  };
}

function ownSchema(
  type: TypeEngine,
  owner: { readonly table: string | null; readonly metadata: string | null },
): TypeEngine {
  const decide = (inherits: boolean, hasMetaData: boolean, given: string | null): string | null => {
    if (inherits) return owner.table;
    return hasMetaData ? (given ?? owner.metadata) : given;
  };
  switch (type.kind) {
    case 'Enum':
      return { ...type, schema: decide(type.inheritSchema, type.hasMetadata === true, type.schema) };
    case 'ARRAY':
      return { ...type, item: withOwnerSchema(type.item, owner) };
    case 'decorated':
      return { ...type, impl: withOwnerSchema(type.impl, owner) };
    case 'dialect': {
      const item = arrayItem(type);
      if (item !== null) {
        return { ...type, options: { ...type.options, item_type: withOwnerSchema(item, owner) } };
      }
      const { inherit_schema: inherits, metadata, schema } = type.options;
      const given = typeof schema === 'string' ? schema : null;
      const decided = decide(inherits === true, metadata === true, given);
      return decided === given ? type : { ...type, options: { ...type.options, schema: decided } };
    }
    default:
      return type;
  }
}
