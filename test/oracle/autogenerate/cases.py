"""What is compared and rendered. A source fills ``m`` (a MetaData); sources of a pair are before and after."""

SHOP = '''
Table("users", m,
    Column("id", sa.Integer, primary_key=True),
    Column("name", sa.String(255), nullable=False),
    Column("email", sa.String(255), nullable=False, unique=True),
    Column("created_at", sa.DateTime, server_default=func.now(), nullable=False))
Table("orders", m,
    Column("id", sa.Integer, primary_key=True),
    Column("user_id", sa.Integer, ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
    Column("created_at", sa.DateTime, server_default=func.now(), nullable=False))
Table("products", m,
    Column("id", sa.Integer, primary_key=True),
    Column("title", sa.String(255), nullable=False),
    Column("description", sa.Text),
    Column("price", sa.Numeric(10, 2), nullable=False),
    Column("created_at", sa.DateTime, server_default=func.now(), nullable=False))
Table("order_products", m,
    Column("order_id", sa.Integer, ForeignKey("orders.id", ondelete="CASCADE"), primary_key=True),
    Column("product_id", sa.Integer, ForeignKey("products.id", ondelete="CASCADE"), primary_key=True),
    Column("quantity", sa.Integer, nullable=False),
    Column("created_at", sa.DateTime, server_default=func.now(), nullable=False))
'''
NAMED = '''
m.naming_convention = {"ix": "ix_%(column_0_label)s", "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s", "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s"}
'''


def table(*items):
    return 'Table("t", m, Column("id", sa.Integer, primary_key=True), ' + ", ".join(items) + ")\n"


def column(text):
    return table(f'Column("c", {text})')


T = table('Column("x", sa.String(50))', 'Column("y", sa.Integer)')

# Before, after; each on every database that is there.
PAIRS = {
    "tutorial four tables": ("", SHOP),
    "tutorial nothing changed": (SHOP, SHOP),
    # Upstream drops several tables in an arbitrary order, so only one.
    "tutorial table removed": (SHOP, SHOP[: SHOP.index('Table("order_products"')]),
    "tutorial phone number added": (SHOP, SHOP.replace('    Column("created_at"', '    Column("phone_number", sa.String(20)),\n    Column("created_at"', 1)),
    "tutorial phone number removed": (SHOP.replace('    Column("created_at"', '    Column("phone_number", sa.String(20)),\n    Column("created_at"', 1), SHOP),
    "tutorial varchar shrinks": (SHOP, SHOP.replace('"name", sa.String(255)', '"name", sa.String(10)')),
    "tutorial varchar grows": (SHOP.replace('"name", sa.String(255)', '"name", sa.String(10)'), SHOP),
    "tutorial text to varchar": (SHOP, SHOP.replace('"description", sa.Text', '"description", sa.String(3000)')),
    "tutorial varchar to text": (SHOP.replace('"description", sa.Text', '"description", sa.String(3000)'), SHOP),
    "tutorial foreign key action removed": (SHOP, SHOP.replace(', ondelete="CASCADE"), nullable=False', '), nullable=False')),
    "tutorial unique removed": (SHOP, SHOP.replace(", unique=True", "")),
    "tutorial unique added": (SHOP.replace(", unique=True", ""), SHOP),
    "type of a column with default": (column('sa.String(20), server_default="a"'), column('sa.String(30), server_default="a"')),
    "type of a column with number default": (column('sa.Integer, server_default="0", nullable=False'), column('sa.BigInteger, server_default="0", nullable=False')),
    "type of a column with text default": (column('sa.Text, server_default=text("\'x\'")'), column('sa.String(30), server_default=text("\'x\'")')),
    "type of a column with function default": (column("sa.DateTime, server_default=func.now()"), column("sa.Date, server_default=func.now()")),
    "boolean default kept": (column("sa.Boolean, server_default=sa.false(), nullable=False"), column("sa.Boolean, server_default=sa.false(), nullable=True")),
    "integer to bigint primary key": ('Table("t", m, Column("id", sa.Integer, primary_key=True))', 'Table("t", m, Column("id", sa.BigInteger, primary_key=True))'),
    "nullable to not null": (column("sa.String(20)"), column("sa.String(20), nullable=False")),
    "not null to nullable": (column("sa.String(20), nullable=False"), column("sa.String(20)")),
    "type and nullable": (column("sa.String(20), nullable=False"), column("sa.Text")),
    "numeric precision": (column("sa.Numeric(10, 2)"), column("sa.Numeric(12, 4)")),
    "numeric decimal equal": (column("sa.Numeric(10, 2)"), column("sa.DECIMAL(10, 2)")),
    "numeric without scale": (column("sa.Numeric(10)"), column("sa.Integer")),
    "string varchar equal": (column("sa.String(50)"), column("sa.VARCHAR(50)")),
    "float to double": (column("sa.Float"), column("sa.Double")),
    "float to integer": (column("sa.Float"), column("sa.Integer")),
    "boolean to integer": (column("sa.Boolean"), column("sa.Integer")),
    "datetime to date": (column("sa.DateTime"), column("sa.Date")),
    "datetime gains time zone": (column("sa.DateTime"), column("sa.DateTime(timezone=True)")),
    "time to string": (column("sa.Time"), column("sa.String(8)")),
    "json to text": (column("sa.JSON"), column("sa.Text")),
    "text to json": (column("sa.Text"), column("sa.JSON")),
    "binary to text": (column("sa.LargeBinary"), column("sa.Text")),
    "uuid to string": (column("sa.Uuid"), column("sa.String(36)")),
    "interval to integer": (column("sa.Interval"), column("sa.Integer")),
    "char length": (column("sa.CHAR(2)"), column("sa.CHAR(3)")),
    "small to big integer": (column("sa.SmallInteger"), column("sa.BigInteger")),
    "enum unchanged": (column('sa.Enum("a", "b", name="ab")'), column('sa.Enum("a", "b", "c", name="ab")')),
    "enum to string": (column('sa.Enum("a", "b", name="ab")'), column("sa.String(20)")),
    "unicode to text": (column("sa.Unicode(20)"), column("sa.UnicodeText")),
    "column added not null": (column("sa.Integer"), table('Column("c", sa.Integer)', 'Column("d", sa.String(5), nullable=False)')),
    "columns added in order": (T, table('Column("b", sa.Integer)', 'Column("x", sa.String(50))', 'Column("y", sa.Integer)', 'Column("a", sa.Boolean(), server_default=sa.true())')),
    "column added with index": (T, table('Column("x", sa.String(50))', 'Column("y", sa.Integer)', 'Column("z", sa.Integer, index=True)')),
    "column added with unique": (T, table('Column("x", sa.String(50))', 'Column("y", sa.Integer)', 'Column("z", sa.Integer, unique=True)')),
    "column removed with index": (table('Column("x", sa.String(50), index=True)', 'Column("y", sa.Integer)'), table('Column("y", sa.Integer)')),
    "column removed with default": (table('Column("x", sa.String(50), server_default="q", nullable=False)', 'Column("y", sa.Integer)'), table('Column("y", sa.Integer)')),
    "column removed with number default": (table('Column("x", sa.Integer, server_default="7", nullable=False)', 'Column("y", sa.Integer)'), table('Column("y", sa.Integer)')),
    "column removed datetime": (table('Column("x", sa.DateTime, server_default=func.now())', 'Column("y", sa.Integer)'), table('Column("y", sa.Integer)')),
    "index flag added": (T, T.replace("sa.String(50)", "sa.String(50), index=True")),
    "index flag removed": (T.replace("sa.String(50)", "sa.String(50), index=True"), T),
    "unique index flag added": (T, T.replace("sa.String(50)", "sa.String(50), index=True, unique=True")),
    "index becomes unique": (T.replace("sa.String(50)", "sa.String(50), index=True"), T.replace("sa.String(50)", "sa.String(50), index=True, unique=True")),
    "index columns changed": (T + 'Index("i", m.tables["t"].c.x)', T + 'Index("i", m.tables["t"].c.x, m.tables["t"].c.y)'),
    "named index added": (T, T + 'Index("i", m.tables["t"].c.x, m.tables["t"].c.y)'),
    "named index removed": (T + 'Index("i", m.tables["t"].c.x)', T),
    "two indexes sorted": (T, T + 'Index("zz", m.tables["t"].c.x); Index("aa", m.tables["t"].c.y)'),
    "unique named added": (T, table('Column("x", sa.String(50))', 'Column("y", sa.Integer)', 'UniqueConstraint("x", "y", name="uq_xy")')),
    "unique named removed": (table('Column("x", sa.String(50))', 'Column("y", sa.Integer)', 'UniqueConstraint("x", "y", name="uq_xy")'), T),
    "unique named changed": (table('Column("x", sa.String(50))', 'Column("y", sa.Integer)', 'UniqueConstraint("x", name="uq_x")'), table('Column("x", sa.String(50))', 'Column("y", sa.Integer)', 'UniqueConstraint("x", "y", name="uq_x")')),
    "unique gets a name": (table('Column("x", sa.String(50), unique=True)', 'Column("y", sa.Integer)'), table('Column("x", sa.String(50))', 'Column("y", sa.Integer)', 'UniqueConstraint("x", name="uq_x")')),
    "convention all names": ("", NAMED + SHOP),
    "convention foreign key removed": (NAMED + SHOP, NAMED + SHOP.replace('ForeignKey("users.id", ondelete="CASCADE"), ', "")),
    "convention foreign key added": (NAMED + SHOP.replace('ForeignKey("users.id", ondelete="CASCADE"), ', ""), NAMED + SHOP),
    "convention unique added": (NAMED + SHOP.replace(", unique=True", ""), NAMED + SHOP),
    "convention unique removed": (NAMED + SHOP, NAMED + SHOP.replace(", unique=True", "")),
    "convention table removed": (NAMED + SHOP, NAMED + SHOP[: SHOP.index('Table("order_products"')]),
    "foreign key options": (SHOP, SHOP.replace('ondelete="CASCADE"), nullable=False', 'ondelete="SET NULL", onupdate="CASCADE", deferrable=True, initially="DEFERRED", name="fk_u"), nullable=False')),
    "table and index removed": (T.replace("sa.String(50)", "sa.String(50), index=True"), ""),
    "table with named key and check removed": ('Table("t", m, Column("id", sa.Integer), Column("n", sa.Integer), PrimaryKeyConstraint("id", name="the_pk"), CheckConstraint("n > 0", name="positive"))', ""),
    "table with unique removed": (table('Column("x", sa.String(50), unique=True)', 'Column("y", sa.Integer, server_default=text("1"))'), ""),
    "comment added": (T, T.replace("sa.String(50)", 'sa.String(50), comment="it\'s x"')),
    "comment removed": (T.replace("sa.String(50)", 'sa.String(50), comment="x"'), T),
    "comment with type": (T.replace("sa.String(50)", 'sa.String(50), comment="x"'), T.replace("sa.String(50)", 'sa.String(60), comment="x"')),
    "table comment added": (T, T[:-2] + ', comment="things")'),
    "table comment changed": (T[:-2] + ', comment="old")', T[:-2] + ', comment="things")'),
    "table comment removed": (T[:-2] + ', comment="old")', T),
    "check constraint ignored": (T, table('Column("x", sa.String(50))', 'Column("y", sa.Integer)', 'CheckConstraint("y > 0", name="positive")')),
    "self reference": ("", 'Table("node", m, Column("id", sa.Integer, primary_key=True), Column("parent_id", sa.Integer, ForeignKey("node.id")))'),
    "tables sorted by dependency": ("", 'Table("a", m, Column("id", sa.Integer, primary_key=True), Column("z_id", sa.Integer, ForeignKey("z.id")))\nTable("z", m, Column("id", sa.Integer, primary_key=True))\nTable("b", m, Column("id", sa.Integer, primary_key=True))'),
    "unique index removed": (T.replace("sa.String(50)", "sa.String(50), index=True, unique=True"), T),
    "table with enum check removed": (column('sa.Enum("a", "b", name="ab", native_enum=False, create_constraint=True)'), ""),
    "table with boolean check removed": (column('sa.Boolean(create_constraint=True, name="flag")'), ""),
    "type with negative default": (column('sa.Integer, server_default=text("-1")'), column('sa.Text, server_default=text("-1")')),
    "type with quoted negative default": (column('sa.Integer, server_default="-1"'), column('sa.BigInteger, server_default="-1"')),
    "type with decimal default": (column('sa.Numeric(8, 2), server_default="0.00"'), column('sa.Numeric(9, 2), server_default="0.00"')),
    "type with real default": (column('sa.REAL, server_default="0"'), column('sa.Integer, server_default="0"')),
    "type with enum default": (column('sa.Enum("a", "b", name="Ab"), server_default="a"'), column('sa.String(9), server_default="a"')),
    "server default compared": (column('sa.String(20), server_default="a"'), column('sa.String(20), server_default="b"')),
    "server default removed": (column('sa.String(20), server_default="a"'), column("sa.String(20)")),
    "server default added": (column("sa.Integer"), column('sa.Integer, server_default="3"')),
    "server default same": (column('sa.String(20), server_default="a"'), column('sa.String(20), server_default="a"')),
    "server default now same": (column("sa.DateTime, server_default=func.now()"), column("sa.DateTime, server_default=func.now()")),
}
CHECKED = table('Column("x", sa.String(50))', 'Column("y", sa.Integer)', 'CheckConstraint("y > 0", name="positive")', 'CheckConstraint("y < 9")')
NAMED_CHECK = table('Column("x", sa.String(50))', 'Column("y", sa.Integer)', 'CheckConstraint("y > 0", name="positive")')
PAIRS |= {
    "check plugin: added": (T, CHECKED),
    "check plugin: removed": (NAMED_CHECK, T),
    "check plugin: changed text": (NAMED_CHECK, NAMED_CHECK.replace("y > 0", "y > 1")),
}
# Options of a pair beyond the defaults.
PAIR_OPTIONS = {name: {"compare_server_default": True} for name in PAIRS if name.startswith("server default")}
PLUGINS = ["alembic.autogenerate.*", "alembic.ext.checkconstraint_byname"]
PAIR_OPTIONS |= {name: {"autogenerate_plugins": PLUGINS} for name in PAIRS if name.startswith("check plugin")}
BATCH = ["tutorial varchar shrinks", "tutorial phone number added", "unique named changed", "named index added", "convention foreign key removed", "table and index removed", "comment with type"]
for name in BATCH:
    PAIRS[f"batch: {name}"] = PAIRS[name]
    PAIR_OPTIONS[f"batch: {name}"] = {"render_as_batch": True}

POSTGRESQL_PAIRS = {
    "pg array to text": (column("postgresql.ARRAY(sa.String(5))"), column("sa.Text")),
    "pg jsonb to json": (column("postgresql.JSONB"), column("postgresql.JSON")),
    "pg enum with default": (column('postgresql.ENUM("a", "b", name="ab"), server_default="a"'), column("sa.String(20), server_default=\"a\"")),
    "pg timestamp precision": (column("postgresql.TIMESTAMP(timezone=True, precision=3)"), column("sa.Text")),
    "pg interval fields": (column("postgresql.INTERVAL(fields='DAY TO SECOND')"), column("sa.Text")),
    "pg inet": (column("postgresql.INET"), column("sa.Text")),
    "pg interval": (column("postgresql.INTERVAL(precision=3)"), column("sa.Text")),
    "pg functional index added": (T, T + 'Index("i", func.lower(m.tables["t"].c.x))'),
    "pg functional index same": (T + 'Index("i", func.lower(m.tables["t"].c.x))', T + 'Index("i", func.lower(m.tables["t"].c.x))'),
    "pg functional index changed": (T + 'Index("i", func.lower(m.tables["t"].c.x))', T + 'Index("i", func.upper(m.tables["t"].c.x))'),
    "pg partial index removed": (T + 'Index("i", m.tables["t"].c.x, postgresql_where=m.tables["t"].c.y > 5)', T),
    "pg gin index added": (T, T + 'Index("i", m.tables["t"].c.x, postgresql_using="gin", postgresql_ops={"x": "gin_trgm_ops"})'),
    "pg descending index": (T, T + 'Index("i", m.tables["t"].c.x.desc(), m.tables["t"].c.y)'),
    "pg schema table": ('', 'Table("s", m, Column("id", sa.Integer, primary_key=True), Column("o", sa.Integer, ForeignKey("other.q.id")), schema="other")\nTable("q", m, Column("id", sa.Integer, primary_key=True), schema="other")'),
    "pg identity removed": (column("sa.Integer, sa.Identity(always=True, start=5), nullable=False"), T.replace("x", "c").replace('sa.String(50)', 'sa.Integer, nullable=False')),
}

# Only rendered, as create_table: nothing is reflected. On every dialect.
TYPES = [
    "sa.Integer", "sa.BigInteger", "sa.SmallInteger", "sa.String", "sa.String(50)", 'sa.String(50, collation="C")', "sa.Text", "sa.Unicode(5)",
    "sa.UnicodeText", "sa.Numeric", "sa.Numeric(10, 2)", "sa.Numeric(10, 2, asdecimal=False)", "sa.Float", "sa.Float(53)", "sa.Double",
    "sa.DateTime", "sa.DateTime(timezone=True)", "sa.TIMESTAMP(timezone=True)", "sa.Date", "sa.Time", "sa.Interval", "sa.Boolean",
    'sa.Boolean(create_constraint=True, name="flag")', "sa.LargeBinary", "sa.LargeBinary(5)", "sa.Uuid", "sa.Uuid(as_uuid=False)", "sa.UUID", "sa.JSON",
    'sa.Enum("a", "b", name="ab")', 'sa.Enum("a", "b")', 'sa.Enum("a", "b", name="ab", native_enum=False, length=20)',
    'sa.Enum("a", "b", name="ab", create_constraint=True, native_enum=False)', 'sa.Enum("it\'s", name="ab", schema="s")', 'sa.ARRAY(sa.String(5))',
    'sa.String(5).with_variant(sa.Text, "mysql").with_variant(postgresql.JSONB(), "postgresql")', "postgresql.JSONB", "postgresql.ARRAY(sa.Text())",
    'postgresql.ARRAY(postgresql.ENUM("a", name="x"), dimensions=2)', "postgresql.UUID(as_uuid=True)", "postgresql.TIMESTAMP(timezone=True, precision=3)",
    "postgresql.INTERVAL", "postgresql.INET", "postgresql.HSTORE", "postgresql.BIT(3)", 'postgresql.ENUM("a", "b", name="x", create_type=False)',
    "postgresql.TSVECTOR", "mssql.DATETIME2(3)", "mssql.DATETIMEOFFSET", "mssql.NVARCHAR(5)", "mssql.TINYINT", "mssql.UNIQUEIDENTIFIER", "mssql.BIT",
    "sqlite.JSON", "sqlite.DATETIME",
]
RENDERED = {f"type {text}": column(text) for text in TYPES}
DEFAULTS = [
    '"x"', '"it\'s"', '"\'quoted\'"', '"0"', 'text("now()")', 'text("\'x\'")', "func.now()", "func.current_timestamp()", "sa.true()", "sa.false()",
    'text("5")', 'text("a : b")', 'func.coalesce("a", 5)', '""',
]
RENDERED |= {f"default {text}": column(f"sa.String(20), server_default={text}") for text in DEFAULTS}
RENDERED |= {
    "computed": column('sa.Integer, sa.Computed("id * 2")'),
    "computed persisted": column('sa.Integer, sa.Computed("id * 2", persisted=True)'),
    "identity": column("sa.Integer, sa.Identity()"),
    "identity options": column("sa.Integer, sa.Identity(always=True, start=3, increment=2, cycle=True)"),
    "autoincrement false": 'Table("t", m, Column("id", sa.Integer, primary_key=True, autoincrement=False))',
    "comments": 'Table("t", m, Column("id", sa.Integer, primary_key=True, comment="the \\"id\\"\\n"), comment="it\'s")',
    "schema": 'Table("t", m, Column("id", sa.Integer, primary_key=True), Column("o", sa.Integer, ForeignKey("s.t.id")), schema="s")',
    "metadata schema": 'm.schema = "s"\nTable("t", m, Column("id", sa.Integer, primary_key=True), Column("o", sa.Integer, ForeignKey("t.id"), index=True))',
    "prefixes and info": 'Table("t", m, Column("id", sa.Integer, primary_key=True), prefixes=["TEMPORARY"], info={"a": 1, "b": "x"})',
    "table options": 'Table("t", m, Column("id", sa.Integer, primary_key=True), sqlite_autoincrement=True, postgresql_partition_by="LIST (id)", sqlite_with_rowid=False)',
    "check text": table('Column("n", sa.Integer)', 'CheckConstraint("n > 0 AND n < 10", name="range")'),
    "check expression": table('Column("n", sa.Integer)', "CheckConstraint(sa.column('n') > 5)"),
    "unique options": table('Column("n", sa.Integer)', 'UniqueConstraint("n", name="u", deferrable=True, initially="DEFERRED")'),
    "unique nulls not distinct": table('Column("n", sa.Integer)', 'UniqueConstraint("n", name="u", postgresql_nulls_not_distinct=True)'),
    "composite foreign key": 'Table("a", m, Column("x", sa.Integer, primary_key=True), Column("y", sa.Integer, primary_key=True))\nTable("b", m, Column("x", sa.Integer), Column("y", sa.Integer), ForeignKeyConstraint(["x", "y"], ["a.x", "a.y"], name="fk_ab", onupdate="CASCADE", use_alter=True))',
    "no primary key": 'Table("t", m, Column("a", sa.Integer))',
    "quoted names": 'Table("Weird table", m, Column("some \'column\'", sa.Integer, primary_key=True), Column("é", sa.String(5)))',
    "convention": NAMED + SHOP,
    "convention check": NAMED + table('Column("n", sa.Integer)', 'CheckConstraint("n > 0", name="positive")', 'Column("b", sa.Boolean(create_constraint=True, name="flag"))'),
    "exclude": table('Column("r", postgresql.INT4RANGE)', 'postgresql.ExcludeConstraint((sa.column("r"), "&&"), name="no_overlap", using="gist", where=text("id > 5"))'),
    "index expression": table('Column("n", sa.String(5))') + 'Index("i", func.lower(m.tables["t"].c.n))\nIndex("j", m.tables["t"].c.n.desc())\nIndex("k", text("n COLLATE \\"C\\""))\nIndex("l", m.tables["t"].c.n + m.tables["t"].c.n)',
    "index options": table('Column("n", sa.String(5))') + 'Index("i", m.tables["t"].c.n, unique=True, postgresql_where=text("n IS NOT NULL"), postgresql_include=["id"], sqlite_where=m.tables["t"].c.n != "q", mssql_clustered=True)',
    "circular": 'Table("a", m, Column("id", sa.Integer, primary_key=True), Column("b_id", sa.Integer, ForeignKey("b.id")))\nTable("b", m, Column("id", sa.Integer, primary_key=True), Column("a_id", sa.Integer, ForeignKey("a.id", use_alter=True, name="fk_ba")))',
    "many columns": 'Table("wide", m, *[Column(f"c{i}", sa.Integer) for i in range(260)])',
    "decorated type": 'class Money(sa.TypeDecorator):\n    impl = sa.Numeric\n    cache_ok = True\n    def __init__(self, digits=2):\n        super().__init__(10, digits)\n        self.digits = digits\nMoney.__module__ = "myapp.types"\n' + column("Money(4)"),
    "sql reserved": 'Table("order", m, Column("select", sa.Integer, primary_key=True), Column("user", sa.String(5), index=True))',
    "percent": column('sa.String(5), server_default="100%"'),
}
