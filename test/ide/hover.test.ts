import { beforeAll, expect, test } from 'vitest';
import { hover } from '../../server/src/ide/hover.ts';
import { openFixture } from '../support/ide.ts';
import { initTestParser } from '../support/python.ts';
import { shop, withModels } from '../support/shop.ts';

beforeAll(initTestParser);

function hoverAt(source: string): string | null {
  const open = openFixture(source);
  const { module, offset } = open.atCursor();
  return hover(open.project, module, offset)?.markdown ?? null;
}

const usersSql = `\`\`\`sql
CREATE TABLE users (
	id SERIAL NOT NULL, 
	email VARCHAR(255) NOT NULL, 
	name VARCHAR(80), 
	PRIMARY KEY (id)
)
\`\`\`

Added by revision \`a1b2c3d4e5f6\`: Create users`;

test('the name of a table shows its DDL and the revision that added it', () => {
  expect(hoverAt(shop.replace('__tablename__ = "users"', '__tablename__ = "us$0ers"'))).toBe(usersSql);
});

test('so does the name of its class', () => {
  expect(hoverAt(shop.replace('class User', 'class Us$0er'))).toBe(usersSql);
});

test('indexes come with their table', () => {
  expect(
    hoverAt(
      withModels('    phone = Column(String(20), index=True)').replaceAll('class User', 'class Us$0er'),
    ),
  ).toContain('PRIMARY KEY (id)\n);\n\nCREATE INDEX ix_users_phone ON users (phone);\n```');
});

test('a column shows its own line', () => {
  expect(hoverAt(shop.replace('name = Column', 'na$0me = Column'))).toBe(
    '```sql\n-- users\nname VARCHAR(80)\n```\n\nAdded by revision `b2b2c3d4e5f6`: Add a name',
  );
});

test('a column without a migration says so', () => {
  expect(hoverAt(withModels('    pho$0ne = Column(String(20))'))).toContain('No migration yet');
});

test('the target of a foreign key shows the column that it names', () => {
  expect(hoverAt(withModels('    boss_id = Column(Integer, ForeignKey("users.$0id"))'))).toContain(
    'id SERIAL NOT NULL',
  );
});

test('nothing elsewhere', () => {
  expect(hoverAt(shop.replace('declarative_base()', 'declar$0ative_base()'))).toBeNull();
});
