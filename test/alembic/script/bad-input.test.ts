import { beforeAll, expect, test } from 'vitest';
import { loadScripts } from '../../../server/src/alembic/script/load-scripts.ts';
import { RevisionMap } from '../../../server/src/alembic/script/revision-map.ts';
import { MemoryFileSystem } from '../../support/memory-file-system.ts';
import { initTestParser } from '../../support/python.ts';

beforeAll(initTestParser);

/** A script of its own day, so that what came first can be told. */
function script(id: string, down: string | null, day: string): string {
  return `"""${id}\n\nCreate Date: 2026-01-${day}\n"""\nrevision = '${id}'\ndown_revision = ${down === null ? 'None' : `'${down}'`}\n`;
}

function load(files: Readonly<Record<string, string>>): RevisionMap {
  const { scripts } = loadScripts(new MemoryFileSystem(files), ['/v'], { recursive: false });
  return new RevisionMap(scripts);
}

test('a circle is told once, at the revision that was written before the one it follows', () => {
  const map = load({
    '/v/a.py': script('aa', 'cc', '01'),
    '/v/b.py': script('bb', 'aa', '02'),
    '/v/c.py': script('cc', 'bb', '03'),
    // Hangs on the circle, and is no part of it.
    '/v/0.py': script('00', 'cc', '00'),
  });
  expect(map.problems).toHaveLength(1);
  expect(map.problems[0]).toMatchObject({ code: 'revision-cycle', origin: { file: '/v/a.py' } });
  expect(map.defect?.message).toBe('Cycle is detected in revisions (00, aa, bb, cc)');
});

test('a circle of hundreds names a few members and the count', () => {
  const count = 549;
  const id = (index: number): string => `r${String((index + count) % count).padStart(3, '0')}`;
  const map = load(
    Object.fromEntries(
      Array.from({ length: count }, (_, index) => [
        `/v/${id(index)}.py`,
        script(id(index), id(index - 1), '01'),
      ]),
    ),
  );
  expect(map.problems.map(({ message }) => message)).toEqual([
    'Cycle is detected in 549 revisions (r000, r001, r002, r003, r004, r005, r006, r007 and 541 more); ' +
      'correct the down_revision that closes the circle, maybe this one',
  ]);
  // The command fails with upstream's words, which name all.
  expect(map.defect?.message).toContain('r548)');
});
