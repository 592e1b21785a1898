/** A SQL Server schema with every construct that SQLAlchemy reflects, as the rows of its catalog. */
import type { CatalogTable } from './catalog.ts';

const latin = 'SQL_Latin1_General_CP1_CI_AS';

export const mssqlConstructs: readonly CatalogTable[] = [
  {
    schema: 'dbo',
    name: 'parent',
    comment: "The table's comment",
    columns: [
      { name: 'id', type: 'int', nullable: false, identity: [1, 1], comment: 'The key: a number' },
      { name: 'name', type: 'nvarchar', maxLength: 100, collation: latin, nullable: false },
      { name: 'a', type: 'int', nullable: false },
      { name: 'b', type: 'int', nullable: false },
      { name: 'code', type: 'varchar', maxLength: 10, collation: latin },
    ],
    indexes: [
      { name: 'PK_parent', kind: 'primary_key', type: 1, columns: ['id'] },
      { name: 'UQ_parent_name', kind: 'unique_constraint', type: 2, columns: ['name'] },
      { name: 'UQ_parent_pair', kind: 'unique_constraint', type: 2, columns: ['b', 'a'] },
      { name: 'UX_parent_code', kind: 'index', type: 2, unique: true, columns: ['code'] },
    ],
  },
  {
    schema: 'dbo',
    name: 'types',
    columns: [
      { name: 'c_image', type: 'image' },
      { name: 'c_text', type: 'text', collation: latin },
      { name: 'c_ntext', type: 'ntext', collation: latin },
      { name: 'c_uniqueidentifier', type: 'uniqueidentifier' },
      { name: 'c_date', type: 'date' },
      { name: 'c_time', type: 'time' },
      { name: 'c_time3', type: 'time', maxLength: 4, precision: 12, scale: 3 },
      { name: 'c_datetime2', type: 'datetime2' },
      { name: 'c_datetime2_0', type: 'datetime2', maxLength: 6, precision: 19, scale: 0 },
      { name: 'c_datetimeoffset', type: 'datetimeoffset' },
      { name: 'c_smalldatetime', type: 'smalldatetime' },
      { name: 'c_datetime', type: 'datetime' },
      { name: 'c_tinyint', type: 'tinyint' },
      { name: 'c_smallint', type: 'smallint' },
      { name: 'c_int', type: 'int' },
      { name: 'c_bigint', type: 'bigint' },
      { name: 'c_real', type: 'real' },
      { name: 'c_float', type: 'float' },
      { name: 'c_float24', type: 'float', maxLength: 4, precision: 24 },
      { name: 'c_money', type: 'money' },
      { name: 'c_smallmoney', type: 'smallmoney' },
      { name: 'c_decimal', type: 'decimal', maxLength: 9, precision: 10, scale: 2 },
      { name: 'c_numeric', type: 'numeric', maxLength: 9, precision: 18, scale: 0 },
      { name: 'c_bit', type: 'bit' },
      { name: 'c_sql_variant', type: 'sql_variant' },
      { name: 'c_varbinary', type: 'varbinary', maxLength: 16 },
      { name: 'c_varbinary_max', type: 'varbinary', maxLength: -1 },
      { name: 'c_binary', type: 'binary', maxLength: 8 },
      { name: 'c_varchar', type: 'varchar', maxLength: 20, collation: latin },
      { name: 'c_varchar_max', type: 'varchar', maxLength: -1, collation: 'Latin1_General_BIN2' },
      { name: 'c_nvarchar', type: 'nvarchar', maxLength: 40, collation: latin },
      { name: 'c_nvarchar_max', type: 'nvarchar', maxLength: -1, collation: latin },
      { name: 'c_char', type: 'char', maxLength: 3, collation: latin },
      { name: 'c_nchar', type: 'nchar', maxLength: 6, collation: latin },
      { name: 'c_timestamp', type: 'timestamp', nullable: false },
      { name: 'c_xml', type: 'xml' },
      { name: 'c_sysname', type: 'sysname', collation: latin, nullable: false },
      { name: 'c_phone', type: 'PhoneNumber', collation: latin },
      { name: 'c_flag', type: 'Flag' },
      { name: 'c_geography', type: 'geography' },
      { name: 'c_hierarchyid', type: 'hierarchyid' },
    ],
    indexes: [{ name: 'heap', kind: 'index', type: 0, columns: [] }],
  },
  {
    schema: 'dbo',
    name: 'child',
    columns: [
      { name: 'id', type: 'bigint', nullable: false, identity: ['9007199254740993', 5] },
      { name: 'parent_id', type: 'int', nullable: false, default: '((1))' },
      { name: 'a', type: 'int', comment: 'Half of a pair' },
      { name: 'b', type: 'int' },
      { name: 'text', type: 'nvarchar', maxLength: 510, collation: latin, default: "(N'it''s: a :b')" },
      { name: 'made', type: 'datetime2', nullable: false, default: '(sysutcdatetime())' },
      { name: 'sum', type: 'int', computed: ['([a]+[b])', false] },
      { name: 'stored', type: 'int', nullable: false, computed: ["(isnull([a],(0))*len('x:y'))", true] },
      { name: 'other_id', type: 'int' },
      { name: 'code', type: 'varchar', maxLength: 10, collation: latin },
    ],
    indexes: [
      { name: 'PK_child', kind: 'primary_key', type: 2, columns: ['parent_id', 'id'] },
      { name: 'CX_child', kind: 'index', type: 1, columns: ['id'] },
      {
        ...{ name: 'IX_child_filter', kind: 'index', type: 2, unique: true, columns: ['a', 'b'] },
        ...{ include: ['text', 'made'], where: "([a] IS NOT NULL AND [text]<>N'x:y')" },
      },
      { name: 'IX child spaced', kind: 'index', type: 2, columns: ['made'] },
    ],
    foreignKeys: [
      {
        ...{ name: 'FK_child_parent', columns: ['parent_id'], table: ['dbo', 'parent'], referred: ['id'] },
        ...{ key: 'PK_parent', ondelete: 'CASCADE', onupdate: 'SET_DEFAULT' },
      },
      {
        ...{ name: 'FK_child_pair', columns: ['b', 'a'], table: ['dbo', 'parent'], referred: ['b', 'a'] },
        ...{ key: 'UQ_parent_pair', ondelete: 'SET_NULL' },
      },
      {
        ...{ name: 'FK_child_code', columns: ['code'], table: ['dbo', 'parent'], referred: ['code'] },
        key: 'UX_parent_code',
      },
      {
        ...{ name: 'FK_child_other', columns: ['other_id'], table: ['other', 'theirs'], referred: ['id'] },
        key: 'PK_theirs',
      },
    ],
  },
  {
    schema: 'dbo',
    name: 'tree',
    columns: [
      { name: 'id', type: 'numeric', precision: 18, scale: 0, nullable: false, identity: [10, -1] },
      { name: 'parent_id', type: 'numeric', precision: 18, scale: 0 },
    ],
    indexes: [{ name: 'PK_tree', kind: 'primary_key', type: 1, columns: ['id'] }],
    foreignKeys: [
      { name: 'FK_tree', columns: ['parent_id'], table: ['dbo', 'tree'], referred: ['id'], key: 'PK_tree' },
    ],
  },
  {
    schema: 'dbo',
    name: 'stored by column',
    columns: [
      { name: 'id', type: 'int', nullable: false },
      { name: 'a b', type: 'int' },
    ],
    indexes: [{ name: 'CCI', kind: 'index', type: 5, columns: ['id', 'a b'] }],
  },
  {
    schema: 'dbo',
    name: 'partly_by_column',
    columns: [
      { name: 'id', type: 'int', nullable: false },
      { name: 'a', type: 'int' },
      { name: 'x', type: 'xml' },
    ],
    indexes: [
      { name: 'PK_partly', kind: 'primary_key', type: 1, columns: ['id'] },
      { name: 'NCCI', kind: 'index', type: 6, columns: ['id', 'a'] },
      { name: 'XML_x', kind: 'index', type: 3, columns: ['x'] },
    ],
  },
  {
    schema: 'dbo',
    name: 'no_key',
    columns: [
      { name: 'a', type: 'int' },
      { name: 'i', type: 'int', nullable: false, identity: [null, null] },
    ],
  },
  {
    schema: 'dbo',
    name: "quote'd ]name",
    columns: [{ name: "it's [odd]", type: 'int', nullable: false }],
    indexes: [{ name: 'PK [odd]', kind: 'primary_key', type: 1, columns: ["it's [odd]"] }],
  },
  {
    schema: 'other',
    name: 'theirs',
    comment: 'In another schema',
    columns: [
      { name: 'id', type: 'int', nullable: false },
      { name: 'parent_id', type: 'int' },
    ],
    indexes: [{ name: 'PK_theirs', kind: 'primary_key', type: 1, columns: ['id'] }],
    foreignKeys: [
      {
        ...{ name: 'FK_theirs', columns: ['parent_id'], table: ['dbo', 'parent'], referred: ['id'] },
        key: 'PK_parent',
      },
    ],
  },
  {
    schema: 'other',
    name: 'parent',
    columns: [
      { name: 'id', type: 'int', nullable: false },
      { name: 'theirs_id', type: 'int' },
    ],
    indexes: [{ name: 'PK_other_parent', kind: 'primary_key', type: 1, columns: ['id'] }],
    foreignKeys: [
      {
        ...{ name: 'FK_own', columns: ['theirs_id'], table: ['other', 'theirs'], referred: ['id'] },
        key: 'PK_theirs',
      },
    ],
  },
  { schema: 'dbo', name: 'some_view', isView: true, columns: [{ name: 'id', type: 'int', nullable: false }] },
];

/** What is no table: rows of the catalog as they are. Schema 1 is `dbo`, object 1010 `parent`. */
export const mssqlObjects = `
INSERT INTO sys_objects VALUES (1, 'touch', 1, 1010, 'TR'), (2, 'total', 1, 0, 'FN'), (3, 'refresh', 2, 0, 'P '), (4, 'numbers', 1, 0, 'SO'),
  (5, 'a_view', 2, 0, 'V '), (6, 'CK_parent', 1, 1010, 'C ');
INSERT INTO sys_sql_modules VALUES (1, 'CREATE TRIGGER touch ON parent AFTER UPDATE AS SELECT 1'),
  (2, 'CREATE FUNCTION total() RETURNS int AS BEGIN RETURN 1 END'), (3, 'CREATE PROCEDURE other.refresh AS SELECT 1'),
  (5, 'CREATE VIEW other.a_view AS SELECT id FROM parent');
INSERT INTO sys_triggers VALUES (1, 'touch', 1010, 1);
INSERT INTO sys_sequences VALUES (4, 'numbers', 5, 2, -9223372036854775808, 9223372036854775807, 0, NULL, 127);
INSERT INTO sys_check_constraints VALUES (6, 'CK_parent', 1, 1010, '([a]>(0))');
`;
