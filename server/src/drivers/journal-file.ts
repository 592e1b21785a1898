import { appendFileSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Journal, JournalEntry } from '../alembic/runtime/journal.ts';

/** Beyond this size the older half is dropped, in bytes. */
const largest = 8_000_000;

/**
 * A journal in a file of `folder` that only its user can read, one entry a line: several processes can add to it. Null folder:
 * nothing is kept.
 */
export function journalFile(folder: string | null): Journal {
  const path = folder === null ? null : join(folder, 'journal.jsonl');
  let known: { readonly version: string; readonly entries: readonly JournalEntry[] } | null = null;
  return {
    append: (entries) => {
      if (folder === null || path === null || entries.length === 0) return;
      try {
        mkdirSync(folder, { recursive: true, mode: 0o700 });
        const lines = entries.map((entry) => `${JSON.stringify(entry)}\n`).join('');
        appendFileSync(path, lines, { mode: 0o600 });
        if (statSync(path).size > largest) dropOlder(path);
      } catch {
        // A full disk or a read-only home: the run matters more than the journal.
      }
    },
    entries: () => {
      const version = path === null ? null : versionOf(path);
      if (path === null || version === null) return [];
      if (known?.version !== version) known = { version, entries: read(path) };
      return known.entries;
    },
  };
}

function read(path: string): readonly JournalEntry[] {
  try {
    return readFileSync(path, 'utf8').split('\n').flatMap(entryOf);
  } catch {
    return [];
  }
}

/** None for a line that was cut off, or that another version wrote. */
function entryOf(line: string): JournalEntry[] {
  try {
    const entry = JSON.parse(line) as Partial<JournalEntry> | null;
    const texts = [entry?.at, entry?.database, entry?.project, entry?.revision, entry?.outcome];
    return texts.every((text) => typeof text === 'string') ? [entry as JournalEntry] : [];
  } catch {
    return [];
  }
}

function dropOlder(path: string): void {
  const text = readFileSync(path, 'utf8');
  const middle = text.indexOf('\n', text.length / 2) + 1;
  const part = `${path}.${String(process.pid)}`;
  writeFileSync(part, text.slice(middle), { mode: 0o600 });
  renameSync(part, path);
}

function versionOf(path: string): string | null {
  try {
    const { size, mtimeMs } = statSync(path);
    return `${String(size)} ${String(mtimeMs)}`;
  } catch {
    return null;
  }
}
