/** Rules of `case` patterns. */
import type { Match, Pattern } from '../ast.ts';
import { complain, type Place } from './place.ts';

/** Cases that can never be reached, and names that a pattern binds twice. */
export function checkCases(place: Place, { cases }: Match): void {
  for (const [index, { pattern, guard }] of cases.entries()) {
    checkPattern(place, pattern, new Set());
    const isLast = index === cases.length - 1;
    if (!isLast && guard === null) checkRefutable(place, pattern, 'remaining patterns unreachable');
  }
}

/** Complains of a pattern that takes anything, with patterns behind it. */
function checkRefutable(place: Place, pattern: Pattern, consequence: string): void {
  const name = irrefutable(pattern);
  if (name === null) return;
  const what = name === '_' ? 'wildcard' : `name capture '${name}'`;
  complain(place, pattern.range, `${what} makes ${consequence}`);
}

/** The name that takes anything; null for a pattern that may fail. */
function irrefutable(pattern: Pattern): string | null {
  if (pattern.kind === 'MatchAs')
    return pattern.pattern === null ? (pattern.name ?? '_') : irrefutable(pattern.pattern);
  const last = pattern.kind === 'MatchOr' ? pattern.patterns.at(-1) : undefined;
  return last === undefined ? null : irrefutable(last);
}

function checkPattern(place: Place, pattern: Pattern, bound: Set<string>): void {
  switch (pattern.kind) {
    case 'MatchValue':
      if (pattern.value.kind === 'JoinedStr')
        complain(place, pattern.range, 'patterns may only match literals and attribute lookups');
      return;
    case 'MatchStar':
      bind(place, pattern, pattern.name, bound);
      return;
    case 'MatchAs':
      if (pattern.pattern !== null) checkPattern(place, pattern.pattern, bound);
      if (pattern.name === '_') complain(place, pattern.range, "cannot use '_' as a target");
      else bind(place, pattern, pattern.name, bound);
      return;
    case 'MatchSequence': {
      const [, second] = pattern.patterns.filter(({ kind }) => kind === 'MatchStar');
      if (second !== undefined) complain(place, second.range, 'multiple starred names in sequence pattern');
      for (const each of pattern.patterns) checkPattern(place, each, bound);
      return;
    }
    case 'MatchMapping':
      for (const entry of pattern.entries) {
        if (entry.key.kind === 'Name') complain(place, entry.key.range, 'invalid syntax');
        checkPattern(place, entry.pattern, bound);
      }
      if (pattern.rest === '_') complain(place, pattern.range, 'invalid syntax');
      else bind(place, pattern, pattern.rest, bound);
      return;
    case 'MatchClass': {
      const [firstKeyword] = pattern.keywords;
      const late =
        firstKeyword && pattern.patterns.find(({ range }) => range.start > firstKeyword.pattern.range.start);
      if (late !== undefined) complain(place, late.range, 'positional patterns follow keyword patterns');
      const names = new Set<string>();
      for (const { name, pattern: value } of pattern.keywords) {
        if (names.has(name))
          complain(place, value.range, `attribute name repeated in class pattern: ${name}`);
        names.add(name);
      }
      for (const each of [...pattern.patterns, ...pattern.keywords.map((k) => k.pattern)])
        checkPattern(place, each, bound);
      return;
    }
    case 'MatchOr':
      for (const [index, each] of pattern.patterns.entries()) {
        // Alternatives bind the same names, each for itself.
        checkPattern(place, each, new Set(bound));
        if (index < pattern.patterns.length - 1)
          checkRefutable(place, each, 'remaining patterns unreachable');
      }
      return;
  }
}

function bind(place: Place, pattern: Pattern, name: string | null, bound: Set<string>): void {
  if (name === null) return;
  if (bound.has(name)) complain(place, pattern.range, `multiple assignments to name '${name}' in pattern`);
  bound.add(name);
}
