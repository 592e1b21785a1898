/** A workspace of 1,000 tables: evaluating its models at first, and after keystrokes. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { NodeFileSystem } from '../../server/src/drivers/node-file-system.ts';
import { CachedFileSystem } from '../../server/src/workspace/cached-file-system.ts';
import { openProject } from '../../server/src/workspace/open-project.ts';
import { initTestParser } from '../support/python.ts';
import { generateWorkspace } from './generate-workspace.ts';
import { measure, median, ms, type Measured } from './measure.ts';

export async function benchWorkspace(root: string, python: string): Promise<void> {
  await initTestParser();
  const dir = path.join(root, '.cache/bench/workspace');
  const { base, models } = generateWorkspace(dir, { files: 200, tablesPerFile: 5, columns: 10 });
  const files = new CachedFileSystem(new NodeFileSystem());
  const project = openProject(files, path.join(dir, 'alembic.ini'), { keepsModules: true });
  const evaluate = (): Measured => {
    const cpu = process.cpuUsage();
    const started = performance.now();
    project.models();
    project.drift();
    const { user, system } = process.cpuUsage(cpu);
    return { wall: performance.now() - started, cpu: (user + system) / 1000 };
  };
  const edit = (file: string, change: (text: string) => string): Measured => {
    writeFileSync(file, change(readFileSync(file, 'utf8')));
    files.fileChanged(file);
    return evaluate();
  };
  const tell = (what: string, measured: readonly Measured[]): void => {
    const { reached, kept } = project.moduleCounts();
    console.log(
      `  ${what.padEnd(36)} ${ms(median(measured.map(({ wall }) => wall)))} (CPU ${ms(median(measured.map(({ cpu }) => cpu)))}), ` +
        `${reached - kept} of ${reached} modules executed`,
    );
  };

  console.log('\nworkspace of 1,000 tables in 200 files: models and drift');
  tell('at first', [evaluate()]);
  const leaf = models[100] ?? base;
  const typed = Array.from({ length: 15 }, (_, at) =>
    edit(leaf, (text) => text.replace(/column_0\w*:/, `column_0${'abcdefghijklmno'.charAt(at)}:`)),
  );
  // The first ones still run code that nothing has run before.
  tell('a keystroke in one model file', typed.slice(5));
  tell('a keystroke in the base file', [
    edit(base, (text) => text.replace('created_at', 'made_at')),
    edit(base, (text) => text.replace('made_at', 'created_at')),
    edit(base, (text) => text.replace('created_at', 'born_at')),
  ]);
  const code = 'from app.models import Base; print(len(Base.metadata.sorted_tables))';
  const imports = [1, 2, 3].map(() => measure({ command: python, args: ['-c', code] }, dir));
  console.log(
    `  ${'SQLAlchemy, imported and sorted'.padEnd(36)} ${ms(median(imports.map(({ wall }) => wall)))} (CPU ${ms(median(imports.map(({ cpu }) => cpu)))}), each time, without drift`,
  );
}
