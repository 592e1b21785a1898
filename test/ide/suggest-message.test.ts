import { beforeAll, expect, test } from 'vitest';
import { suggestMessage } from '../../server/src/ide/suggest-message.ts';
import { openFixture } from '../support/ide.ts';
import { initTestParser } from '../support/python.ts';
import { withModels } from '../support/shop.ts';

beforeAll(initTestParser);

const proposed = (columns: string, more = ''): string =>
  suggestMessage(openFixture(withModels(columns, more)).project.upgradeOps());

test.each([
  ['    phone = Column(String(20))', '', 'add phone to users'],
  ['    phone = Column(String(20), index=True)', '', 'add phone to users'],
  ['    a = Column(String(20))\n    b = Column(Integer)', '', 'add a and b to users'],
  [
    ['a', 'b', 'c', 'd'].map((name) => `    ${name} = Column(Integer)`).join('\n'),
    '',
    'add 4 columns to users',
  ],
  [
    '',
    'class Order(Base):\n    __tablename__ = "orders"\n    id = Column(Integer, primary_key=True)',
    'create orders',
  ],
  [
    '    phone = Column(String(20))',
    'class Order(Base):\n    __tablename__ = "orders"\n    id = Column(Integer, primary_key=True)',
    'create orders and add phone to users',
  ],
  [
    '',
    ['orders', 'teams', 'rooms', 'badges']
      .map(
        (name) =>
          `class ${name}(Base):\n    __tablename__ = "${name}"\n    id = Column(Integer, primary_key=True)\n`,
      )
      .join('\n'),
    'create 4 tables',
  ],
])('%s %s', (columns, more, message) => {
  expect(proposed(columns, more)).toBe(message);
});

test('nothing to say', () => {
  expect(suggestMessage([])).toBe('model changes');
});
