"""Schemas from every place that gives one, and keys that follow them."""

from sqlalchemy import (
    BLANK_SCHEMA,
    Column,
    Enum,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    Sequence,
    String,
    Table,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column, relationship

metadata = MetaData(schema="main_schema")
Table("plain", metadata, Column("id", Integer, primary_key=True), Column("code", String(3), index=True))
Table(
    "own",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("plain_id", ForeignKey("plain.id")),
    schema="own_schema",
)
Table("dotted", metadata, Column("id", ForeignKey("main_schema.plain.id"), primary_key=True), schema="db.owner")
blank = Table("blank", metadata, Column("id", Integer, primary_key=True), schema=BLANK_SCHEMA)
Table(
    "refers",
    metadata,
    Column("blank_id", ForeignKey(blank.c.id)),
    Column("own_id", Integer),
    Column("kind", Enum("a", "b", name="kind", inherit_schema=True)),
    Column("seq", Integer, Sequence("seq_of_metadata")),
    ForeignKeyConstraint(["own_id"], ["own_schema.own.id"], name="fk_own"),
    Index("ix_own", "own_id"),
)


class Base(DeclarativeBase):
    __table_args__ = {"schema": "base_args"}


class FromBase(Base):
    __tablename__ = "from_base"
    id: Mapped[int] = mapped_column(primary_key=True)


class Override(Base):
    __tablename__ = "override"
    __table_args__ = (Index("ix_override", "x"), {"schema": "override"})
    id: Mapped[int] = mapped_column(primary_key=True)
    x: Mapped[int] = mapped_column(ForeignKey("base_args.from_base.id"))
    other: Mapped[FromBase] = relationship()


class NoSchema(Base):
    __tablename__ = "no_schema"
    __table_args__ = {}
    id: Mapped[int] = mapped_column(primary_key=True)


class Computed(Base):
    __tablename__ = "computed"

    @declared_attr.directive
    def __table_args__(cls):
        return ({"schema": cls.__name__.lower()},)

    id: Mapped[int] = mapped_column(ForeignKey(Override.id), primary_key=True)
