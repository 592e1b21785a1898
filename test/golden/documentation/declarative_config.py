"""Mapper configuration with declarative: properties, mapper arguments, hooks, metadata, abstract classes, __table_cls__."""

from datetime import datetime
from typing import List, Optional

from sqlalchemy import Column, DateTime, ForeignKey, Integer, MetaData, PrimaryKeyConstraint, String, Table, Text
from sqlalchemy.orm import (
    DeclarativeBase,
    Mapped,
    column_property,
    declared_attr,
    deferred,
    mapped_column,
    registry,
    relationship,
)


class Base(DeclarativeBase):
    pass


class Tenant(Base):
    __tablename__ = "tenants"

    id: Mapped[int] = mapped_column(primary_key=True)
    first: Mapped[str] = mapped_column(String(50))
    last: Mapped[str] = mapped_column(String(50))
    both: Mapped[str] = column_property(first + " " + last)
    rents: Mapped[List["Rent"]] = relationship(back_populates="tenant")


class Rent(Base):
    __tablename__ = "rents"

    id: Mapped[int] = mapped_column(primary_key=True)
    tenant_id: Mapped[int] = mapped_column(ForeignKey("tenants.id"))
    remarks: Mapped[Optional[str]] = mapped_column(Text, deferred=True)
    tenant: Mapped["Tenant"] = relationship(back_populates="rents")


class Landlord(Base):
    __table__ = Table(
        "landlords",
        Base.metadata,
        Column("id", Integer, primary_key=True),
        Column("first", String(50)),
        Column("last", String(50)),
        Column("notes", Text),
        Column("tenant_id", ForeignKey("tenants.id")),
    )
    both = column_property(__table__.c.first + " " + __table__.c.last)
    notes = deferred(__table__.c.notes)
    tenant = relationship("Tenant")


class Membership(Base):
    __tablename__ = "memberships"
    person = mapped_column(String(40))
    club = mapped_column(String(40))
    __mapper_args__ = {"primary_key": [person, club]}


class Gauge(Base):
    __tablename__ = "gauges"
    id = mapped_column(Integer, primary_key=True)
    read_at = mapped_column(DateTime, nullable=False)
    __mapper_args__ = {"version_id_col": read_at, "version_id_generator": lambda version: datetime.now()}


class Worker(Base):
    __tablename__ = "workers"
    worker_id = mapped_column(Integer, primary_key=True)
    kind = mapped_column(String, nullable=False)
    __mapper_args__ = dict(polymorphic_on=kind, polymorphic_identity="worker")


class Welder(Worker):
    __mapper_args__ = dict(polymorphic_identity="welder")


class WithoutFlagged:
    @declared_attr
    def __mapper_args__(cls):
        return {"exclude_properties": [c.key for c in cls.__table__.c if c.info.get("skip", False)]}


class Flagged(WithoutFlagged, Base):
    __tablename__ = "flagged"

    id = mapped_column(Integer, primary_key=True)
    data = mapped_column(String)
    unused = mapped_column(String, info={"skip": True})


class Hooked(Base):
    __tablename__ = "hooked"
    id: Mapped[int] = mapped_column(primary_key=True)

    @classmethod
    def __declare_first__(cls):
        cls.first_called = True

    @classmethod
    def __declare_last__(cls):
        cls.last_called = True


reg = registry()


class North:
    metadata = MetaData()


class South:
    metadata = MetaData()


north, south = North.metadata, South.metadata


@reg.mapped
class InRegistry:
    __tablename__ = "in_registry"
    id = mapped_column(Integer, primary_key=True)


@reg.mapped
class InNorth(North):
    __tablename__ = "in_north"
    id = mapped_column(Integer, primary_key=True)


@reg.mapped
class InSouth(South):
    __tablename__ = "in_south"
    id = mapped_column(Integer, primary_key=True)


class Helper(Base):
    __abstract__ = True

    def help(self):
        """Not mapped."""

    @declared_attr
    def __mapper_args__(cls):
        return {"eager_defaults": True}


class Helped(Helper):
    __tablename__ = "helped"
    id: Mapped[int] = mapped_column(primary_key=True)


class FirstBase(Base):
    __abstract__ = True
    metadata = MetaData()


class SecondBase(Base):
    __abstract__ = True
    metadata = MetaData(schema="second")


first_metadata, second_metadata = FirstBase.metadata, SecondBase.metadata


class InFirst(FirstBase):
    __tablename__ = "in_first"
    id: Mapped[int] = mapped_column(primary_key=True)


class InSecond(SecondBase):
    __tablename__ = "in_second"
    id: Mapped[int] = mapped_column(primary_key=True)


class Prefixed:
    @classmethod
    def __table_cls__(cls, name, metadata_obj, *arg, **kw):
        return Table(f"pre_{name}", metadata_obj, *arg, **kw)


class WithPrefix(Prefixed, Base):
    __tablename__ = "fixed"
    id: Mapped[int] = mapped_column(primary_key=True)


class TableIfKeyed:
    @declared_attr
    def __tablename__(cls):
        return cls.__name__

    @classmethod
    def __table_cls__(cls, *arg, **kw):
        for obj in arg[1:]:
            if (isinstance(obj, Column) and obj.primary_key) or isinstance(obj, PrimaryKeyConstraint):
                return Table(*arg, **kw)
        return None


class Reader(TableIfKeyed, Base):
    id = mapped_column(Integer, primary_key=True)


class Student(Reader):
    school = mapped_column(String)
