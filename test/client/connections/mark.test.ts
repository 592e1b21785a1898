import { expect, it } from 'vitest';
import { markOf, nameToType, themeColor, unmarked } from '../../../client/src/connections/mark.ts';

it('reads what was stored, and nothing else', () => {
  expect(markOf({ color: 'blue', production: true })).toEqual({ color: 'blue', production: true });
  expect(markOf({ color: 'puce', production: 'yes' })).toEqual(unmarked);
  expect(markOf(undefined)).toEqual(unmarked);
});

it('shows production in red unless another color was chosen', () => {
  expect(themeColor({ color: null, production: true })).toBe('charts.red');
  expect(themeColor({ color: 'purple', production: true })).toBe('charts.purple');
  expect(themeColor(unmarked)).toBeNull();
});

it.each([
  ['app@db.example:5432/shop', 'shop'],
  ['/srv/data/shop.db', 'shop.db'],
  ['./pgdata/', 'pgdata'],
  ['app@localhost', 'app@localhost'],
  [':memory:', ':memory:'],
])('the name to type of %s is %s', (database, name) => {
  expect(nameToType(database)).toBe(name);
});
