import type { DdlCase } from './case.ts';
import { ddl } from './case.ts';
import * as b from './builders.ts';

export const indexCases: readonly DdlCase[] = [
  ddl(
    'create_index',
    `op.create_index("ix_t", "t", ["a", "B"])`,
    b.createIndex(b.name('ix_t'), 't', ['a', 'B']),
  ),
  ddl(
    'create_index unique in a schema',
    `op.create_index(op.f("ix_t"), "T", ["a"], unique=True, schema="S")`,
    b.createIndex(b.final('ix_t'), 'T', ['a'], { unique: true, schema: 'S' }),
  ),
  ddl(
    'create_index if_not_exists',
    `op.create_index("ix_t", "t", ["a"], if_not_exists=True)`,
    b.createIndex(b.name('ix_t'), 't', ['a'], { ifNotExists: true }),
  ),
  ddl(
    'create_index of expressions',
    `op.create_index("ix_t", "t", [sa.text("lower(a)"), sa.text("b DESC"), "c", sa.func.upper(sa.column("d")), sa.column("e").desc(), sa.column("f") + sa.column("g")])`,
    b.createIndex(b.name('ix_t'), 't', [
      b.sql('lower(a)'),
      b.sql('b DESC'),
      'c',
      b.func('upper', b.columnClause('d')),
      { kind: 'unary', operator: 'DESC', position: 'suffix', operand: b.columnClause('e') },
      b.binaryOp(b.columnClause('f'), '+', b.columnClause('g')),
    ]),
  ),
  ddl(
    'create_index with an ordering of NULLs',
    `op.create_index("ix_t", "t", [sa.column("e").desc().nulls_last()])`,
    b.createIndex(b.name('ix_t'), 't', [
      {
        kind: 'unary',
        operator: 'NULLS LAST',
        position: 'suffix',
        operand: { kind: 'unary', operator: 'DESC', position: 'suffix', operand: b.columnClause('e') },
      },
    ]),
  ),
  ddl(
    'create_index with PostgreSQL options',
    `op.create_index("ix_t", "t", ["a", "b"], unique=True, postgresql_using="GIN", postgresql_where=sa.text("a > 5"), postgresql_ops={"a": "gin_trgm_ops"}, postgresql_with={"fillfactor": 50}, postgresql_include=["c", "D"], postgresql_tablespace="Fast", postgresql_nulls_not_distinct=True)`,
    b.createIndex(b.name('ix_t'), 't', ['a', 'b'], {
      unique: true,
      ...b.options({
        postgresql_using: 'GIN',
        postgresql_where: b.sql('a > 5'),
        postgresql_ops: { a: 'gin_trgm_ops' },
        postgresql_with: { fillfactor: 50 },
        postgresql_include: ['c', 'D'],
        postgresql_tablespace: 'Fast',
        postgresql_nulls_not_distinct: true,
      }),
    }),
  ),
  ddl(
    'create_index concurrently',
    `op.create_index("ix_t", "t", ["a"], postgresql_concurrently=True, if_not_exists=True)`,
    b.createIndex(b.name('ix_t'), 't', ['a'], {
      ifNotExists: true,
      ...b.options({ postgresql_concurrently: true }),
    }),
  ),
  ddl(
    'create_index with SQLite and SQL Server options',
    `op.create_index("ix_t", "t", ["a"], sqlite_where=sa.text("a > 1"), mssql_include=["b"], mssql_clustered=False, mssql_where=sa.text("a > 2"), mssql_columnstore=True)`,
    b.createIndex(
      b.name('ix_t'),
      't',
      ['a'],
      b.options({
        sqlite_where: b.sql('a > 1'),
        mssql_include: ['b'],
        mssql_clustered: false,
        mssql_where: b.sql('a > 2'),
        mssql_columnstore: true,
      }),
    ),
  ),
  ddl(
    'create_index whose WHERE names the table',
    `t = sa.table("t", sa.column("a"))
op.create_index("ix_t", "t", ["a"], postgresql_where=t.c.a > 5, sqlite_where=t.c.a > 5, mssql_where=t.c.a > 5)`,
    b.createIndex(
      b.name('ix_t'),
      't',
      ['a'],
      b.options(
        Object.fromEntries(
          ['postgresql', 'sqlite', 'mssql'].map((dialect) => [
            `${dialect}_where`,
            b.binaryOp(b.columnClause('a', 't'), '>', b.literal(b.int(5))),
          ]),
        ),
      ),
    ),
  ),
  ddl('create_index without a name', `op.create_index(None, "t", ["a"])`, b.createIndex(null, 't', ['a'])),
  ddl('drop_index', `op.drop_index("ix_t", table_name="t")`, b.dropIndex(b.name('ix_t'), 't')),
  ddl('drop_index without its table', `op.drop_index("ix_t")`, b.dropIndex(b.name('ix_t'), null)),
  ddl(
    'drop_index if_exists concurrently in a schema',
    `op.drop_index("Ix_t", table_name="t", schema="s", if_exists=True, postgresql_concurrently=True)`,
    b.dropIndex(b.name('Ix_t'), 't', {
      schema: 's',
      ifExists: true,
      ...b.options({ postgresql_concurrently: true }),
    }),
  ),
];
