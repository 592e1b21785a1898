/**
 * Compares `create_all` of real packages' models, live: SQLAlchemy emits into a mock engine, Retort from the same files.
 *
 *   npm run report:create-all              all packages
 *   npm run report:create-all -- optuna    these only, with the statements that differ
 */
import path from 'node:path';
import { initTestParser } from '../../support/python.ts';
import { environment, environmentVariables, sitePackagesOf } from '../schema/environments.ts';
import { loadPackage } from '../schema/load-package.ts';
import { packages } from '../schema/packages.ts';
import { comparable, createdByPython, createdByRetort, dialects } from './support.ts';

await initTestParser();
const wanted = process.argv.slice(2);
for (const job of packages.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
  const folder = environment(job);
  const [theirs = []] = createdByPython(path.join(folder, 'bin/python'), [job], folder, environmentVariables);
  const { metadata, interpreter, failures } = loadPackage(job, sitePackagesOf(folder));
  // `retort schema` prints no statement then: something of the models is not known, and says what.
  const [problem] = [...failures, ...interpreter.problems].filter(({ severity }) => severity === 'error');
  for (const [index, expected] of theirs.entries()) {
    const name = `${job.name} ${job.metadata[index] ?? ''}`;
    const mine = metadata[index] ?? null;
    if (mine === null || mine.tables.size !== expected.tables.length) {
      console.log(
        `${name}: refused, ${mine?.tables.size ?? 0} of ${expected.tables.length} tables are known`,
      );
      continue;
    }
    const ours = createdByRetort(mine);
    for (const dialect of dialects) {
      const [actual, real] = [ours[dialect], expected[dialect]];
      const [left, right] = [comparable(actual), comparable(real)];
      const same = left.join('\n') === right.join('\n');
      const reason = 'error' in actual ? actual.error : problem?.message;
      const outcome = same ? 'identical' : reason === undefined ? 'different' : `refused: ${reason}`;
      if (outcome === 'different') process.exitCode = 1;
      console.log(`${name} ${dialect}: ${outcome}, ${right.length} statements`);
      if (outcome !== 'different' || wanted.length === 0) continue;
      if ('error' in real) console.log(`  theirs: ${real.error}`);
      for (const statement of left) if (!right.includes(statement)) console.log(`  ours:   ${statement}`);
      for (const statement of right) if (!left.includes(statement)) console.log(`  theirs: ${statement}`);
      const at = left.findIndex((statement, position) => statement !== right[position]);
      console.log(`  first at ${at}: ours ${left[at] ?? ''} | theirs ${right[at] ?? ''}`);
    }
  }
}
