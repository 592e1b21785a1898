/** Compares the replayed schema of real histories with the PostgreSQL that real Alembic upgrades, and writes REPLAY.md. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { initTestParser } from '../../../support/python.ts';
import { cache } from '../folders.ts';
import { trees } from '../trees.ts';
import { compareReplay, type ReplayResult } from './compare-tree.ts';
import { startServer } from './server.ts';

await initTestParser();
const wanted = process.argv.slice(2);
const server = await startServer();
const lines: string[] = [];
const details: string[] = [];
try {
  for (const tree of trees.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
    const result = await compareReplay(tree, server.url);
    const line = row(tree.name, result);
    console.log(line);
    lines.push(line);
    if (typeof result !== 'string') {
      const listed = [
        ...result.differences.map((difference) => `- ${tree.name}: ${difference}`),
        ...result.uncertain.map((difference) => `- ${tree.name}, told: ${difference}`),
      ];
      if (wanted.length > 0) console.log(listed.join('\n'));
      details.push(
        ...(listed.length <= 15
          ? listed
          : [...listed.slice(0, 15), `- ${tree.name}: and ${String(listed.length - 15)} more`]),
      );
    }
  }
} finally {
  await server.stop();
}
if (wanted.length === 0) writeFileSync(path.join(import.meta.dirname, '../REPLAY.md'), document());

function row(name: string, result: ReplayResult | string): string {
  if (typeof result === 'string') return `| ${name} | – | – | – | – | – | ${cell(result)} |`;
  const { at, stopped, tables, refused, uncertain, differences } = result;
  return `| ${name} | ${at.join(', ')} | ${String(tables)} | ${String(refused)} | ${String(uncertain.length)} | ${String(differences.length)} | ${cell(stopped ?? '')} |`;
}

function cell(text: string): string {
  return text.replaceAll(`${cache}/`, '').replaceAll('|', '\\|').slice(0, 160);
}

function document(): string {
  return [
    '# Real histories replayed, and run',
    '',
    `Written by \`npm run report:replay\` on ${new Date().toISOString().slice(0, 10)}. Real Alembic upgrades an empty PostgreSQL`,
    'as far as it can under an env.py that does nothing else; Retort reflects it, and replays the same revisions in memory.',
    'The differences are what autogenerate (types and server defaults compared) would change to make one the other.',
    '',
    '- *refused*: revisions on the way that Retort cannot follow. It then says that the history is not certain from there on.',
    '- *told*: differences in tables of which the replay says that it is not certain: raw SQL touches them, a revision changes them',
    '  after it has looked at rows, or they stand behind a refused revision.',
    '- *differences*: the others. Both are listed below.',
    '',
    'Revisions that ask the database are replayed on the schema that the history has built before them. Histories that begin',
    'with tables that something else makes (`relation … does not exist`) or that their own scripts stop cannot be compared further.',
    '',
    '| history | at | tables | refused | told | differences | why Alembic stopped |',
    '|---|---|---|---|---|---|---|',
    ...lines,
    '',
    ...details,
    '',
  ].join('\n');
}
