import type { FileRef, RevisionRef } from '../../../server/src/protocol.ts';

/**
 * What a command was called with. The palette gives nothing, a lens or an action a RevisionRef or a FileRef, a menu of
 * the tree the tree's item, which has the project and, on a revision's line, a RevisionRef as `revision`.
 */
export function configUriOf(argument: unknown): string | null {
  return stringField(argument, 'configUri');
}

/** Of a connection's line in a list. */
export function urlOf(argument: unknown): string | null {
  return stringField(argument, 'url');
}

/** Of a line in the view of pending changes: the id of its change or question. */
export function keyOf(argument: unknown): string | null {
  return stringField(argument, 'key');
}

/** The changes that a code action is for; null: all. */
export function changesOf(argument: unknown): readonly string[] | null {
  const ids = field(argument, 'changes');
  return Array.isArray(ids) ? ids.filter((id) => typeof id === 'string') : null;
}

export function revisionRefOf(argument: unknown): RevisionRef | null {
  const inner = field(argument, 'revision');
  const candidate = typeof inner === 'string' ? argument : inner;
  const configUri = stringField(candidate, 'configUri');
  const revision = stringField(candidate, 'revision');
  return configUri === null || revision === null ? null : { configUri, revision };
}

export function fileRefOf(argument: unknown): FileRef | null {
  const uri = stringField(argument, 'uri');
  const line = field(argument, 'line');
  return uri === null ? null : { uri, line: typeof line === 'number' ? line : null };
}

function stringField(value: unknown, name: string): string | null {
  const found = field(value, name);
  return typeof found === 'string' ? found : null;
}

function field(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return (value as Readonly<Record<string, unknown>>)[name];
}
