/** An SQLite schema with every construct that SQLAlchemy reflects, in the many ways in which SQLite lets it be written. */
export const sqliteConstructs: readonly string[] = [
  'CREATE TABLE parent (id INTEGER PRIMARY KEY, "Two Words" TEXT NOT NULL, UNIQUE ("Two Words"))',
  `CREATE TABLE types (
    a BIGINT, b BLOB, c BOOLEAN, d CHAR(3), e DATE, f DATETIME, g DECIMAL(10, 2), h DOUBLE, i FLOAT, j INT, k JSON,
    l NUMERIC(5), m REAL, n SMALLINT, o TEXT, p TIME, q TIMESTAMP, r VARCHAR(20), s NVARCHAR(7), t NCHAR(8),
    u "UNSIGNED BIG INT", v "CHARACTER VARYING(30)", w MONEY, x "DOUBLE PRECISION", y UUID, z
  )`,
  `CREATE TABLE arguments (
    a INTEGER(11), b DATETIME(6), c FLOAT(10, 2), d DOUBLE(8), e BLOB(7), f TEXT(5), g TINYINT(1), h VARCHAR,
    i "VARYING CHARACTER"(255), j DATE(3), k NUMERIC, l BOOL, m DATE_CHAR, n DATETIME_CHAR, o TIME_CHAR, p TIMESTAMP(3),
    q REAL(5), r BLOBBY(5), s "NATIVE CHARACTER"(70), t CLOB, u MEDIUMINT, v FLOATING(3), w STRING, x DEC(4, 1),
    y BINARY(16), z ANY, aa INT(4), ab BOOLEAN(0), ac "INTEGER UNSIGNED", ad bigint, ae VarChar ( 12 ), af LONGTEXT, ag BIGINT(20)
  )`,
  `CREATE TABLE keys (
    a INTEGER NOT NULL, b VARCHAR(10) DEFAULT 'it''s', c INTEGER DEFAULT 5, d DATETIME DEFAULT CURRENT_TIMESTAMP,
    e TEXT DEFAULT (lower('X')), "order" INTEGER, f VARCHAR COLLATE NOCASE, g TEXT DEFAULT 'a :b', h INTEGER DEFAULT -1,
    i TEXT DEFAULT NULL, j BLOB DEFAULT x'00ff', k REAL DEFAULT 1.50, l TEXT DEFAULT "quoted", m INTEGER DEFAULT TRUE,
    CONSTRAINT pk_keys PRIMARY KEY (b, a),
    CONSTRAINT "fk with space" FOREIGN KEY("order") REFERENCES parent (id) ON DELETE SET NULL,
    CONSTRAINT fk_all FOREIGN KEY (c) REFERENCES "parent" ("id") ON UPDATE NO ACTION ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_not FOREIGN KEY (a) REFERENCES parent(id) ON UPDATE
      RESTRICT NOT DEFERRABLE INITIALLY IMMEDIATE,
    FOREIGN KEY(c) REFERENCES parent,
    CONSTRAINT uq_keys UNIQUE (b, c),
    UNIQUE ("order", f),
    CONSTRAINT "uq spaced" UNIQUE (d),
    CONSTRAINT ck_keys CHECK (c > 0 AND b <> '('),
    CONSTRAINT "ck ""quoted" CHECK ((c > 1) OR (c < -1)),
    CONSTRAINT [ck bracket] CHECK (c <> 17),
    CONSTRAINT \`ck tick\` CHECK (c <> 18),
    CHECK (b <> ' :x'),
    CHECK (a > 0
      AND a < 100)
  )`,
  'CREATE INDEX ix_keys_d ON keys (d, e)',
  'CREATE UNIQUE INDEX ux_keys_part ON keys (e) WHERE c > 3',
  'CREATE INDEX ix_part_lower on keys (c) where b is not null and (c > 1)',
  'CREATE INDEX ix_expression ON keys (lower(e))',
  'CREATE INDEX ix_mixed ON keys (c, a + 1)',
  'CREATE UNIQUE INDEX "ux quoted" ON keys ("order" DESC, b COLLATE NOCASE)',
  `CREATE TABLE inline (a INTEGER REFERENCES parent (id) ON DELETE CASCADE, b TEXT UNIQUE, c INTEGER CHECK (c > 1),
    "d e" TEXT UNIQUE, f TEXT NOT NULL UNIQUE, g INTEGER CONSTRAINT ck_inline CHECK (g > 2), h INTEGER NOT NULL REFERENCES parent,
    i VARCHAR(30) UNIQUE)`,
  'CREATE TABLE strict_one (a INTEGER PRIMARY KEY, b TEXT) STRICT, WITHOUT ROWID',
  'CREATE TABLE strict_two (a INTEGER PRIMARY KEY, b TEXT) STRICT',
  'CREATE TABLE no_rowid (a TEXT PRIMARY KEY, b TEXT) WITHOUT ROWID',
  'CREATE TABLE increments (id INTEGER PRIMARY KEY AUTOINCREMENT, a TEXT)',
  `CREATE TABLE generated (a INTEGER, b INTEGER GENERATED ALWAYS AS (a * 2) STORED, c INTEGER AS (a + 1),
    d TEXT GENERATED ALWAYS AS (upper('x,y' || a)) VIRTUAL)`,
  'CREATE TABLE two (a INTEGER, b INTEGER, c TEXT, PRIMARY KEY (b, a))',
  'CREATE TABLE refers_two (x INTEGER, y INTEGER, FOREIGN KEY (x, y) REFERENCES two, FOREIGN KEY (y, x) REFERENCES two (b, a))',
  'CREATE TABLE selfish (id INTEGER PRIMARY KEY, parent_id INTEGER, FOREIGN KEY (parent_id) REFERENCES selfish (id))',
  'CREATE TABLE twice (a INTEGER, FOREIGN KEY (a) REFERENCES parent (id), FOREIGN KEY (a) REFERENCES parent (id))',
  `CREATE TABLE [bracketed] ([a b] TEXT NOT NULL, [c] INTEGER, CONSTRAINT [uq brackets] UNIQUE ([a b], [c]), PRIMARY KEY ([c]))`,
  'CREATE TABLE `ticked` (`a` TEXT, `b` INTEGER UNIQUE)',
  'CREATE TABLE "quo""ted" ("na""me" INTEGER, "percent %" TEXT, "colon:" TEXT)',
  'CREATE TABLE tableCHECK (a INTEGER, checked INTEGER)',
  `CREATE TABLE commented (
    a INTEGER, -- a comment, with CHECK (nothing)
    /* UNIQUE (a) */ b INTEGER
  )`,
  'CREATE TABLE "ünï" ("é" TEXT, CONSTRAINT pk_é PRIMARY KEY ("é"))',
  'CREATE TABLE altered (a INTEGER)',
  "ALTER TABLE altered ADD COLUMN b TEXT DEFAULT 'x' NOT NULL",
  'ALTER TABLE altered ADD COLUMN c INTEGER REFERENCES parent (id)',
  'ALTER TABLE altered RENAME COLUMN a TO "a new"',
  'ALTER TABLE parent RENAME TO parent_renamed',
  "CREATE TABLE made AS SELECT 1 AS a, 'x' AS b",
  'CREATE TEMPORARY TABLE of_the_session (a INTEGER)',
  'CREATE VIRTUAL TABLE words USING fts5(body)',
  'CREATE VIEW some_view AS SELECT id FROM parent_renamed',
  'CREATE TRIGGER touch AFTER INSERT ON keys BEGIN SELECT 1; END',
];
