/** `DDL("…")`, and what listens to the creation of tables. */
import type { ClassValue, InstanceValue, NativeCall, Value } from '../../../python/eval/value.ts';
import { nativeClass, nativeInstance, nativeMethod, none } from '../../../python/eval/native.ts';
import { ClauseBuilder, ListenerBuilder, MetaDataBuilder, TableBuilder } from '../../orm/builders.ts';
import type { CreateListener } from '../../sql/schema.ts';
import { Arguments, stringOf } from '../arguments.ts';
import { schemaItemClass } from './constraints.ts';

/** Null for a function, and where it depends on what only a run knows. */
type Ddl = CreateListener['ddl'];

/** What each `DDL()` says; its payload is what a script executes. */
const contents = new WeakMap<InstanceValue, NonNullable<Ddl>>();

/** `%%` is one percent sign; a statement that has names filled in is not one that a script can execute here. */
export const ddlClass: ClassValue = nativeClass({
  name: 'DDL',
  module: 'sqlalchemy.sql.ddl',
  bases: [schemaItemClass],
  members: {
    against: nativeMethod('against', (call) => call.args[0] ?? none),
    execute_if: nativeMethod('execute_if', (call) => {
      const [self] = call.args;
      if (self?.kind !== 'instance') return self ?? none;
      const given = new Arguments('execute_if', call, ['dialect', 'callable_', 'state'], { skip: 1 });
      const decides = given.value('callable_');
      given.value('state');
      const dialects = dialectsOf(given.value('dialect'), given);
      const isKnown = dialects !== undefined && (decides === undefined || decides.kind === 'none');
      const copy = nativeInstance(self.cls, self.payload, call.site);
      const content = contents.get(self);
      if (content !== undefined && isKnown) contents.set(copy, { ...content, dialects });
      return copy;
    }),
  },
  hooks: {
    instantiate: (cls, call) => {
      const given = new Arguments('DDL', call, ['statement', 'context']);
      const statement = given.string('statement') ?? null;
      const context = contextOf(given.value('context'));
      const isPlain = statement !== null && !/%/.test(statement.replaceAll('%%', ''));
      const text = isPlain ? statement.replaceAll('%%', '%') : null;
      const instance = nativeInstance(
        cls,
        text === null ? null : new ClauseBuilder(() => ({ kind: 'literal_column', text })),
        call.site,
      );
      if (statement !== null && context !== null)
        contents.set(instance, { statement, context, dialects: null });
      return instance;
    },
  },
});

/** Undefined when they are not known. */
function dialectsOf(value: Value | undefined, given: Arguments): readonly string[] | null | undefined {
  if (value === undefined || value.kind === 'none') return null;
  const name = stringOf(value);
  if (typeof name === 'string') return [name];
  const names = given.interpreter.iterate(value, given.site)?.map(stringOf);
  return names?.every((each): each is string => typeof each === 'string') === true ? names : undefined;
}

function contextOf(value: Value | undefined): Readonly<Record<string, string>> | null {
  if (value === undefined || value.kind === 'none') return {};
  if (value.kind !== 'dict') return null;
  const context: Record<string, string> = {};
  for (const { key, value: each } of value.entries.values()) {
    const [name, text] = [stringOf(key), each.kind === 'int' ? each.value.toString() : stringOf(each)];
    if (typeof name !== 'string' || typeof text !== 'string') return null;
    context[name] = text;
  }
  return context;
}

/** `event.listen(target, "after_create", listener)`: true when the target is a table or a MetaData. */
export function noteCreateListener(call: NativeCall, listener: Value): boolean {
  const [target, event] = call.args;
  const payload = target?.kind === 'instance' ? target.payload : null;
  const name = event === undefined ? undefined : stringOf(event);
  const table = payload instanceof TableBuilder ? payload : null;
  const metadata = table?.metadata ?? (payload instanceof MetaDataBuilder ? payload : null);
  if (metadata === null) return false;
  if (name !== 'before_create' && name !== 'after_create') return true;
  const ddl = listener.kind === 'instance' ? (contents.get(listener) ?? null) : null;
  metadata.attached.push(new ListenerBuilder(name, table, ddl, call.site));
  return true;
}
