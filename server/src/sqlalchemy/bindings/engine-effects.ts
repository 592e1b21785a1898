/** What evaluated code does to databases and engines: nothing of it happens here, so it is written down. */
import type { NativeCall, Value } from '../../python/eval/value.ts';
import { nativeFunction, nativeMethod, none } from '../../python/eval/native.ts';
import { engineUrlOf } from './engine-url.ts';
import { noteCreateListener } from './schema/ddl.ts';
import { clauseOf } from './sql/clauses.ts';
import { stateOf, type EngineEffect } from './state.ts';

/** The effects so far, oldest first; `since` leaves those out that a caller has seen. */
export function engineEffects(interpreter: NativeCall['interpreter'], since = 0): readonly EngineEffect[] {
  return stateOf(interpreter).effects.items.slice(since);
}

/** Members of connections that send SQL; what they give is not known. */
export const statementMembers: Readonly<Record<string, Value>> = Object.fromEntries(
  ['execute', 'exec_driver_sql', 'scalar', 'scalars'].map((name) => [
    name,
    nativeMethod(name, (call) => {
      const what = sqlOf(call.args[1]);
      stateOf(call.interpreter).effects.push({ kind: 'statement', what, site: call.site });
      return call.interpreter.unknown('it reads what the database answers', call.site);
    }),
  ]),
);

/** `connection.execution_options(schema_translate_map=…)`: the same connection, told to do something else. */
export const engineOptions: Readonly<Record<string, Value>> = {
  execution_options: nativeMethod('execution_options', (call) => {
    const { effects } = stateOf(call.interpreter);
    for (const name of call.kwargs.keys()) effects.push({ kind: 'option', what: name, site: call.site });
    return call.args[0] ?? none;
  }),
};

function sqlOf(value: Value | undefined): string {
  if (value?.kind === 'str') return value.value.trim();
  const clause = value === undefined ? null : clauseOf(value);
  const element = clause?.build();
  return element?.kind === 'text' ? element.text.trim() : '';
}

/** `event.listen(engine, "connect", function)`, and the decorator: those on engines, and on the creation of tables. */
export const engineListeners: Readonly<Record<string, Value>> = {
  listen: nativeFunction('listen', (call) => {
    if (!noteCreateListener(call, call.args[2] ?? call.kwargs.get('fn') ?? none)) note(call);
    return none;
  }),
  listens_for: nativeFunction('listens_for', (call) => {
    if (!noteCreateListener(call, none)) note(call);
    return nativeFunction('decorator', (inner) => inner.args[0] ?? none);
  }),
};

function note(call: NativeCall): void {
  const [target, event] = call.args;
  // A type's listener may give its tables constraints.
  if (target?.kind === 'class') stateOf(call.interpreter).listenedTypes.add(target);
  const isEngine =
    engineUrlOf(target) !== null ||
    (target?.kind === 'class' && target.mro.some(({ name }) => name === 'Engine'));
  if (!isEngine) return;
  const what = event?.kind === 'str' ? event.value : '';
  stateOf(call.interpreter).effects.push({ kind: 'listener', what, site: call.site });
}
