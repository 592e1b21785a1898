"""Enum with every argument."""

import enum

from sqlalchemy import ARRAY, Column, Enum, Integer, MetaData, String, Table
from sqlalchemy.dialects import postgresql

metadata = MetaData(schema="app")


class Auto(enum.Enum):
    def _generate_next_value_(name, start, count, last_values):
        return name.lower()

    FIRST = enum.auto()
    SECOND = enum.auto()


class Flagged(enum.IntFlag):
    READ = 1
    WRITE = 2


class Text(enum.StrEnum):
    ALPHA = enum.auto()
    BETA = "b"
    GAMMA = BETA


class WithMethods(str, enum.Enum):
    ON = "on"
    OFF = "off"

    @property
    def label(self):
        return self.value.title()

    @classmethod
    def values(cls):
        return [m.value for m in cls]


functional = enum.Enum("Functional", "RED GREEN BLUE")
pairs = enum.Enum("Pairs", [("one", 1), ("two", 2)])

Table(
    "native",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("auto", Enum(Auto)),
    Column("flags", Enum(Flagged)),
    Column("text", Enum(Text)),
    Column("aliases", Enum(Text, omit_aliases=False, name="text_aliases")),
    Column("functional", Enum(functional)),
    Column("pairs", Enum(pairs, name="pairs_enum")),
    Column("values", Enum(*WithMethods.values(), name="method_values")),
    Column("callable", Enum(WithMethods, values_callable=lambda e: e.values(), name="callable_values")),
    Column("lower", Enum(Auto, values_callable=lambda e: [m.name.lower() for m in e], name="lowered")),
    Column("schema", Enum("a", "b", name="in_schema", schema="types")),
    Column("meta", Enum("a", "b", name="of_metadata", metadata=metadata)),
    Column("inherit", Enum("a", "b", name="inherited", inherit_schema=True)),
    Column("inherit_both", Enum("a", name="inherited_too", inherit_schema=True, schema="ignored")),
    Column("array", ARRAY(Enum("a", "b", name="array_enum", inherit_schema=True))),
    Column("quoted", Enum("it's", 'say "x"', "100%", "a:b", name="Quoted Enum")),
)
Table(
    "texts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("plain", Enum("a", "bbb", native_enum=False)),
    Column("length", Enum("a", "bbb", native_enum=False, length=20)),
    Column("no_length", Enum("a", "bbb", native_enum=False, length=None)),
    Column("checked", Enum("a", "it's", native_enum=False, create_constraint=True, name="ck_texts")),
    Column("checked_native", Enum(Auto, create_constraint=True, name="ck_native")),
    Column("validated", Enum("a", name="validated", validate_strings=True, native_enum=False)),
    Column("sorted", Enum(Auto, sort_key_function=lambda v: v.value, native_enum=False)),
    Column("empty", Enum(native_enum=False)),
    Column("defaulted", Enum(WithMethods, native_enum=False), server_default=WithMethods.ON.value),
    Column("named_default", Enum(WithMethods, native_enum=False), server_default=WithMethods.ON.name),
    schema="other",
)
Table(
    "variant",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", Enum("a", "b", name="kind").with_variant(postgresql.ENUM("a", "b", name="pg_kind"), "postgresql")),
    Column("lite", Enum("a", "b", name="kind2").with_variant(String(9), "sqlite")),
    Column("inner", String(5).with_variant(Enum("q", name="inner_enum"), "postgresql")),
)
shared = Enum("s", "t", name="shared", metadata=metadata)
Table("shares_one", metadata, Column("id", Integer, primary_key=True), Column("kind", shared))
Table("shares_two", metadata, Column("id", Integer, primary_key=True), Column("kind", shared), schema="two")
