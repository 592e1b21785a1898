import { readFileSync } from 'node:fs';

/** The 1-based line of an offset in a file on disk. */
export function offsetToLine(file: string, offset: number): number {
  return readFileSync(file, 'utf8').slice(0, offset).split('\n').length;
}
