// Records what real Alembic emits for every case: `node test/oracle/ddl/record.ts <python with alembic>`.
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { cases } from './cases.ts';

export function record(python: string): string {
  const input = JSON.stringify(
    cases.map((c) => ({ name: c.name, python: c.python, naming: c.namingConvention ?? null })),
  );
  const script = path.join(import.meta.dirname, 'record_ddl.py');
  const result = spawnSync(python, [script], { input, encoding: 'utf8', maxBuffer: 64 << 20 });
  if (result.status !== 0) throw new Error(`the recorder failed:\n${result.stderr}`);
  return result.stdout;
}

export const recordedFile = path.join(import.meta.dirname, '../recorded/ddl.json');

if (import.meta.main) {
  const [python] = process.argv.slice(2);
  if (python === undefined) throw new Error('usage: node test/oracle/ddl/record.ts <python>');
  writeFileSync(recordedFile, record(python));
}
