import type { LogOutputChannel } from 'vscode';
import type { PendingChanges } from './changes/pending-changes.ts';
import type { ConnectionStore } from './connections/connection-store.ts';
import type { ProjectStore } from './projects.ts';
import type { RetortServer } from './server.ts';
import type { TextDocuments } from './text-documents.ts';

/** What every command works with. */
export interface Retort {
  readonly server: RetortServer;
  readonly projects: ProjectStore;
  readonly connections: ConnectionStore;
  /** What the next revision could take up. */
  readonly changes: PendingChanges;
  readonly documents: TextDocuments;
  readonly log: LogOutputChannel;
}
