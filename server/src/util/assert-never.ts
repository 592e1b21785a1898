/** Marks a branch that the types rule out; an unhandled union member becomes a compile error at the call. */
export function assertNever(value: never, what = 'value'): never {
  throw new Error(`unexpected ${what}: ${JSON.stringify(value)}`);
}
