import { join } from 'node:path';

/** Where a program keeps what it remembers of its user's work, by the system's custom; null when no home is known. */
export function stateFolder(environment: Readonly<Record<string, string | undefined>>): string | null {
  const given = environment['XDG_STATE_HOME'];
  if (given !== undefined && given !== '') return join(given, 'retort');
  const local = environment['LOCALAPPDATA'];
  if (process.platform === 'win32') return local === undefined ? null : join(local, 'retort');
  const home = environment['HOME'];
  if (home === undefined || home === '') return null;
  return process.platform === 'darwin'
    ? join(home, 'Library/Application Support/retort')
    : join(home, '.local/state/retort');
}
