import { env } from 'vscode';
import type { Retort } from '../retort.ts';
import { openAt } from '../show-problem.ts';
import { fileRefOf, revisionRefOf } from './arguments.ts';

/** Opens the file of a revision. */
export async function openRevision(retort: Retort, argument: unknown): Promise<void> {
  const ref = revisionRefOf(argument);
  if (ref === null) return;
  const revisions = retort.projects.find(ref.configUri)?.history?.revisions ?? [];
  const found = revisions.find(({ revision }) => revision === ref.revision);
  if (found !== undefined) await openAt({ uri: found.uri, line: null });
}

/** Opens the place that a tree item names, or without an argument the file that a code action has written. */
export async function openFile(retort: Retort, argument: unknown): Promise<void> {
  const ref = fileRefOf(argument ?? retort.server.takeFileToOpen());
  if (ref !== null) await openAt(ref);
}

/** Puts the whole revision id on the clipboard. */
export async function copyRevisionId(_retort: Retort, argument: unknown): Promise<void> {
  const ref = revisionRefOf(argument);
  if (ref !== null) await env.clipboard.writeText(ref.revision);
}
