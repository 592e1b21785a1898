import { describe, expect, test } from 'vitest';
import { reflectedType as postgresqlType } from '../../../server/src/sqlalchemy/dialects/postgresql/reflected-type.ts';
import {
  typeKey,
  type NamedTypes,
} from '../../../server/src/sqlalchemy/dialects/postgresql/reflection/named-types.ts';
import { reflectedType as sqliteType } from '../../../server/src/sqlalchemy/dialects/sqlite/reflected-type.ts';

const named: NamedTypes = {
  enums: new Map([
    [typeKey(['mood']), { name: 'mood', schema: 'public', isVisible: true, labels: ['sad', 'ok'] }],
    [typeKey(['other', 'Odd.Mood']), { name: 'Odd.Mood', schema: 'other', isVisible: false, labels: [] }],
  ]),
  domains: new Map([
    [
      typeKey(['positive']),
      {
        name: 'positive',
        schema: 'public',
        isVisible: true,
        type: 'integer',
        nullable: false,
        default: '7',
        constraints: [{ name: 'is_positive', check: '(VALUE > 0)' }],
        collation: null,
      },
    ],
  ]),
};

const postgresql = (text: string, warnings: string[] = []): unknown =>
  postgresqlType(text, {
    named,
    collation: null,
    description: "column 'c'",
    warn: (message) => warnings.push(message),
  });

describe('PostgreSQL', () => {
  test('a domain brings its facts', () => {
    expect(postgresql('positive')).toMatchObject({
      name: 'DOMAIN',
      options: { name: 'positive', data_type: { kind: 'INTEGER' }, not_null: true, check: '(VALUE > 0)' },
    });
  });

  test('an enum outside of the search path has its schema, also in an array', () => {
    expect(postgresql('other."Odd.Mood"[]')).toEqual({
      kind: 'dialect',
      dialect: 'postgresql',
      name: 'ARRAY',
      options: {
        item_type: {
          kind: 'dialect',
          dialect: 'postgresql',
          name: 'ENUM',
          options: { enums: [], name: 'Odd.Mood', schema: 'other' },
        },
      },
    });
  });

  test('an interval has its fields and precision', () => {
    expect(postgresql('interval day to second(2)')).toMatchObject({
      options: { fields: 'day to second', precision: 2 },
    });
  });

  test('a type that nobody knows is NullType, with a warning', () => {
    const warnings: string[] = [];
    expect(postgresql('geometry(Point,4326)', warnings)).toEqual({ kind: 'NullType' });
    expect(warnings).toEqual(["Did not recognize type 'geometry' of column 'c'"]);
  });
});

describe('SQLite', () => {
  test('by name, else by affinity', () => {
    expect(sqliteType('VARCHAR(20)')).toMatchObject({ kind: 'VARCHAR', length: 20 });
    expect(sqliteType('UNSIGNED BIG INT')).toEqual({ kind: 'INTEGER' });
    expect(sqliteType('JSON')).toMatchObject({ kind: 'dialect', name: 'JSON' });
    expect(sqliteType('')).toEqual({ kind: 'NullType' });
  });

  test('arguments that the type does not take are none, with a warning', () => {
    const warnings: string[] = [];
    expect(sqliteType('INTEGER(11)', (message) => warnings.push(message))).toEqual({ kind: 'INTEGER' });
    expect(warnings).toEqual([
      "Could not instantiate type <class 'sqlalchemy.sql.sqltypes.INTEGER'> with reflected arguments ['11']; using no arguments.",
    ]);
    expect(sqliteType('DATETIME(6)')).toEqual({ kind: 'DATETIME', timezone: true });
  });
});
