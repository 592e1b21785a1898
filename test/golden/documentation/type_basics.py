"""Types: generic, SQL-standard, of one database, and variants for several."""

import enum

import sqlalchemy as sa
from sqlalchemy import Column, Integer, MetaData, String, Table
from sqlalchemy.dialects import mssql, mysql, oracle, postgresql, sqlite
from sqlalchemy.dialects.mysql import VARCHAR

metadata_obj = MetaData()


class Shape(enum.Enum):
    one = 1
    two = 2


Table(
    "users",
    metadata_obj,
    Column("user_name", String(100), primary_key=True),
    Column("bio", String(255).with_variant(VARCHAR(255, charset="utf8"), "mysql", "mariadb")),
    Column("note", sa.Text().with_variant(postgresql.CITEXT(), "postgresql").with_variant(mssql.NTEXT, "mssql")),
    Column(
        "big",
        sa.BigInteger().with_variant(sqlite.INTEGER(), "sqlite").with_variant(mysql.BIGINT(unsigned=True), "mysql"),
    ),
    Column("number", sa.Numeric(10, 2).with_variant(oracle.NUMBER(12, 2), "oracle")),
)
camel = [
    sa.BigInteger,
    sa.Boolean,
    sa.Date,
    sa.DateTime,
    sa.Enum(Shape),
    sa.Double,
    sa.Float,
    sa.Integer,
    sa.Interval,
    sa.LargeBinary,
    sa.Numeric,
    sa.PickleType,
    sa.SmallInteger,
    sa.String,
    sa.Text,
    sa.Time,
    sa.Unicode,
    sa.UnicodeText,
    sa.Uuid,
    sa.JSON,
]
Table("camel", metadata_obj, *[Column(f"c{i}", type_) for i, type_ in enumerate(camel)])
upper = [
    sa.BIGINT,
    sa.BINARY(3),
    sa.BLOB,
    sa.BOOLEAN,
    sa.CHAR(2),
    sa.CLOB,
    sa.DATE,
    sa.DATETIME,
    sa.DECIMAL(5, 2),
    sa.DOUBLE,
    sa.DOUBLE_PRECISION,
    sa.FLOAT(24),
    sa.INT,
    sa.INTEGER,
    sa.JSON,
    sa.NCHAR(4),
    sa.NVARCHAR(5),
    sa.NUMERIC(6, 3),
    sa.REAL,
    sa.SMALLINT,
    sa.TEXT,
    sa.TIME,
    sa.TIMESTAMP,
    sa.UUID,
    sa.VARBINARY(7),
    sa.VARCHAR(8),
]
for i, type_ in enumerate(upper):
    Table(f"upper_{i:02}", metadata_obj, Column("value", type_))
Table(
    "arrays",
    metadata_obj,
    Column("id", Integer, primary_key=True),
    Column("tags", sa.ARRAY(String(20))),
    Column("grid", sa.ARRAY(Integer, dimensions=2)),
)
