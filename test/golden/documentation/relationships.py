"""Relationship patterns: one to many, many to one, one to one, many to many, association objects, late evaluation."""

from __future__ import annotations

import typing
from typing import List, Optional, Set

from sqlalchemy import Column, ForeignKey, Integer, String, Table, UniqueConstraint, desc
from sqlalchemy.ext.associationproxy import AssociationProxy, association_proxy
from sqlalchemy.orm import (
    DeclarativeBase,
    DynamicMapped,
    Mapped,
    WriteOnlyMapped,
    backref,
    mapped_column,
    registry,
    relationship,
)

if typing.TYPE_CHECKING:
    from library.shelves import Shelf


class Base(DeclarativeBase):
    pass


class Author(Base):
    __tablename__ = "authors"
    id: Mapped[int] = mapped_column(primary_key=True)
    books: Mapped[List[Book]] = relationship(back_populates="author")
    letters: Mapped[Set["Writing"]] = relationship()
    sketches: WriteOnlyMapped[Sketch] = relationship()
    drafts: DynamicMapped[Draft] = relationship()


class Book(Base):
    __tablename__ = "books"
    id: Mapped[int] = mapped_column(primary_key=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("authors.id"))
    author: Mapped[Author] = relationship(back_populates="books")


class Writing(Base):
    __tablename__ = "writings"
    id = mapped_column(Integer, primary_key=True)
    author_id = mapped_column(ForeignKey("authors.id"))
    author = relationship("Author", overlaps="letters")


class Sketch(Base):
    __tablename__ = "sketches"
    id: Mapped[int] = mapped_column(primary_key=True)
    author_id: Mapped[Optional[int]] = mapped_column(ForeignKey("authors.id"))


class Draft(Base):
    __tablename__ = "drafts"
    id: Mapped[int] = mapped_column(primary_key=True)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("authors.id"))


class Driver(Base):
    __tablename__ = "drivers"
    id: Mapped[int] = mapped_column(primary_key=True)
    car_id: Mapped[int | None] = mapped_column(ForeignKey("cars.id"))
    car: Mapped[Car | None] = relationship(back_populates="drivers")


class Car(Base):
    __tablename__ = "cars"
    id: Mapped[int] = mapped_column(primary_key=True)
    drivers: Mapped[List[Driver]] = relationship(back_populates="car")
    plate: Mapped["Plate"] = relationship(back_populates="car")


class Plate(Base):
    __tablename__ = "plates"
    id: Mapped[int] = mapped_column(primary_key=True)
    car_id: Mapped[int] = mapped_column(ForeignKey("cars.id"))
    car: Mapped["Car"] = relationship(back_populates="plate", single_parent=True)
    __table_args__ = (UniqueConstraint("car_id"),)


class Owner(Base):
    __tablename__ = "owners"
    id = mapped_column(Integer, primary_key=True)
    licence = relationship("Licence", uselist=False, back_populates="owner")
    fines = relationship("Fine", collection_class=set, backref=backref("owner", lazy="joined"), cascade="all, delete")


class Licence(Base):
    __tablename__ = "licences"
    id = mapped_column(Integer, primary_key=True)
    owner_id = mapped_column(ForeignKey("owners.id", ondelete="CASCADE"))
    owner = relationship("Owner", back_populates="licence", passive_deletes=True)


class Fine(Base):
    __tablename__ = "fines"
    id = mapped_column(Integer, primary_key=True)
    owner_id = mapped_column(ForeignKey(Owner.id))


plain_links = Table(
    "plain_links",
    Base.metadata,
    Column("left_id", ForeignKey("lefts.id")),
    Column("right_id", ForeignKey("rights.id")),
)
keyed_links = Table(
    "keyed_links",
    Base.metadata,
    Column("left_id", ForeignKey("lefts.id"), primary_key=True),
    Column("right_id", ForeignKey("rights.id"), primary_key=True),
)


class Left(Base):
    __tablename__ = "lefts"
    id: Mapped[int] = mapped_column(primary_key=True)
    rights: Mapped[List[Right]] = relationship(secondary=plain_links)
    keyed: Mapped[Set["Right"]] = relationship(secondary=keyed_links, back_populates="lefts")
    late: Mapped[List["Right"]] = relationship("Right", secondary=lambda: late_links, viewonly=True)
    named: Mapped[List["Right"]] = relationship(secondary="late_links", viewonly=True)
    pair_links: Mapped[List["Pair"]] = relationship(back_populates="left")
    pairs: AssociationProxy[List["Right"]] = association_proxy("pair_links", "right")


class Right(Base):
    __tablename__ = "rights"
    id: Mapped[int] = mapped_column(primary_key=True)
    lefts: Mapped[List["Left"]] = relationship(secondary=keyed_links, back_populates="keyed")


late_links = Table(
    "late_links",
    Base.metadata,
    Column("left_id", ForeignKey("lefts.id"), primary_key=True),
    Column("right_id", ForeignKey("rights.id"), primary_key=True),
)


class Pair(Base):
    __tablename__ = "pairs"
    left_id: Mapped[int] = mapped_column(ForeignKey("lefts.id"), primary_key=True)
    right_id: Mapped[int] = mapped_column(ForeignKey("rights.id"), primary_key=True)
    note: Mapped[Optional[str]]
    left: Mapped["Left"] = relationship(back_populates="pair_links")
    right: Mapped["Right"] = relationship()


def shelf_class():
    from library.shelves import Shelf

    return Shelf


class Library(Base):
    __tablename__ = "libraries"
    id: Mapped[int] = mapped_column(primary_key=True)
    shelves: Mapped[List["Shelf"]] = relationship(
        shelf_class,
        order_by=lambda: desc(shelf_class().number),
        primaryjoin=lambda: Library.id == shelf_class().library_id,
    )
    rooms: Mapped[List["Hall"]] = relationship(
        order_by="desc(Hall.number)", primaryjoin="Library.id == Hall.library_id"
    )


class Hall(Base):
    __tablename__ = "halls"
    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int]
    library_id: Mapped[int] = mapped_column(ForeignKey("libraries.id"))


Library.halls = relationship(Hall, primaryjoin=Hall.library_id == Library.id, viewonly=True)

reg = registry()
parent_table = Table("parents", reg.metadata, Column("id", Integer, primary_key=True))
child_table = Table(
    "children",
    reg.metadata,
    Column("id", Integer, primary_key=True),
    Column("parent_id", ForeignKey("parents.id")),
    Column("name", String(9)),
)


class Parent:
    pass


class Child:
    pass


reg.map_imperatively(Parent, parent_table, properties={"children": relationship("Child", back_populates="parent")})
reg.map_imperatively(Child, child_table, properties={"parent": relationship("Parent", back_populates="children")})
