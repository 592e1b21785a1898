import { ancestorNodes } from './related-revisions.ts';
import { RevisionError } from './revision-errors.ts';
import type { RevisionArgument, RevisionMap, RevisionOrBase } from './revision-map.ts';
import type { Revision } from './revision.ts';

// `label@id+2`, each part but the last optional.
const relativeDestination = /^(?:(.+?)@)?(\w+)?([+-]\d+)/u;

interface RelativeDestination {
  readonly branchLabel: string | null;
  readonly symbol: string | null;
  /** As written, for messages. */
  readonly written: string;
  readonly steps: number;
}

/** Where an upgrade goes. Mirrors `RevisionMap._parse_upgrade_target`. */
export function parseUpgradeTarget(
  map: RevisionMap,
  current: RevisionArgument,
  target: RevisionArgument,
  assertRelativeLength: boolean,
): readonly (RevisionOrBase | null)[] {
  const relative = typeof target === 'string' ? parseRelative(target) : null;
  if (relative === null) return map.getRevisions(target);
  const { branchLabel, symbol, steps } = relative;
  const noOverwalk = assertRelativeLength;
  if (symbol !== null) {
    const start = map.getRevision(steps > 0 || branchLabel === null ? symbol : `${branchLabel}@${symbol}`);
    return [map.walk(start, steps, steps > 0 ? { branchLabel, noOverwalk } : { noOverwalk })];
  }
  if (steps <= 0) throw notProduced(String(steps), steps);
  const starts = upgradeStarts(map, current, branchLabel);
  const [start] = starts;
  if (starts.length > 1) throw new RevisionError('Ambiguous upgrade from multiple current revisions');
  const revision = map.walk(start ?? null, steps, { branchLabel, noOverwalk });
  if (revision === null) throw notProduced(relative.written, steps);
  return [revision];
}

/** Where a downgrade goes; a null revision is base. Mirrors `RevisionMap._parse_downgrade_target`. */
export function parseDowngradeTarget(
  map: RevisionMap,
  current: RevisionArgument,
  target: RevisionArgument,
  assertRelativeLength: boolean,
): { readonly branchLabel: string | null; readonly revision: RevisionOrBase | null } {
  if (target === null) return { branchLabel: null, revision: null };
  if (typeof target !== 'string') throw new RevisionError('Expected downgrade target in string form');
  const relative = parseRelative(target);
  if (relative === null) {
    const at = target.lastIndexOf('@');
    const branchLabel = at > 0 ? target.slice(0, at) : null;
    return { branchLabel, revision: map.getRevision(target.slice(at + 1)) };
  }
  const { steps } = relative;
  let { branchLabel, symbol } = relative;
  if (steps >= 0) {
    if (symbol === null) throw notProduced(relative.written, steps);
    const revision = map.walk(map.getRevision(symbol), steps, {
      branchLabel,
      noOverwalk: assertRelativeLength,
    });
    if (revision === null) throw new RevisionError('Walked too far');
    return { branchLabel, revision };
  }
  const fromCurrent = symbol === null;
  if (symbol === null) {
    symbol = downgradeStart(map, current, branchLabel, relative);
    // Keeps the iteration to the one branch that was chosen.
    branchLabel ??= symbol;
  }
  const start = map.getRevision(branchLabel === null ? symbol : `${branchLabel}@${symbol}`);
  const revision = map.walk(start, steps, { noOverwalk: assertRelativeLength });
  if (revision === null) {
    throw fromCurrent ? notProduced(relative.written, steps) : new RevisionError('Walked too far');
  }
  return { branchLabel, revision };
}

/** Mirrors `RevisionMap._get_all_current`: the given revisions and, where others depend on them, the heads of those branches. */
export function allCurrent(map: RevisionMap, ids: RevisionArgument): readonly Revision[] {
  const top = new Set(map.requireRevisions(ids));
  for (const node of ancestorNodes(map.byKey, [...top])) top.add(node);
  return [...top].filter((node) => ![...node.nextrev].some((next) => topHasDescendant(map, top, next)));
}

function topHasDescendant(map: RevisionMap, top: ReadonlySet<Revision>, id: string): boolean {
  const node = map.byKey.get(id);
  // `top` is closed under ancestors, so a descendant in it has the way to it in it.
  return node !== undefined && top.has(node);
}

function upgradeStarts(
  map: RevisionMap,
  current: RevisionArgument,
  branchLabel: string | null,
): readonly (Revision | null)[] {
  const ids = toList(current);
  if (branchLabel === null) return ids.length > 0 ? ids.map((id) => map.getRevision(id)) : [null];
  const revisions = map.requireRevisions(ids);
  // Without a current revision, upstream filters the lineage of base, which every label shares.
  const starts = map.filterForLineage(revisions, branchLabel);
  if (starts.length > 0) return starts;
  const active = map.filterForLineage([...ancestorNodes(map.byKey, revisions)], branchLabel);
  const below = new Set(active.flatMap((revision) => revision.normalizedDownRevisions));
  const tips = active.filter((revision) => !below.has(revision.revision));
  return tips.length > 0 ? tips : [null];
}

function downgradeStart(
  map: RevisionMap,
  current: RevisionArgument,
  branchLabel: string | null,
  relative: RelativeDestination,
): string {
  const ids = toList(current);
  if (branchLabel === null) {
    // With several heads upstream warns and takes the first.
    const [first] = ids;
    if (first === undefined) throw notProduced(relative.written, relative.steps);
    return first;
  }
  let symbols: readonly string[] = map.filterForLineage(ids, branchLabel);
  if (symbols.length === 0) {
    symbols = map.filterForLineage(allCurrent(map, ids), branchLabel).map((revision) => revision.revision);
  }
  const [symbol] = symbols;
  if (symbol === undefined || symbols.length > 1) {
    throw new RevisionError(
      symbol === undefined
        ? `Branch '${branchLabel}' has no current revision to downgrade from`
        : `Branch '${branchLabel}' has several current revisions (${symbols.join(', ')}); name the one to downgrade from`,
    );
  }
  return symbol;
}

function parseRelative(target: string): RelativeDestination | null {
  const match = relativeDestination.exec(target);
  if (match === null) return null;
  const written = match[3] ?? '';
  return { branchLabel: match[1] ?? null, symbol: match[2] ?? null, written, steps: Number(written) };
}

function notProduced(written: string, steps: number): RevisionError {
  return new RevisionError(`Relative revision ${written} didn't produce ${Math.abs(steps)} migrations`);
}

function toList(argument: RevisionArgument): readonly string[] {
  if (argument === null) return [];
  return typeof argument === 'string' ? [argument] : argument;
}
