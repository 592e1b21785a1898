"""Values in expressions, which the type of the column beside them writes: labels of enums, and what a type makes of them."""

import enum

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, Column, Index, Integer, MetaData, String, Table
from sqlalchemy.dialects import postgresql
from sqlalchemy.types import TypeDecorator

metadata = MetaData()


class Plain(enum.Enum):
    first = "1st"
    second = "2nd"


class Text(str, enum.Enum):
    OPEN = "open"
    CLOSED = "closed"


class Number(enum.IntEnum):
    ONE = 1
    TWO = 2


class ByName(TypeDecorator):
    impl = String
    cache_ok = True

    def __init__(self, enum_class, length):
        super().__init__(length)
        self.enum_class = enum_class

    def process_bind_param(self, value, dialect):
        return None if value is None else self.enum_class(value).name


class Upper(TypeDecorator):
    impl = String
    cache_ok = True

    def process_bind_param(self, value, dialect):
        return "not this one"

    def process_literal_param(self, value, dialect):
        return f"{dialect.name}:{value.upper()}"


class Nested(TypeDecorator):
    impl = Upper
    cache_ok = True

    def process_bind_param(self, value, dialect):
        return value + "!"


class Untouched(TypeDecorator):
    impl = sa.Enum(Text)
    cache_ok = True

    def process_result_value(self, value, dialect):
        return value


table = Table(
    "bound_values",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("plain", sa.Enum(Plain)),
    Column("plain_values", sa.Enum(Plain, values_callable=lambda e: [m.value for m in e], name="pv")),
    Column("text", sa.Enum(Text)),
    Column("text_values", sa.Enum(Text, values_callable=lambda e: [m.value for m in e], name="tv")),
    Column("labels", sa.Enum("a", "b", name="labels")),
    Column("string", String(10)),
    Column("number", Integer),
    Column("number_enum", sa.Enum(Number)),
    Column("by_name", ByName(Text, 20)),
    Column("upper", Upper(20)),
    Column("nested", Nested(20)),
    Column("untouched", Untouched()),
    Column("variant", String(20).with_variant(Upper(20), "sqlite")),
)
c = table.c
Index("ix_plain", c.id, postgresql_where=c.plain == Plain.first, sqlite_where=c.plain == Plain.first)
Index("ix_plain_values", c.id, postgresql_where=c.plain_values.in_([Plain.first, Plain.second]))
Index("ix_text", c.id, postgresql_where=c.text == Text.OPEN, sqlite_where=c.text == "open")
Index("ix_text_label", c.id, postgresql_where=c.text == "OPEN", mssql_where=c.text == "other")
Index("ix_text_values", c.id, postgresql_where=c.text_values != Text.CLOSED)
Index("ix_labels", c.id, postgresql_where=c.labels == "a", sqlite_where=c.labels == "other")
Index("ix_string", c.id, postgresql_where=c.string == Text.OPEN)
Index("ix_number", c.id, postgresql_where=c.number == Number.TWO, sqlite_where=c.number_enum == Number.TWO)
Index("ix_by_name", c.id, postgresql_where=c.by_name.not_in([Text.OPEN, Text.CLOSED]))
Index("ix_upper", c.id, postgresql_where=c.upper == "x", sqlite_where=c.upper == "x", mssql_where=c.upper == "x")
Index("ix_nested", c.id, postgresql_where=c.nested == "x")
Index("ix_untouched", c.id, postgresql_where=c.untouched == Text.OPEN)
Index("ix_variant", c.id, postgresql_where=c.variant == "x", sqlite_where=c.variant == "x")
Index("ix_literal", c.id, postgresql_where=c.string == sa.literal(Text.OPEN, ByName(Text, 5)))
CheckConstraint(c.by_name == Text.OPEN, name="ck_by_name")
