"""Computed and Identity with every argument, and the rules of autoincrement."""

from sqlalchemy import (
    BigInteger,
    Column,
    Computed,
    ForeignKey,
    Identity,
    Integer,
    MetaData,
    Numeric,
    Sequence,
    SmallInteger,
    String,
    Table,
    func,
    text,
)
from sqlalchemy.types import TypeDecorator

metadata = MetaData()
options = [
    Identity(),
    Identity(always=True),
    Identity(always=False, on_null=True),
    Identity(start=5),
    Identity(start=5, increment=3),
    Identity(start=-1, increment=-1, minvalue=-99, maxvalue=-1),
    Identity(nominvalue=True, nomaxvalue=True),
    Identity(cycle=True),
    Identity(cycle=False),
    Identity(cache=20),
    Identity(order=True),
    Identity(start=1, increment=1, minvalue=1, maxvalue=9, cycle=True, cache=5, order=False),
]
for number, identity in enumerate(options):
    Table(f"identity_{number:02}", metadata, Column("id", Integer, identity, primary_key=True))
Table("identity_big", metadata, Column("id", BigInteger, Identity()), Column("x", Integer))
Table(
    "identity_nullable",
    metadata,
    Column("id", Integer, Identity(), nullable=True),
    Column("x", Integer, primary_key=True),
)
Table(
    "computed",
    metadata,
    Column("a", Integer, primary_key=True),
    Column("text", Integer, Computed("a + 1")),
    Column("stored", Integer, Computed("a + 2", persisted=True)),
    Column("clause", Integer, Computed(text("a * 2"), persisted=True)),
)
virtual = Table(
    "computed_virtual",
    metadata,
    Column("a", Integer, primary_key=True),
    Column("virtual", Integer, Computed("a + 3", persisted=False)),
)
base = Column("b", Integer)
Table("computed_column", metadata, base, Column("twice", Integer, Computed(base * 2), nullable=False))
Table("computed_function", metadata, Column("c", String(9)), Column("low", String(9), Computed(func.lower("C"))))


class Wrapped(TypeDecorator):
    impl = Integer
    cache_ok = True


rules = {
    "default": [Column("id", Integer, primary_key=True)],
    "false": [Column("id", Integer, primary_key=True, autoincrement=False)],
    "true": [Column("id", Integer, primary_key=True, autoincrement=True)],
    "auto": [Column("id", Integer, primary_key=True, autoincrement="auto")],
    "small": [Column("id", SmallInteger, primary_key=True)],
    "big": [Column("id", BigInteger, primary_key=True)],
    "string": [Column("id", String(5), primary_key=True)],
    "numeric": [Column("id", Numeric(10, 0), primary_key=True, autoincrement=True)],
    "wrapped": [Column("id", Wrapped, primary_key=True)],
    "variant": [Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True)],
    "defaulted": [Column("id", Integer, primary_key=True, default=5)],
    "server_defaulted": [Column("id", Integer, primary_key=True, server_default="5")],
    "sequenced": [Column("id", Integer, Sequence("rule_seq"), primary_key=True)],
    "optional": [Column("id", Integer, Sequence("rule_optional", optional=True), primary_key=True)],
    "composite": [Column("a", Integer, primary_key=True), Column("b", Integer, primary_key=True)],
    "composite_true": [
        Column("a", Integer, primary_key=True, autoincrement=True),
        Column("b", Integer, primary_key=True),
    ],
    "referring": [Column("id", ForeignKey("rule_default.id"), primary_key=True)],
    "referring_ignored": [
        Column("id", Integer, ForeignKey("rule_default.id"), primary_key=True, autoincrement="ignore_fk")
    ],
    "not_key": [Column("id", Integer, primary_key=True), Column("x", Integer)],
}
for name, columns in rules.items():
    Table(f"rule_{name}", metadata, *columns)
