/**
 * Edits the models of real projects at random and compares each evaluation, which keeps the modules that the edit does
 * not concern, with one that evaluates everything. Writes nothing to the disk.
 * Usage: node test/bench/edit-at-random.ts EDITS SEED ALEMBIC_INI...
 */
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { NodeFileSystem } from '../../server/src/drivers/node-file-system.ts';
import { CachedFileSystem } from '../../server/src/workspace/cached-file-system.ts';
import type { FileSystem } from '../../server/src/workspace/file-system.ts';
import { openProject } from '../../server/src/workspace/open-project.ts';
import type { Project } from '../../server/src/workspace/project.ts';
import { initTestParser } from '../support/python.ts';
import { randomEdit, seededRandom } from '../support/random-edits.ts';

await initTestParser();

const disk = new NodeFileSystem();
const edited = new Map<string, string>();
const files: FileSystem = {
  readFile: (file) => edited.get(file) ?? disk.readFile(file),
  version: (file) => edited.get(file) ?? disk.version(file),
  readDirectory: (folder) => disk.readDirectory(folder),
};

function outcome(project: Project): unknown {
  return { models: project.models(), drift: project.drift(), problems: project.comparisonProblems() };
}

const [edits = '100', seed = '1', ...configurations] = process.argv.slice(2);
let differences = 0;
for (const configuration of configurations) {
  const ini = path.resolve(configuration);
  const random = seededRandom(Number(seed) * 7919);
  const cached = new CachedFileSystem(files);
  const project = openProject(cached, ini, { keepsModules: true });
  const paths = [...project.models().files].filter((file) => file.endsWith('.py'));
  const undo: (readonly [string, string])[] = [];
  let keeping = 0;
  let again = 0;
  let anew = 0;
  for (let step = 0; step < Number(edits) && paths.length > 0; step++) {
    const last = undo.at(-1);
    const isUndo = last !== undefined && random(3) > 0;
    const file = isUndo ? last[0] : (paths[random(paths.length)] ?? '');
    const text = files.readFile(file) ?? '';
    const next = isUndo ? last[1] : randomEdit(text, random);
    if (isUndo) undo.pop();
    else undo.push([file, text]);
    edited.set(file, next);
    cached.fileChanged(file);
    const started = performance.now();
    const fast = outcome(project);
    const middle = performance.now();
    const slow = outcome(openProject(files, ini));
    again += middle - started;
    anew += performance.now() - middle;
    if (project.moduleCounts().kept > 0) keeping++;
    if (isDeepStrictEqual(fast, slow)) continue;
    differences++;
    console.log(`  DIFFERENT after step ${step}, an edit of ${file}`);
  }
  edited.clear();
  const tables = project.models().metadata.reduce((sum, each) => sum + each.tables.size, 0);
  console.log(
    `${configuration}: ${paths.length} modules, ${tables} tables, ${edits} edits, modules kept in ${keeping}; ` +
      `${again.toFixed(0)} ms again, ${anew.toFixed(0)} ms anew`,
  );
}
process.exitCode = differences === 0 ? 0 : 1;
