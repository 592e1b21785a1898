import { createHash } from 'node:crypto';
import type { Journal, JournalEntry } from '../alembic/runtime/journal.ts';
import type { RunJournal, StepRecord } from '../alembic/runtime/step-journal.ts';
import { backendName, describeUrl, dialectNameOf, type Url } from '../sqlalchemy/engine/url.ts';
import { tableKey } from '../sqlalchemy/sql/schema.ts';
import { join } from '../util/paths.ts';
import type { FileSystem } from './file-system.ts';
import type { ConfigureOptions } from './project.ts';

export interface JournalContext {
  readonly journal: Journal;
  readonly files: FileSystem;
  readonly configPath: string;
  readonly configure: Pick<ConfigureOptions, 'versionTable' | 'versionTableSchema'>;
  readonly database: string;
  now(): Date;
}

/** Writes a run's steps into the journal, with the checksums of their scripts. */
export function runJournal(context: JournalContext): RunJournal {
  return {
    record: (records) => {
      context.journal.append(records.flatMap((record) => entriesOf(record, context)));
    },
  };
}

/** A database's place by which the journal knows it: whoever connects to it. `base` is where relative files start. */
export function journalName(url: Url, base: string): string {
  const place = describeUrl({ ...url, username: null }).replace(/^[^@/]*@/, '');
  const isFile = dialectNameOf(url) === 'sqlite' && place !== ':memory:';
  return `${backendName(url)}: ${isFile ? join(base, place) : place}`;
}

/** The same text has the same one with other line ends. */
export function checksumOf(text: string): string {
  return createHash('sha256').update(text.replaceAll('\r\n', '\n')).digest('hex');
}

function entriesOf(record: StepRecord, context: JournalContext): JournalEntry[] {
  const { step, outcome, through, kept, underWay } = record;
  const { files, configPath, configure, database } = context;
  const text = step.kind === 'revision' ? files.readFile(step.script.path) : null;
  const common = {
    at: context.now().toISOString(),
    database,
    versionTable: tableKey(configure.versionTable, configure.versionTableSchema),
    project: configPath,
    outcome,
    through,
    checksum: text === null ? null : checksumOf(text),
    ...(outcome === 'done' ? {} : { kept, underWay }),
  };
  if (step.kind === 'revision') {
    return [{ ...common, revision: step.script.revision, direction: step.direction }];
  }
  const isUp = step.direction === 'upgrade' && !(step.to.length === 0);
  return (isUp ? step.to : step.from).map((revision) => ({
    ...common,
    revision,
    direction: 'stamp' as const,
  }));
}
