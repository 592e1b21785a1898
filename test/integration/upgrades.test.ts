/**
 * The sample projects on real databases, by Alembic, by the `retort` command, and by both in turn: equal in schema and rows
 * at every revision, up and down. `npm run report:upgrades` does the same with the histories of real packages.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, inject, test } from 'vitest';
import { kinds, sampleProject, sampleProjects } from '../oracle/upgrades/projects.ts';
import { walk } from '../oracle/upgrades/walk.ts';
import { python, scratch } from './project.ts';

const server = inject('postgresUrl');
const folder = join(scratch, 'upgrades');

describe.skipIf(python === null).each(kinds.filter((kind) => kind === 'SQLite' || server !== null))(
  '%s',
  (kind) => {
    // The long one on one database: it is in the report on both.
    const names = sampleProjects.filter((name) => kind === 'SQLite' || name !== 'branches');
    test.each(names)('%s', async (name) => {
      mkdirSync(folder, { recursive: true });
      const project = sampleProject(name, folder, python ?? '');
      const result = await walk(project, kind, true, { server: server ?? '', folder });
      const { revisions, up, down, compared, equal, rows, stopped, refused, differences } = result;
      expect({ differences, refused, stopped }).toEqual({ differences: [], refused: [], stopped: [] });
      expect(up).toBe(revisions);
      expect(down).toBeGreaterThan(0);
      expect(rows).toBeGreaterThan(0);
      expect(compared).toBeGreaterThanOrEqual(2 * (up + down));
      expect(equal).toBe(compared);
    });
  },
);
