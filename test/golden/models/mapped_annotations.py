import datetime
import decimal
import enum
import uuid
from typing import Optional

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Base(DeclarativeBase):
    pass


class Color(enum.Enum):
    red = "r"
    green = "g"
    blue = "b"


class Everything(Base):
    __tablename__ = "everything"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    nickname: Mapped[Optional[str]]
    short: Mapped[str | None] = mapped_column(String(30))
    ratio: Mapped[float]
    active: Mapped[bool]
    price: Mapped[decimal.Decimal]
    day: Mapped[datetime.date]
    moment: Mapped[datetime.datetime]
    clock: Mapped[datetime.time]
    span: Mapped[datetime.timedelta]
    blob: Mapped[bytes]
    key: Mapped[uuid.UUID]
    color: Mapped[Color]
    maybe_color: Mapped[Optional[Color]]
    forced: Mapped[Optional[int]] = mapped_column(nullable=False)
    loose: Mapped[int] = mapped_column(nullable=True)


class Child(Base):
    __tablename__ = "child"

    id: Mapped[int] = mapped_column(primary_key=True)
    parent_id: Mapped["int"] = mapped_column(ForeignKey("everything.id"))
    key: Mapped["Optional[uuid.UUID]"] = mapped_column(ForeignKey("everything.key"))
    parent: Mapped["Everything"] = relationship()
