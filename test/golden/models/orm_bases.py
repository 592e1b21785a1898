"""Declarative bases without a metaclass, of own metaclasses and registries; the order of columns."""

from typing import Any, Optional

from sqlalchemy import Column, Integer, MetaData, String
from sqlalchemy.ext.declarative import as_declarative as old_as_declarative
from sqlalchemy.orm import (
    DeclarativeBase,
    DeclarativeBaseNoMeta,
    DeclarativeMeta,
    Mapped,
    as_declarative,
    declarative_base,
    declared_attr,
    mapped_column,
    registry,
)


class NoMeta(DeclarativeBaseNoMeta):
    type_annotation_map = {str: String(11)}


class OfNoMeta(NoMeta):
    __tablename__ = "of_no_meta"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]


reg = registry(metadata=MetaData(schema="reg"), type_annotation_map={str: String(22)})


class Explicit(metaclass=DeclarativeMeta):
    __abstract__ = True
    registry = reg
    metadata = reg.metadata
    __init__ = reg.constructor


class OfExplicit(Explicit):
    __tablename__ = "of_explicit"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]


@as_declarative(metadata=MetaData(schema="as_decl"))
class AsDeclarative:
    id: Any

    @declared_attr
    def __tablename__(cls):
        return f"as_{cls.__name__.lower()}"


class Thing(AsDeclarative):
    id = Column(Integer, primary_key=True)


@old_as_declarative()
class OldAsDeclarative:
    note = Column(String(3))


class OldThing(OldAsDeclarative):
    __tablename__ = "old_thing"
    id = Column(Integer, primary_key=True)


@reg.as_declarative_base()
class OfRegistry:
    shared: Mapped[Optional[int]]


class UsesRegistry(OfRegistry):
    __tablename__ = "uses_registry"
    id: Mapped[int] = mapped_column(primary_key=True)


class Mixin:
    @classmethod
    def helper(cls):
        return cls.__tablename__


Classic = declarative_base(cls=(Mixin,), name="Classic", metadata=MetaData(), class_registry={})


class OfClassic(Classic):
    __tablename__ = "of_classic"
    id = Column(Integer, primary_key=True)


class Base(DeclarativeBase):
    first_of_base: Mapped[Optional[int]] = mapped_column(sort_order=-5)
    last_of_base: Mapped[Optional[int]]


class First:
    from_first: Mapped[Optional[int]]
    shared: Mapped[Optional[int]] = mapped_column(String(1), sort_order=3)

    @declared_attr
    def declared(cls) -> Mapped[Optional[str]]:
        return mapped_column(String(2), sort_order=-1)


class Second:
    from_second = Column(Integer)
    shared: Mapped[Optional[int]] = mapped_column(String(2))


class Ordered(First, Second, Base):
    __tablename__ = "ordered"
    own = Column(Integer)
    id: Mapped[int] = mapped_column(primary_key=True, sort_order=-10)
    annotated: Mapped[Optional[int]]
    plain = mapped_column(Integer, nullable=False)


class Reordered(Second, First, Base):
    __tablename__ = "reordered"
    annotated: Mapped[Optional[int]]
    id: Mapped[int] = mapped_column(primary_key=True)
    from_first: Mapped[int] = mapped_column(unique=True)
    declared = None


class Child(Ordered):
    __tablename__ = "child"
    id: Mapped[int] = mapped_column("child_id", primary_key=True)
    parent_id: Mapped[int]
    __mapper_args__ = {"concrete": True}


metadata_reg, metadata_as, metadata_old = reg.metadata, AsDeclarative.metadata, OldAsDeclarative.metadata
