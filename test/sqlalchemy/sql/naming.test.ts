import { describe, expect, test } from 'vitest';
import type { NamingSubject } from '../../../server/src/sqlalchemy/sql/schema.ts';
import { constraintName, NamingError } from '../../../server/src/sqlalchemy/sql/naming.ts';

const subject: NamingSubject = {
  prefix: 'fk',
  name: null,
  tableName: 'orders',
  schema: 'my.shop',
  columns: [
    { name: 'user_id', key: 'user' },
    { name: 'org_id', key: 'org' },
  ],
  tableColumns: [],
  referredTable: 'users',
  referredSchema: null,
  referredColumns: ['id', 'org'],
};

describe('tokens of a naming convention', () => {
  test.each([
    ['%(table_name)s', 'orders'],
    ['%(referred_table_name)s', 'users'],
    ['%(column_0_name)s', 'user_id'],
    ['%(column_1_name)s', 'org_id'],
    ['%(column_9_name)s', ''],
    ['%(column_0_key)s', 'user'],
    ['%(column_0_label)s', 'my_shop_orders_user_id'],
    ['%(column_0N_name)s', 'user_idorg_id'],
    ['%(column_0_N_name)s', 'user_id_org_id'],
    ['%(column_0_N_key)s', 'user_org'],
    ['%(referred_column_0_name)s', 'id'],
    ['%(referred_column_0_N_name)s', 'id_org'],
    ['100%%', '100%'],
  ])('%s', (template, expected) => {
    expect(constraintName(subject, { fk: template })).toEqual({ text: expected, isFinal: true });
  });

  test('an unknown token is an error', () => {
    expect(() => constraintName(subject, { fk: '%(colour)s' })).toThrow(NamingError);
  });
});

describe('names that are given', () => {
  const named = { ...subject, name: { text: 'mine', isFinal: false } };

  test('stay where the convention does not ask for them', () => {
    expect(constraintName(named, { fk: 'fk_%(table_name)s' })).toEqual({ text: 'mine', isFinal: false });
  });
  test('are wrapped where it does', () => {
    expect(constraintName(named, { fk: 'fk_%(table_name)s_%(constraint_name)s' })).toEqual({
      text: 'fk_orders_mine',
      isFinal: true,
    });
  });
  test('stay when they are final', () => {
    const final = { ...subject, name: { text: 'done', isFinal: true } };
    expect(constraintName(final, { fk: '%(constraint_name)s_x' })).toEqual(final.name);
  });
  test('are missed with a message that says so', () => {
    expect(() => constraintName(subject, { fk: '%(constraint_name)s' })).toThrow(
      'Naming convention including %(constraint_name)s token requires that constraint is explicitly named.',
    );
  });
  test('are left alone by a convention for other kinds', () => {
    expect(constraintName(subject, { uq: 'uq' })).toBeNull();
  });
});
