"""Tables of declarative classes: table arguments, schemas, names of columns, columns that are added, tables made by hand."""

from typing import Optional

from sqlalchemy import (
    Column,
    ForeignKeyConstraint,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    func,
    select,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, column_property, deferred, mapped_column


class Base(DeclarativeBase):
    pass


class Plain(Base):
    __tablename__ = "plain"

    id = mapped_column(Integer, primary_key=True)
    name = mapped_column(String(50), nullable=False)
    long_name = mapped_column(String)
    short_name = mapped_column(String(30))


class Annotated(Base):
    __tablename__ = "annotated"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(50))
    long_name: Mapped[str | None]
    short_name: Mapped[Optional[str]] = mapped_column(String(30))
    essay: Mapped[str] = mapped_column(Text, deferred=True)
    watched: Mapped[str] = mapped_column(active_history=True)
    forced: Mapped[Optional[str]] = mapped_column(nullable=False)
    loose: Mapped[str] = mapped_column(nullable=True)


class WithOptions(Base):
    __tablename__ = "with_options"
    __table_args__ = {"mysql_engine": "InnoDB"}
    id: Mapped[int] = mapped_column(primary_key=True)


class WithConstraints(Base):
    __tablename__ = "with_constraints"
    __table_args__ = (ForeignKeyConstraint(["id"], ["plain.id"]), UniqueConstraint("code"))
    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[int]


class WithBoth(Base):
    __tablename__ = "with_both"
    __table_args__ = (
        ForeignKeyConstraint(["id"], ["plain.id"]),
        UniqueConstraint("code"),
        {"mysql_engine": "InnoDB", "schema": "elsewhere"},
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[int]


class Renamed(Base):
    __tablename__ = "renamed"

    id: Mapped[int] = mapped_column("renamed_id", primary_key=True)
    name: Mapped[str] = mapped_column("renamed_name")


Renamed.later = mapped_column(String)
Renamed.later_still = Column(Integer, index=True)
Renamed.latest = mapped_column("latest_of_all", Integer, nullable=False)


class SchemaBase(DeclarativeBase):
    metadata = MetaData(schema="archive")


class InSchema(SchemaBase):
    __tablename__ = "in_schema"
    id: Mapped[int] = mapped_column(primary_key=True)


customers = Table(
    "customers",
    Base.metadata,
    Column("customer_id", Integer, primary_key=True),
    Column("customer_name", String),
    Column("biography", Text),
    Column("kind", String(50)),
)


class Customer(Base):
    __table__ = customers

    id = customers.c.customer_id
    name: Mapped[str] = column_property(customers.c.customer_name, active_history=True)
    biography = deferred(customers.c.biography)
    __mapper_args__ = {"polymorphic_on": customers.c.kind, "polymorphic_identity": "customer"}


class Inline(Base):
    __table__ = Table(
        "inline",
        Base.metadata,
        Column("id", Integer, primary_key=True),
        Column("kind", String(50)),
    )
    __mapper_args__ = {"polymorphic_on": __table__.c.kind, "polymorphic_identity": "inline"}


orders = Table(
    "orders",
    Base.metadata,
    Column("id", Integer, primary_key=True),
    Column("customer_id", Integer),
    Column("price", Integer),
)
totals = (
    select(
        func.count(orders.c.id).label("orders"),
        func.max(orders.c.price).label("highest"),
        orders.c.customer_id,
    )
    .group_by(orders.c.customer_id)
    .subquery()
)
with_totals = (
    select(customers, totals).join_from(customers, totals, customers.c.customer_id == totals.c.customer_id).subquery()
)


class CustomerWithTotals(Base):
    __table__ = with_totals
    __mapper_args__ = {"primary_key": [with_totals.c.customer_id]}


members = Table(
    "members",
    Base.metadata,
    Column("person", String(40), nullable=False),
    Column("club", String(40), nullable=False),
    Column("note", String(9)),
    UniqueConstraint("person", "club"),
)


class Member(Base):
    __table__ = members
    __mapper_args__ = {"primary_key": [members.c.person, members.c.club]}


class MemberOfClub(Base):
    __table__ = members
    __mapper_args__ = {
        "primary_key": [members.c.person, members.c.club],
        "include_properties": ["person", members.c.club],
    }


class MemberWithoutNote(Base):
    __table__ = members
    __mapper_args__ = {"primary_key": [members.c.person, members.c.club], "exclude_properties": ["note"]}
