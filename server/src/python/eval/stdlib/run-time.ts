import type { NativeCall, RunTime, Value } from '../value.ts';

/** A value that only a run has: Unknown, by the name of what gives it, while nothing runs. */
export function atRunTime(call: NativeCall, what: string, make: (runTime: RunTime) => Value): Value {
  const runTime = call.interpreter.runTime?.(what, call.site) ?? null;
  if (runTime !== null) return make(runTime);
  return call.interpreter.unknown(`what \`${what}\` gives is known only at run time`, call.site);
}
