/**
 * Alembic's output in the two places where its order is that of a Python set of objects hashed by address, or of strings
 * hashed with a seed: it differs from one run of Alembic to the next. Both sides are brought into one order there, and
 * nowhere else.
 */
export function withoutArbitraryOrder(sql: string): string {
  const statements = sql.split(/(?<=;\n\n(?:GO\n\n)?)(?!GO\n\n)/);
  return [...runs(statements, tableOfIndex)]
    .flatMap(({ key, items }) => (key === null ? items : items.toSorted()))
    .join('')
    .replace(unmerge, sortedIdentifiers(/(VALUES \('|SET version_num=')([^']*)/g))
    .replace(merge, sortedIdentifiers(/(version_num = ')([^']*)/g));
}

/** The indexes of a table that CREATE TABLE is followed by: `Table.indexes` is a set. */
function tableOfIndex(statement: string): string | null {
  return /^CREATE (?:UNIQUE )?(?:NONCLUSTERED |CLUSTERED )?INDEX \S+ ON (\S+)/.exec(statement)?.[1] ?? null;
}

/** The heads that the downgrade of a merge goes back to: `RevisionStep._unmerge_to_revisions` gives a set. */
const unmerge =
  /(?:INSERT INTO \S*alembic_version \(version_num\) [^;]*VALUES \('[^']*'\)[^;]*;\s+(?:GO\s+)?)+UPDATE \S*alembic_version SET version_num='[^']*' WHERE/g;
/** The heads that a merge ends: a set in `RevisionStep.merge_branch_idents` while there are other heads. */
const merge =
  /(?:DELETE FROM \S*alembic_version WHERE \S*version_num = '[^']*'[^;]*;\s+(?:GO\s+)?)+UPDATE \S*alembic_version SET version_num='[^']*' WHERE \S*version_num = '[^']*'/g;

function sortedIdentifiers(place: RegExp): (block: string) => string {
  return (block) => {
    const sorted = [...block.matchAll(place)].map(([, , identifier]) => identifier ?? '').sort();
    return block.replace(place, (_match, before: string) => before + (sorted.shift() ?? ''));
  };
}

/** Neighbours with the same key. */
function* runs(
  statements: readonly string[],
  keyOf: (statement: string) => string | null,
): Generator<{ key: string | null; items: string[] }> {
  let run: { key: string | null; items: string[] } | null = null;
  for (const statement of statements) {
    const key = keyOf(statement);
    if (run !== null && run.key === key) {
      run.items.push(statement);
      continue;
    }
    if (run !== null) yield run;
    run = { key, items: [statement] };
  }
  if (run !== null) yield run;
}

/** The same for listings: the labels of a branch, and the revisions that it branches into, are sets. */
export function withoutArbitraryBranches(text: string): string {
  return text
    .replace(/(?<=^Branch(?:es into| names): |\()[^()\n]*, [^()\n]*(?=\)|$)/gm, (items) =>
      items.split(', ').sort().join(', '),
    )
    .replace(/(?:^ +-> .*\n)+/gm, (lines) =>
      lines
        .split(/(?<=\n)/)
        .sort()
        .join(''),
    );
}
