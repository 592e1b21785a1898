import dataclasses
from typing import Optional

from sqlalchemy import Column, Integer, String
from sqlalchemy.orm import DeclarativeBase, Mapped, composite, mapped_column


class Base(DeclarativeBase):
    pass


@dataclasses.dataclass
class Point:
    x: int
    y: Optional[int]


@dataclasses.dataclass
class Named(Point):
    label: str = ""


class Plain:
    def __init__(self, a, b):
        self.a = a
        self.b = b

    def __composite_values__(self):
        return self.a, self.b


class Vertex(Base):
    __tablename__ = "vertices"
    id: Mapped[int] = mapped_column(primary_key=True)
    start: Mapped[Point] = composite(mapped_column("x1"), mapped_column("y1"))
    end: Mapped[Point] = composite(Point, mapped_column("x2", index=True), mapped_column("y2", String(3)))
    fields: Mapped[Named] = composite()
    plain = composite(Plain, Column("a", Integer), Column("b", Integer, nullable=False))


class Referring(Base):
    __tablename__ = "referring"
    id: Mapped[int] = mapped_column(primary_key=True)
    x: Mapped[int]
    y: Mapped[Optional[int]]
    point: Mapped[Point] = composite("x", "y")
