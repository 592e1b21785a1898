/** What `relationship(...)` keeps: nothing of it is part of a schema, but its defects are told. */
import type { Value } from '../../python/eval/value.ts';

export class RelationshipProperty {
  /** A class, its name, or a function that gives it; null where the annotation says it. */
  readonly argument: Value | null;
  readonly options: ReadonlyMap<string, Value>;

  constructor(argument: Value | null, options: ReadonlyMap<string, Value>) {
    this.argument = argument;
    this.options = options;
  }

  isGiven(name: string): boolean {
    return (this.options.get(name)?.kind ?? 'none') !== 'none';
  }

  /** A string option; null where it is absent or anything else. */
  text(name: string): string | null {
    const value = this.options.get(name);
    return value?.kind === 'str' ? value.value : null;
  }
}

/** The parameters of `relationship()`, those for dataclasses among them. */
export const relationshipParameters: ReadonlySet<string> = new Set([
  'argument',
  'secondary',
  'uselist',
  'collection_class',
  'primaryjoin',
  'secondaryjoin',
  'back_populates',
  'order_by',
  'backref',
  'overlaps',
  'post_update',
  'cascade',
  'viewonly',
  'init',
  'repr',
  'default',
  'default_factory',
  'compare',
  'kw_only',
  'hash',
  'dataclass_metadata',
  'lazy',
  'passive_deletes',
  'passive_updates',
  'active_history',
  'enable_typechecks',
  'foreign_keys',
  'remote_side',
  'join_depth',
  'comparator_factory',
  'single_parent',
  'innerjoin',
  'distinct_target_key',
  'load_on_pending',
  'query_class',
  'info',
  'omit_join',
  'sync_backref',
  'doc',
  'bake_queries',
  'cascade_backrefs',
]);

/** What `lazy=` may be, besides True, False and None. Upstream: the strategies of `sqlalchemy.orm.strategies`. */
export const lazyStrategies: ReadonlySet<string> = new Set([
  'select',
  'joined',
  'subquery',
  'selectin',
  'immediate',
  'noload',
  'raise',
  'raise_on_sql',
  'dynamic',
  'write_only',
  'joined_inner',
]);

/** What `cascade=` may name. Upstream: `CascadeOptions`. */
export const cascades: ReadonlySet<string> = new Set([
  'all',
  'none',
  'save-update',
  'merge',
  'expunge',
  'delete',
  'delete-orphan',
  'refresh-expire',
]);
