import { describe, expect, test } from 'vitest';
import { SchemaError } from '../../../server/src/sqlalchemy/sql/errors.ts';
import type { ColumnSpec } from '../../../server/src/sqlalchemy/sql/schema-builder.ts';
import {
  applyNamingConvention,
  buildMetaData,
  buildTable,
} from '../../../server/src/sqlalchemy/sql/schema-builder.ts';
import * as b from '../../oracle/ddl/builders.ts';

const id: ColumnSpec = { name: 'id', type: b.integer, primaryKey: true };

describe('a column', () => {
  test.each<[string, ColumnSpec, boolean]>([
    ['is nullable when nothing is said', { name: 'a', type: b.integer }, true],
    ['is not nullable in the primary key', id, false],
    ['is not nullable as an identity', { name: 'a', type: b.integer, serverDefault: b.identity() }, false],
    ['is what was said, even in the primary key', { ...id, nullable: true }, true],
  ])('%s', (_what, spec, nullable) => {
    expect(buildTable({ name: 't', columns: [spec] }).columns[0]?.nullable).toBe(nullable);
  });

  test('is made part of the key by an explicit PrimaryKeyConstraint', () => {
    const table = buildTable({
      name: 't',
      columns: [{ name: 'a', type: b.integer }],
      constraints: [b.primaryKey(['a'], { name: b.name('pk') })],
    });
    expect(table.columns[0]).toMatchObject({ primaryKey: true, nullable: false });
    expect(table.constraints).toMatchObject([
      { kind: 'primary_key', name: { text: 'pk' }, isImplicit: false },
    ]);
  });
});

describe('constraints', () => {
  test('come in the order of creation: the key, explicit ones, then those of columns', () => {
    const table = buildTable({
      name: 't',
      columns: [
        id,
        {
          name: 'a',
          type: b.boolean({ createConstraint: true }),
          unique: true,
          foreignKeys: [b.references('o.x')],
        },
        { name: 'b', type: b.integer, unique: true },
      ],
      constraints: [b.check('b > 1'), b.unique(['a', 'b'])],
    });
    expect(table.constraints.map((c) => c.kind)).toEqual([
      'primary_key',
      'check',
      'unique',
      'unique',
      'check',
      'foreign_key',
      'unique',
    ]);
  });

  test('name their columns by key and keep the names', () => {
    const table = buildTable({
      name: 't',
      columns: [{ name: 'col_a', key: 'a', type: b.integer }],
      constraints: [b.unique(['a']), b.foreignKey(['a'], 'o', ['id'])],
      indexes: [{ name: b.name('ix'), expressions: ['a'] }],
    });
    expect(table.constraints.slice(1)).toMatchObject([{ columns: ['col_a'] }, { columns: ['col_a'] }]);
    expect(table.indexes[0]?.expressions).toMatchObject([{ kind: 'column', table: 't', name: 'col_a' }]);
  });

  test('on a missing column are an error that names both', () => {
    const build = (): unknown => buildTable({ name: 't', columns: [id], constraints: [b.unique(['gone'])] });
    expect(build).toThrow(SchemaError);
    expect(build).toThrow(/table 't'.*'gone'/);
  });

  test('of foreign keys take the MetaData schema', () => {
    const table = buildTable(
      { name: 't', columns: [{ name: 'a', type: b.integer, foreignKeys: [b.references('o.id')] }] },
      { schema: 's' },
    );
    expect(table.schema).toBe('s');
    expect(table.constraints[1]).toMatchObject({ referredSchema: 's', referredTable: 'o' });
  });

  test('of a type keep the reason why a convention cannot name them, for when they are compiled', () => {
    const table = buildTable(
      { name: 't', columns: [{ name: 'a', type: b.boolean({ createConstraint: true }) }] },
      { namingConvention: { ck: 'ck_%(constraint_name)s' } },
    );
    expect(table.constraints[1]).toMatchObject({ kind: 'check', name: null });
    expect(table.constraints[1]).toHaveProperty('nameError', expect.stringContaining('explicitly named'));
  });

  test('of an explicit CHECK without a name that the convention needs are an error at once', () => {
    expect(() =>
      buildTable(
        { name: 't', columns: [id], constraints: [b.check('id > 0')] },
        { namingConvention: { ck: 'ck_%(constraint_name)s' } },
      ),
    ).toThrow(SchemaError);
  });
});

describe('indexes', () => {
  const columns = [id, { name: 'a', type: b.integer, index: true, unique: true }];

  test('of a column flag get the default name, and take the unique flag with them', () => {
    const table = buildTable({ name: 't', schema: 's', columns });
    expect(table.indexes).toMatchObject([{ name: { text: 'ix_s_t_a', isFinal: true }, unique: true }]);
    expect(table.constraints.map((c) => c.kind)).toEqual(['primary_key']);
  });

  test('have no name under a convention that has none for them', () => {
    const table = buildTable({ name: 't', columns }, { namingConvention: { pk: 'pk_%(table_name)s' } });
    expect(table.indexes[0]?.name).toBeNull();
    expect(table.constraints[0]?.name).toEqual({ text: 'pk_t', isFinal: true });
  });
});

describe('applyNamingConvention', () => {
  test('names what was unnamed, and a second time changes nothing', () => {
    const table = buildTable({
      name: 't',
      columns: [id],
      constraints: [b.check('id > 0', { name: b.name('pos') })],
    });
    const options = { namingConvention: { pk: 'pk_%(table_name)s', ck: 'ck_%(constraint_name)s' } };
    const once = applyNamingConvention(table, options);
    expect(once.constraints.map((c) => c.name?.text)).toEqual(['pk_t', 'ck_pos']);
    expect(applyNamingConvention(once, options)).toEqual(once);
  });
});

describe('buildMetaData', () => {
  test('gives a foreign key column without a type that of the column it leads to, through others', () => {
    const metadata = buildMetaData([
      { name: 'c', columns: [{ name: 'b_id', foreignKeys: [b.references('b.a_id')] }] },
      { name: 'b', columns: [{ name: 'a_id', foreignKeys: [b.references('a.id')] }] },
      { name: 'a', schema: null, columns: [{ name: 'id', type: b.bigInteger, primaryKey: true }] },
    ]);
    expect(metadata.tables.get('c')?.columns[0]?.type).toEqual(b.bigInteger);
  });

  test('ends on keys that lead to each other', () => {
    const metadata = buildMetaData([
      { name: 'a', columns: [{ name: 'x', foreignKeys: [b.references('b.x')] }] },
      { name: 'b', columns: [{ name: 'x', foreignKeys: [b.references('a.x')] }] },
    ]);
    expect(metadata.tables.get('a')?.columns[0]?.type.kind).toBe('NullType');
  });
});
