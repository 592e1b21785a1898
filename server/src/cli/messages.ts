import type { Host } from './host.ts';

/**
 * A message as `alembic.util.msg` prints it: as it is, or indented and wrapped when standard input is a terminal.
 * The result has no line end.
 */
export function formatMessage(text: string, terminalWidth: number | null): string {
  if (terminalWidth === null) return text;
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/).filter((part) => part !== '')) {
    for (const piece of pieces(word, Math.max(1, terminalWidth - 2))) {
      if (line === '') line = `  ${piece}`;
      else if (line.length + 1 + piece.length <= terminalWidth) line += ` ${piece}`;
      else {
        lines.push(line);
        line = `  ${piece}`;
      }
    }
  }
  return [...lines, line].join('\n');
}

/** Runs `work` between "… ..." and "done" or "FAILED". Mirrors `alembic.util.status`. */
export function withStatus<T>(host: Host, quiet: boolean, text: string, work: () => T): T {
  if (!quiet) host.stdout(formatMessage(`${text} ...`, host.terminalWidth));
  try {
    const result = work();
    if (!quiet) host.stdout('  done\n');
    return result;
  } catch (error) {
    if (!quiet) host.stdout('  FAILED\n');
    throw error;
  }
}

/** Words longer than a line are broken where it ends. */
function pieces(word: string, width: number): readonly string[] {
  const result: string[] = [];
  for (let rest = word; ; rest = rest.slice(width)) {
    if (rest.length <= width) return [...result, rest];
    result.push(rest.slice(0, width));
  }
}
