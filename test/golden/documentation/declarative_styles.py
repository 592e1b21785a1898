"""A declarative base (plain, with a registry of its own) and the decorator of a registry, with inheritance under it."""

from datetime import datetime
from typing import List, Optional

from sqlalchemy import ForeignKey, Integer, String, func
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, registry, relationship


class Base(DeclarativeBase):
    pass


class Sailor(Base):
    __tablename__ = "sailors"

    id = mapped_column(Integer, primary_key=True)
    rank: Mapped[str]
    surname: Mapped[Optional[str]]
    callsign: Mapped[Optional[str]] = mapped_column(String(64))
    enlisted: Mapped[datetime] = mapped_column(insert_default=func.now())
    letters: Mapped[List["Letter"]] = relationship(back_populates="sailor")


class Letter(Base):
    __tablename__ = "letters"

    id = mapped_column(Integer, primary_key=True)
    sailor_id = mapped_column(ForeignKey("sailors.id"))
    text: Mapped[str]
    sailor: Mapped["Sailor"] = relationship(back_populates="letters")


ports = registry()


class PortBase(DeclarativeBase):
    registry = ports


class Port(PortBase):
    __tablename__ = "ports"
    id: Mapped[int] = mapped_column(primary_key=True)


fleet = registry()


@fleet.mapped
class Vessel:
    __tablename__ = "vessels"

    id = mapped_column(Integer, primary_key=True)
    kind = mapped_column(String, nullable=False)
    built: Mapped[datetime] = mapped_column(insert_default=func.now())
    logs: Mapped[List["Log"]] = relationship(back_populates="vessel")
    __mapper_args__ = {"polymorphic_on": kind, "polymorphic_identity": "vessel"}


@fleet.mapped
class Tanker(Vessel):
    __tablename__ = "tankers"

    id = mapped_column(ForeignKey("vessels.id"), primary_key=True)
    __mapper_args__ = {"polymorphic_identity": "tanker"}


@fleet.mapped
class Log:
    __tablename__ = "logs"

    id = mapped_column(Integer, primary_key=True)
    vessel_id = mapped_column(ForeignKey("vessels.id"))
    entry: Mapped[str]
    vessel: Mapped["Vessel"] = relationship(back_populates="logs")
