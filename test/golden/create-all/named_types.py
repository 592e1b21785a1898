"""Enums and domains: created once each, in the order in which they met their tables."""

import enum

from sqlalchemy import ARRAY, Boolean, Column, Enum, Integer, MetaData, String, Table, TypeDecorator
from sqlalchemy.dialects import postgresql

metadata = MetaData(schema="app")


class Color(enum.Enum):
    red = 1
    green = 2


class Shouted(TypeDecorator):
    impl = Enum("quiet", "loud", name="volume")
    cache_ok = True


class Wrapped(TypeDecorator):
    impl = String
    cache_ok = True

    def load_dialect_impl(self, dialect):
        if dialect.name == "postgresql":
            return dialect.type_descriptor(postgresql.ENUM("w1", "w2", name="wrapped"))
        return dialect.type_descriptor(String(10))


unused = Enum("never", "used", name="unused_type", metadata=metadata)
shared = Enum("a", "b", name="shared_type", metadata=metadata)
elsewhere = Enum("x", "y", name="else_type", schema="other")
manual = postgresql.ENUM("m1", "m2", name="manual", create_type=False)

late = Table("late", metadata, Column("id", Integer, primary_key=True))
first = Table(
    "first",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("color", Enum(Color)),
    Column("again", Enum(Color), nullable=False),
    Column("shared", shared),
    Column("shared2", shared),
    Column("elsewhere", elsewhere),
    Column("manual", manual),
    Column("plain", Enum("p", "q", native_enum=False)),
    Column("checked", Enum("r", "s", native_enum=False, create_constraint=True, name="checked")),
    Column("several", ARRAY(Enum("k", "l", name="several")).with_variant(String(), "sqlite", "mssql")),
    Column("pgs", postgresql.ARRAY(postgresql.ENUM("i", "j", name="pgs")).with_variant(String(), "sqlite", "mssql")),
    Column("volume", Shouted()),
    Column("flag", Boolean(create_constraint=True, name="flag_check")),
)
second = Table(
    "second",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("own", Enum("o", "n'n", name="Own Type", inherit_schema=True)),
    Column("variant", String(5).with_variant(Enum("v1", "v2", name="variant_type"), "postgresql")),
    Column("other", Enum("t1", name="sqlite_only").with_variant(String(3), "postgresql")),
)
domains = MetaData()
amounts = Table(
    "amounts",
    domains,
    Column("id", Integer, primary_key=True),
    Column("money", postgresql.DOMAIN("amount", Integer, check="VALUE > 0", not_null=True, default="5")),
    Column("again", postgresql.DOMAIN("amount", Integer, check="VALUE > 0", not_null=True, default="5")),
    Column("bare", postgresql.DOMAIN("bare", String(5), collation="C", constraint_name="named")),
)
late.append_column(Column("wrapped", Enum("late1", name="late_type")))
