import type { RevisionInfo } from '../../../server/src/protocol.ts';

/** The states in words. */
export const states: Readonly<Record<RevisionInfo['state'], string>> = {
  applied: 'Applied',
  pending: 'Pending',
  unknown: 'Not known (no connection)',
};

/** What `alembic show` tells of a revision, as Markdown for a tooltip. */
export function revisionTooltip(revision: RevisionInfo): string {
  const down = revision.downRevisions.map(code).join(', ');
  const rows: [string, string][] = [
    ['Revision', code(revision.revision)],
    [revision.isMergePoint ? 'Merges' : 'Revises', down === '' ? 'nothing, it is a base' : down],
  ];
  if (revision.dependsOn.length > 0) rows.push(['Depends on', revision.dependsOn.map(code).join(', ')]);
  if (revision.branchLabels.length > 0) rows.push(['Labels', revision.branchLabels.map(escape).join(', ')]);
  if (revision.createDate !== null) rows.push(['Created', escape(revision.createDate)]);
  rows.push(['State', states[revision.state] + (revision.isCurrent ? ', the database is here' : '')]);
  rows.push(['File', code(decodeURIComponent(revision.uri.split('/').at(-1) ?? ''))]);
  const lines = [`**${escape(revision.message === '' ? '(no message)' : revision.message)}**`, ''];
  lines.push(...rows.map(([name, value]) => `- ${name}: ${value}`));
  for (const { message, line } of revision.refusals) {
    lines.push('', `$(warning) ${line === null ? '' : `Line ${line + 1}: `}${escape(message)}`);
  }
  for (const note of revision.notes) lines.push('', `$(info) ${escape(note)}`);
  return lines.join('\n');
}

/** Text as Markdown that shows just that text. */
export function escape(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+\-!|<>~$&]/gu, '\\$&');
}

/** Text as a Markdown code span. */
export function code(text: string): string {
  const fence = text.includes('`') ? '``' : '`';
  return `${fence}${text}${fence}`;
}
