/** The callables that env.py hands to `context.configure()`, evaluated when a comparison asks them. */
import { dictFromEntries } from '../python/eval/containers.ts';
import { bool, nativeClass, nativeInstance, none, str } from '../python/eval/native.ts';
import type { InstanceValue, Interpreter, Value } from '../python/eval/value.ts';
import { dialectValue, SchemaViews } from '../sqlalchemy/bindings/index.ts';
import type { Origin } from '../util/text-range.ts';
import type {
  AutogenFilters,
  FilterAnswer,
  FilteredObject,
  FilterType,
} from '../alembic/autogenerate/index.ts';

/** Remembers why code could not be followed; the interpreter's `onUnknownControlFlow` tells it. */
export class FlowMonitor {
  private reason: string | null = null;

  note(reason: string): void {
    this.reason ??= reason;
  }

  /** The first reason since the last call. */
  take(): string | null {
    const { reason } = this;
    this.reason = null;
    return reason;
  }
}

export interface FilterSource {
  readonly interpreter: Interpreter;
  readonly monitor: FlowMonitor;
  /** Arguments of `context.configure()`. */
  readonly configure: ReadonlyMap<string, Value>;
  /** `target_metadata` as evaluated. */
  readonly models: readonly Value[];
  readonly dialectName: () => string;
  /** Where env.py calls `context.configure()`. */
  readonly site: Origin;
}

/** Null when env.py gives no callable that a comparison asks. */
export function environmentFilters(source: FilterSource): AutogenFilters | null {
  const names = ['include_name', 'include_object', 'compare_type', 'compare_server_default'];
  return names.some((name) => callable(source, name) !== null) ? new EvaluatedFilters(source) : null;
}

function callable({ configure }: FilterSource, name: string): Value | null {
  const value = configure.get(name);
  return value === undefined || value.kind === 'none' || value.kind === 'bool' ? null : value;
}

const contextClass = nativeClass({
  name: 'MigrationContext',
  module: 'alembic.runtime.migration',
  hooks: {
    getAttribute: (_self, name, call) =>
      name.startsWith('__')
        ? undefined
        : call.interpreter.unknown(`\`context.${name}\` is known only when Alembic runs`, call.site),
  },
});

class EvaluatedFilters implements AutogenFilters {
  private readonly source: FilterSource;
  private readonly views: SchemaViews;
  private readonly context: InstanceValue;

  constructor(source: FilterSource) {
    this.source = source;
    this.views = new SchemaViews(source.models);
    this.context = nativeInstance(contextClass, null, source.site);
  }

  includeName(
    name: string | null,
    type: FilterType,
    parents: { readonly schema?: string | null; readonly table?: string },
  ): FilterAnswer {
    const fn = callable(this.source, 'include_name');
    if (fn === null) return true;
    const { schema, table } = parents;
    const entries: [Value, Value][] = [];
    if (schema !== undefined) {
      entries.push([str('schema_name'), optional(schema)]);
      if (type !== 'table' && table !== undefined) entries.push([str('table_name'), str(table)]);
      const tableName = type === 'table' ? name : table;
      if (tableName !== null && tableName !== undefined) {
        const qualified = schema === null ? tableName : `${schema}.${tableName}`;
        entries.push([str('schema_qualified_table_name'), str(qualified)]);
      }
    }
    const answer = this.ask('include_name', fn, [optional(name), str(type), dictFromEntries(entries)]);
    return answer ?? false;
  }

  includeObject(
    object: FilteredObject,
    name: string | null,
    type: FilterType,
    reflected: boolean,
    compareTo: FilteredObject | null,
  ): FilterAnswer {
    const fn = callable(this.source, 'include_object');
    if (fn === null) return true;
    const other = compareTo === null ? none : this.view(compareTo);
    const args = [this.view(object), optional(name), str(type), bool(reflected), other];
    return this.ask('include_object', fn, args) ?? false;
  }

  compareType(current: FilteredObject, target: FilteredObject): FilterAnswer | null {
    const fn = callable(this.source, 'compare_type');
    if (fn === null) return null;
    const columns = [this.view(current), this.view(target)];
    const types = columns.map((column) => this.attribute(column, 'type'));
    return this.ask('compare_type', fn, [this.migrationContext(), ...columns, ...types]);
  }

  compareServerDefault(
    current: FilteredObject,
    target: FilteredObject,
    rendered: { readonly current: string | null; readonly target: string | null },
  ): FilterAnswer | null {
    const fn = callable(this.source, 'compare_server_default');
    if (fn === null) return null;
    const columns = [this.view(current), this.view(target)];
    const metadataDefault = this.source.interpreter.unknown(
      'the server default of the model is given to callables as text only',
      this.source.site,
    );
    return this.ask('compare_server_default', fn, [
      this.migrationContext(),
      ...columns,
      optional(rendered.current),
      rendered.target === null ? none : metadataDefault,
      optional(rendered.target),
    ]);
  }

  private view({ table, item, isModel }: FilteredObject): Value {
    if (item === null) return this.views.table(table, isModel);
    return item.kind === 'column'
      ? this.views.column(table, item, isModel)
      : this.views.item(table, item, isModel);
  }

  private migrationContext(): Value {
    this.context.attributes.set('dialect', dialectValue(this.source.dialectName(), this.source.site));
    return this.context;
  }

  private attribute(value: Value, name: string): Value {
    const { interpreter, site } = this.source;
    return interpreter.getAttribute(value, name, site);
  }

  /** Null for None. */
  private ask(option: string, fn: Value, args: readonly Value[]): FilterAnswer | null {
    const { interpreter, monitor, site } = this.source;
    const origin = fn.kind === 'function' ? originOf(fn) : site;
    const unknown = (reason: string): FilterAnswer => ({
      code: 'environment-filter',
      severity: 'error',
      message: `${option} of env.py cannot be evaluated for ${describe(args, option)}: ${reason}`,
      origin,
    });
    interpreter.renew();
    monitor.take();
    const outcome = interpreter.run(fn, args, new Map(), site);
    if (!outcome.ok) return unknown(outcome.problem.message);
    // A branch that was not taken for want of knowledge may have been the one that decides.
    const reason = monitor.take();
    if (reason !== null) return unknown(reason);
    const { value } = outcome;
    if (value.kind === 'unknown') return unknown(value.reason);
    if (value.kind === 'none') return null;
    const truth = interpreter.isTrue(value, site);
    return truth ?? unknown('its result is not known');
  }
}

function describe(args: readonly Value[], option: string): string {
  const text = (value: Value | undefined): string => (value?.kind === 'str' ? value.value : '');
  if (option === 'include_name') return `${text(args[1])} "${text(args[0])}"`;
  if (option === 'include_object') return `${text(args[2])} "${text(args[1])}"`;
  return 'a column';
}

function originOf(fn: Value & { readonly kind: 'function' }): Origin {
  return { file: fn.file, range: fn.definition.range };
}

function optional(text: string | null): Value {
  return text === null ? none : str(text);
}
