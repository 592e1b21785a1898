import { window, type LogOutputChannel } from 'vscode';

/** The "Retort" output channel. Whoever writes to it keeps passwords out: only URLs without them are ever at hand. */
export function createLog(): LogOutputChannel {
  return window.createOutputChannel('Retort', { log: true });
}
