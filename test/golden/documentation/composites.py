"""Composites in every documented form: over columns, attributes, names, tables, without dataclasses, nested, compared."""

import dataclasses
from typing import Any, Tuple

from sqlalchemy import Column, Integer, Table
from sqlalchemy.ext.mutable import MutableComposite
from sqlalchemy.orm import CompositeProperty, DeclarativeBase, Mapped, composite, mapped_column, registry
from sqlalchemy.sql import and_


class Base(DeclarativeBase):
    pass


@dataclasses.dataclass
class Spot:
    x: int
    y: int


class Line(Base):
    __tablename__ = "lines"
    id: Mapped[int] = mapped_column(primary_key=True)
    start: Mapped[Spot] = composite(mapped_column("x1"), mapped_column("y1"))
    end: Mapped[Spot] = composite(mapped_column("x2"), mapped_column("y2"))

    def __repr__(self):
        return f"Line(start={self.start}, end={self.end})"


class ByColumns(Base):
    __tablename__ = "by_columns"
    id = mapped_column(Integer, primary_key=True)
    x1 = mapped_column(Integer)
    y1 = mapped_column(Integer)
    start = composite(Spot, x1, y1)


class ByNames(Base):
    __tablename__ = "by_names"
    id: Mapped[int] = mapped_column(primary_key=True)
    x1: Mapped[int]
    y1: Mapped[int]
    start: Mapped[Spot] = composite("x1", "y1")


mapper_registry = registry()
arcs = Table(
    "arcs",
    mapper_registry.metadata,
    Column("id", Integer, primary_key=True),
    Column("x1", Integer),
    Column("y1", Integer),
)


class Arc:
    pass


mapper_registry.map_imperatively(Arc, arcs, properties={"start": composite(Spot, arcs.c.x1, arcs.c.y1)})


class OldSpot:
    def __init__(self, x: int, y: int):
        self.x = x
        self.y = y

    def __composite_values__(self):
        return (self.x, self.y)

    def __eq__(self, other):
        return isinstance(other, OldSpot) and other.x == self.x and other.y == self.y

    def __ne__(self, other):
        return not self.__eq__(other)


class OldLine(Base):
    __tablename__ = "old_lines"
    id: Mapped[int] = mapped_column(primary_key=True)
    start: Mapped[OldSpot] = composite(mapped_column("x1"), mapped_column("y1"))


@dataclasses.dataclass
class MutableSpot(MutableComposite):
    x: int
    y: int

    def __setattr__(self, key, value):
        object.__setattr__(self, key, value)
        self.changed()


class MutableLine(Base):
    __tablename__ = "mutable_lines"
    id: Mapped[int] = mapped_column(primary_key=True)
    start: Mapped[MutableSpot] = composite(mapped_column("x1"), mapped_column("y1"))


class SpotComparator(CompositeProperty.Comparator):
    def __gt__(self, other):
        return and_(*[a > b for a, b in zip(self.__clause_element__().clauses, dataclasses.astuple(other))])


class ComparedLine(Base):
    __tablename__ = "compared_lines"
    id: Mapped[int] = mapped_column(primary_key=True)
    start: Mapped[Spot] = composite(mapped_column("x1"), mapped_column("y1"), comparator_factory=SpotComparator)


@dataclasses.dataclass
class Segment:
    start: Spot
    end: Spot

    @classmethod
    def _generate(cls, x1: int, y1: int, x2: int, y2: int) -> "Segment":
        return Segment(Spot(x1, y1), Spot(x2, y2))

    def __composite_values__(self) -> Tuple[Any, ...]:
        return dataclasses.astuple(self.start) + dataclasses.astuple(self.end)


class Nested(Base):
    __tablename__ = "nested"
    id: Mapped[int] = mapped_column(primary_key=True)
    x1: Mapped[int]
    y1: Mapped[int]
    x2: Mapped[int]
    y2: Mapped[int]
    segment: Mapped[Segment] = composite(Segment._generate, "x1", "y1", "x2", "y2")
