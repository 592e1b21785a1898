import enum

from sqlalchemy import Column, Enum, Integer
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from typing import Literal, Optional


class Base(DeclarativeBase):
    pass


class Status(str, enum.Enum):
    NEW = "new"
    DONE = "done"
    FINISHED = "done"


class Level(enum.IntEnum):
    LOW = 1
    HIGH = 2


class Task(Base):
    __tablename__ = "task"
    id = Column(Integer, primary_key=True)
    status = Column(Enum(Status), nullable=False, server_default="NEW")
    by_value = Column(Enum(Status, name="status_value", values_callable=lambda e: [m.value for m in e]))
    text_status = Column(Enum("a", "bb", "it's", name="text_status"))
    varchar_status = Column(Enum(Level, native_enum=False, length=40))
    pg = Column(Enum(Status, name="pg_status", schema="other"))
    mapped: Mapped[Status]
    level: Mapped[Optional[Level]] = mapped_column(Enum(Level, name="lvl"))
    literal: Mapped[Literal["x", "yy"]]
