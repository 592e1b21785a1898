/** `match`. */
import type { Match, Pattern } from '../syntax/ast.ts';
import type { Origin } from '../../util/text-range.ts';
import { assign } from './assignment.ts';
import { isSubclass, lookup } from './classes.ts';
import { unwrap } from './containers.ts';
import { list } from './native.ts';
import type { Completion, Frame, Runtime } from './runtime.ts';
import { effectsOf } from './unknown-flow.ts';
import type { Value } from './value.ts';

export function executeMatch(rt: Runtime, statement: Match, frame: Frame): Completion {
  const subject = rt.evaluate(statement.subject, frame);
  const site: Origin = { file: frame.file, range: statement.subject.range };
  for (const { pattern, guard, body } of statement.cases) {
    const matched = matchPattern(rt, pattern, subject, frame);
    const holds = matched === true && guard !== null ? rt.isTrue(rt.evaluate(guard, frame), site) : matched;
    if (holds === null) {
      const reason = subject.kind === 'unknown' ? subject.reason : 'it depends on a value that is not known';
      rt.unknownUse(site, reason, 'condition');
      const effects = effectsOf([statement]);
      const unknown = rt.unknown(`it depends on a condition that is not known: ${reason}`, site);
      for (const name of effects.names) frame.scope.names.set(name, unknown);
      if (!effects.leaves || frame.function === null) return 'normal';
      frame.returned = unknown;
      return 'return';
    }
    if (holds) return rt.execute(body, frame);
  }
  return 'normal';
}

/** Binds the names of a pattern that matches; null when it is not known whether it does. */
function matchPattern(rt: Runtime, pattern: Pattern, subject: Value, frame: Frame): boolean | null {
  const site: Origin = { file: frame.file, range: pattern.range };
  const bindName = (name: string | null, value: Value): void => {
    if (name !== null) assign(rt, { kind: 'Name', id: name, range: pattern.range }, value, frame);
  };
  if (pattern.kind === 'MatchAs') {
    const inner = pattern.pattern === null ? true : matchPattern(rt, pattern.pattern, subject, frame);
    if (inner === true) bindName(pattern.name, subject);
    return inner;
  }
  if (subject.kind === 'unknown') return null;
  switch (pattern.kind) {
    case 'MatchValue':
      return rt.equals(subject, rt.evaluate(pattern.value, frame), site);
    case 'MatchOr':
      for (const option of pattern.patterns) {
        const matched = matchPattern(rt, option, subject, frame);
        if (matched !== false) return matched;
      }
      return false;
    case 'MatchStar':
      bindName(pattern.name, subject);
      return true;
    case 'MatchSequence':
      return matchSequence(rt, pattern.patterns, subject, frame);
    case 'MatchMapping': {
      const plain = unwrap(subject);
      if (plain.kind !== 'dict') return false;
      const rest = new Map(plain.entries);
      for (const { key, pattern: inner } of pattern.entries) {
        const hash = rt.hash(rt.evaluate(key, frame), site);
        const entry = plain.entries.get(hash);
        if (entry === undefined) return false;
        const matched = matchPattern(rt, inner, entry.value, frame);
        if (matched !== true) return matched;
        rest.delete(hash);
      }
      bindName(pattern.rest, { kind: 'dict', entries: rest });
      return true;
    }
    case 'MatchClass':
      return matchClass(rt, pattern, subject, frame, site);
  }
}

function matchSequence(
  rt: Runtime,
  patterns: readonly Pattern[],
  subject: Value,
  frame: Frame,
): boolean | null {
  const plain = unwrap(subject);
  if (plain.kind !== 'list' && plain.kind !== 'tuple') return false;
  const { items } = plain;
  const star = patterns.findIndex((pattern) => pattern.kind === 'MatchStar');
  const extra = items.length - (patterns.length - (star < 0 ? 0 : 1));
  if (star < 0 ? extra !== 0 : extra < 0) return false;
  let position = 0;
  for (const [index, pattern] of patterns.entries()) {
    const value = index === star ? list(items.slice(position, position + extra)) : items[position];
    position += index === star ? extra : 1;
    const matched = value === undefined ? false : matchPattern(rt, pattern, value, frame);
    if (matched !== true) return matched;
  }
  return true;
}

/** Builtin classes whose one positional pattern is the value itself. */
const selfMatching = new Set([
  'bool',
  'bytes',
  'dict',
  'float',
  'frozenset',
  'int',
  'list',
  'set',
  'str',
  'tuple',
]);

function matchClass(
  rt: Runtime,
  pattern: Pattern & { kind: 'MatchClass' },
  subject: Value,
  frame: Frame,
  site: Origin,
): boolean | null {
  const cls = rt.evaluate(pattern.cls, frame);
  if (cls.kind === 'unknown') return null;
  if (cls.kind !== 'class') return rt.raise('TypeError', 'called match pattern must be a class', site);
  if (!isSubclass(rt.typeOf(subject), cls) && cls !== rt.objectClass) return false;
  const names = lookup(cls, '__match_args__');
  for (const [index, inner] of pattern.patterns.entries()) {
    let value: Value | undefined = subject;
    if (!(selfMatching.has(cls.name) && cls.module === 'builtins')) {
      const name = names?.kind === 'tuple' ? names.items[index] : undefined;
      if (name?.kind !== 'str') {
        return rt.raise('TypeError', `${cls.name}() accepts fewer positional sub-patterns`, site);
      }
      value = rt.findAttribute(subject, name.value, site);
    }
    const matched = value === undefined ? false : matchPattern(rt, inner, value, frame);
    if (matched !== true) return matched;
  }
  for (const { name, pattern: inner } of pattern.keywords) {
    const value = rt.findAttribute(subject, name, site);
    const matched = value === undefined ? false : matchPattern(rt, inner, value, frame);
    if (matched !== true) return matched;
  }
  return true;
}
