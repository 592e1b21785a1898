import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';

const source = path.resolve(import.meta.dirname, '../../../client/src');
const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((name) =>
  name.endsWith('.ts'),
);

it('touches passwords in one file only, the store', () => {
  const users = files.filter((file) =>
    /\.secrets\b|password: true/u.test(readFileSync(path.join(source, file), 'utf8')),
  );
  expect(users).toEqual([path.join('connections', 'connection-store.ts')]);
});

it('imports nothing of the server but the protocol', () => {
  for (const file of files) {
    const text = readFileSync(path.join(source, file), 'utf8');
    for (const [, imported] of text.matchAll(/from '([^']*server\/src[^']*)'/gu)) {
      expect(imported).toMatch(/server\/src\/protocol\.ts$/u);
    }
  }
});
