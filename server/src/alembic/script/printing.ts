import type { Revision } from './revision.ts';

export interface CommandFormat {
  readonly verbose?: boolean;
  readonly includeBranches?: boolean;
  readonly includeDoc?: boolean;
  readonly includeParents?: boolean;
  readonly treeIndicators?: boolean;
  /** Ids that a database is at; they get "(current)". */
  readonly currents?: ReadonlySet<string>;
}

/** One revision in a listing. Mirrors `Script.cmd_format`. */
export function commandFormat(revision: Revision, format: CommandFormat): string {
  return format.verbose ? logEntry(revision, format.currents) : headOnly(revision, format);
}

/** Several lines, the last one empty. Mirrors `Script.log_entry`. */
export function logEntry(revision: Revision, currents?: ReadonlySet<string>): string {
  const { script } = revision;
  const mark = (holds: boolean, text: string): string => (holds ? ` (${text})` : '');
  const lines = [
    `Rev: ${revision.revision}` +
      mark(revision.isHead, 'head') +
      mark(revision.isBranchPoint, 'branchpoint') +
      mark(revision.isMergePoint, 'mergepoint') +
      mark(currents?.has(revision.revision) ?? false, 'current'),
    `${revision.isMergePoint ? 'Merges' : 'Parent'}: ${formatDownRevision(revision)}`,
  ];
  if (revision.dependencies.length > 0) lines.push(`Also depends on: ${revision.dependencies.join(', ')}`);
  if (revision.isBranchPoint) lines.push(`Branches into: ${[...revision.nextrev].join(', ')}`);
  if (revision.branchLabels.size > 0) lines.push(`Branch names: ${[...revision.branchLabels].join(', ')}`);
  lines.push(`Path: ${script.path}`, '');
  const paragraphs = splitLines(script.longDoc).map((line) => `    ${line}`);
  return `${lines.join('\n')}\n${paragraphs.join('\n')}\n`;
}

function headOnly(revision: Revision, format: CommandFormat): string {
  let text = revision.revision;
  if (format.includeParents) {
    const dependencies = revision.dependencies.length > 0 ? ` (${revision.dependencies.join(', ')})` : '';
    text = `${formatDownRevision(revision)}${dependencies} -> ${text}`;
  }
  if (format.includeBranches && revision.branchLabels.size > 0) {
    text += ` (${[...revision.branchLabels].join(', ')})`;
  }
  if (revision.isRealHead) text += ' (head)';
  else if (revision.isHead) text += ' (effective head)';
  if (format.currents?.has(revision.revision)) text += ' (current)';
  if (format.treeIndicators ?? true) {
    if (revision.isBranchPoint) text += ' (branchpoint)';
    if (revision.isMergePoint) text += ' (mergepoint)';
  }
  if (format.includeDoc) text += `, ${revision.script.doc}`;
  return text;
}

function formatDownRevision(revision: Revision): string {
  return revision.downRevisions.length === 0 ? '<base>' : revision.downRevisions.join(', ');
}

// Python's `str.splitlines` knows these line ends, and gives no empty last line.
const lineEnds = new Set('\n\r\v\f\u001c\u001d\u001e\u0085\u2028\u2029');

function splitLines(text: string): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const character of text.replaceAll('\r\n', '\n')) {
    if (!lineEnds.has(character)) {
      line += character;
      continue;
    }
    lines.push(line);
    line = '';
  }
  if (line !== '') lines.push(line);
  return lines;
}
