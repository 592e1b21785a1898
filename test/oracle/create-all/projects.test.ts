/** `retort schema` of the sample projects, beside `metadata.create_all()` of the modules that their env.py imports. */
import { beforeAll, describe, expect, test } from 'vitest';
import { oraclePython, sampleProject, type ProjectCopy } from '../support/tools.ts';
import { comparable, createdByPython, dialects, type CreatedMetaData } from './support.ts';

const projects = [
  { name: 'shop', imports: ['shop.models', 'shop.order_products'], metadata: ['shop.base:Base.metadata'] },
  { name: 'tutorial', imports: ['chat_table'], metadata: ['chat_table:Base.metadata'] },
];

for (const { name, ...job } of projects) {
  describe(name, () => {
    let copy: ProjectCopy;
    let expected: CreatedMetaData | undefined;

    beforeAll(() => {
      copy = sampleProject(name, `create-all-${name}`);
      expected = createdByPython(oraclePython(), [job], copy.cwd)[0]?.[0];
    });

    test.each(dialects)('%s', (dialect) => {
      const created = expected?.[dialect];
      if (created === undefined || 'error' in created) throw new Error('the real tool gives no statements');
      const { code, stdout, stderr } = copy.retort('schema', '--sql', '--dialect', dialect);
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      const printed = stdout.split(';\n\n').filter((text) => text.trim() !== '');
      const real = comparable(created).map((sql) => sql.trim());
      expect(comparable({ statements: printed }).map((sql) => sql.trim())).toEqual(real);
      expect(real.length).toBeGreaterThan(0);
    });
  });
}
