import { textOf } from '../../python/eval/containers.ts';
import type { Interpreter, NativeCall, Value } from '../../python/eval/value.ts';
import type { Origin } from '../../util/text-range.ts';
import type { ConstraintName } from '../sql/schema.ts';
import { Conv } from './payloads.ts';

/**
 * The arguments of one native call, bound to parameter names as Python binds them. What cannot be read (an Unknown, a
 * wrong kind) is reported with its place, never dropped.
 */
export class Arguments {
  readonly interpreter: Interpreter;
  readonly site: Origin;
  /** Positional arguments beyond the named parameters. */
  readonly rest: readonly Value[];
  /** Why some argument could not be read; null when all could. */
  unreadableReason: string | null = null;
  private readonly callee: string;
  private readonly values = new Map<string, Value>();
  private readonly unread: Map<string, Value>;

  /** `parameters` are filled by position, then by keyword; `skip` leading positionals (self) are left out. */
  constructor(
    callee: string,
    call: NativeCall,
    parameters: readonly string[],
    options: { readonly skip?: number; readonly variadic?: boolean } = {},
  ) {
    this.callee = callee;
    this.interpreter = call.interpreter;
    this.site = call.site;
    const positional = call.args.slice(options.skip ?? 0);
    this.unread = new Map(call.kwargs);
    for (const [index, name] of parameters.entries()) {
      const value = positional[index];
      if (value !== undefined) this.values.set(name, value);
    }
    this.rest = positional.slice(parameters.length);
    if (this.rest.length > 0 && options.variadic !== true) {
      this.interpreter.raise(
        'TypeError',
        `${callee}() takes ${parameters.length} positional arguments but ${positional.length} were given`,
        call.site,
      );
    }
  }

  /** The argument, or undefined when it was not given. */
  value(name: string): Value | undefined {
    const keyword = this.unread.get(name);
    if (keyword !== undefined) {
      this.unread.delete(name);
      this.values.set(name, keyword);
    }
    return this.values.get(name);
  }

  has(name: string): boolean {
    return this.value(name) !== undefined;
  }

  /** Undefined: not given; null: `None`, or reported as unreadable. */
  string(name: string): string | null | undefined {
    const value = this.value(name);
    if (value === undefined) return undefined;
    const text = stringOf(value);
    if (text !== undefined) return text;
    return this.unreadable(name, value, 'a string');
  }

  int(name: string): number | null | undefined {
    const value = this.value(name);
    if (value === undefined) return undefined;
    if (value.kind === 'none') return null;
    if (value.kind === 'int') return Number(value.value);
    if (value.kind === 'bool') return value.value ? 1 : 0;
    return this.unreadable(name, value, 'a number');
  }

  bool(name: string): boolean | null | undefined {
    const value = this.value(name);
    if (value === undefined) return undefined;
    if (value.kind === 'none') return null;
    const truth = this.interpreter.isTrue(value, this.site);
    return truth ?? this.unreadable(name, value, 'True or False');
  }

  /** A list or tuple of strings. */
  strings(name: string): readonly string[] | null | undefined {
    const value = this.value(name);
    if (value === undefined) return undefined;
    if (value.kind === 'none') return null;
    const items = value.kind === 'unknown' ? null : this.interpreter.iterate(value, this.site);
    const texts = items?.map(stringOf);
    if (texts?.every((text): text is string => typeof text === 'string') === true) return texts;
    return this.unreadable(name, value, 'a list of strings');
  }

  name(name: string): ConstraintName {
    const value = this.value(name);
    if (value === undefined) return null;
    const constraint = constraintNameOf(value);
    return constraint === undefined ? this.unreadable(name, value, 'a name') : constraint;
  }

  /** Keyword arguments that nobody asked for; they count as read. */
  others(): ReadonlyMap<string, Value> {
    const others = new Map(this.unread);
    this.unread.clear();
    return others;
  }

  /** Raises Python's TypeError when a keyword is left that no parameter takes. */
  finish(): void {
    const [name] = this.unread.keys();
    if (name !== undefined) {
      this.interpreter.raise(
        'TypeError',
        `${this.callee}() got an unexpected keyword argument '${name}'`,
        this.site,
      );
    }
  }

  /** Reports an argument that cannot be read. */
  unreadable(name: string, value: Value, expected: string): null {
    this.unreadableReason ??= value.kind === 'unknown' ? value.reason : `\`${name}\` is not ${expected}`;
    reportUnreadable(this.interpreter, `\`${name}\` of ${this.callee}()`, value, expected, this.site);
    return null;
  }
}

/** Reports a value that is needed and cannot be read: what it is for, and why. */
export function reportUnreadable(
  interpreter: Interpreter,
  what: string,
  value: Value,
  expected: string,
  site: Origin,
): void {
  const reason = value.kind === 'unknown' ? value.reason : `it is not ${expected}`;
  interpreter.report({
    code: 'unknown-value',
    severity: 'error',
    message: `${what} cannot be known: ${reason}`,
    origin: site,
  });
}

/** A Python string (`conv`, `quoted_name` and members of `class X(str, Enum)` are such); null for None; else undefined. */
export function stringOf(value: Value): string | null | undefined {
  if (value.kind === 'none') return null;
  return textOf(value) ?? undefined;
}

/** Undefined when the value is no name. */
export function constraintNameOf(value: Value): ConstraintName | undefined {
  if (value.kind === 'instance' && value.payload instanceof Conv) {
    return { text: value.payload.text, isFinal: value.payload.isFinal };
  }
  const text = stringOf(value);
  return text === undefined || text === null ? text : { text, isFinal: false };
}
