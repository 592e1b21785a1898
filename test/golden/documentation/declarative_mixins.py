"""Mixins: columns, names, table arguments, relationships, column properties, inheritance, indexes and conventions."""

from datetime import datetime
from typing import Optional
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    UniqueConstraint,
    func,
)
from sqlalchemy.orm import (
    DeclarativeBase,
    Mapped,
    column_property,
    declarative_base,
    declared_attr,
    has_inherited_table,
    mapped_column,
    relationship,
)


class Base(DeclarativeBase):
    pass


class Common:
    @declared_attr.directive
    def __tablename__(cls) -> str:
        return "m_" + cls.__name__.lower()

    __table_args__ = {"mysql_engine": "InnoDB"}
    __mapper_args__ = {"eager_defaults": True}
    id: Mapped[int] = mapped_column(primary_key=True)


class Recorded:
    record_id: Mapped[int] = mapped_column(ForeignKey("m_record.id"))

    @declared_attr
    def record(self) -> Mapped["Record"]:
        return relationship("Record")


class Record(Common, Base):
    info: Mapped[str]


class Goose(Common, Recorded, Base):
    name: Mapped[str]


class Swan(Recorded, Common, Base):
    name: Mapped[str] = mapped_column()


class Duck(Base, Recorded, Common):
    name: Mapped[str] = mapped_column()


class Augmented(DeclarativeBase):
    @declared_attr.directive
    def __tablename__(cls) -> str:
        return "a_" + cls.__name__.lower()

    __table_args__ = {"mysql_engine": "InnoDB"}
    id: Mapped[int] = mapped_column(primary_key=True)


class Heron(Augmented):
    feathers: Mapped[int]


class Old:
    @declared_attr.directive
    def __tablename__(cls):
        return "o_" + cls.__name__.lower()

    __table_args__ = {"mysql_engine": "InnoDB"}
    id = mapped_column(Integer, primary_key=True)


OldBase = declarative_base(cls=Old)


class OldRecorded:
    crow_id = mapped_column(ForeignKey("o_crow.id"))

    @declared_attr
    def crow(self):
        return relationship("Crow")


class Crow(OldBase):
    info = mapped_column(String)


class Raven(OldRecorded, OldBase):
    name = mapped_column(String)


class Stamped:
    created: Mapped[datetime] = mapped_column(default=func.now())
    updated: Mapped[datetime]


class StampedByColumns:
    created = Column(DateTime, default=func.now())
    updated = Column(DateTime)


class Nest(Stamped, Base):
    __tablename__ = "nests"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]


class Egg(StampedByColumns, Base):
    __tablename__ = "eggs"
    id: Mapped[int] = mapped_column(primary_key=True)


class Target(Base):
    __tablename__ = "targets"
    id: Mapped[int] = mapped_column(primary_key=True)


class Referring:
    target_id: Mapped[int] = mapped_column(ForeignKey("targets.id"))

    @declared_attr
    def target(cls) -> Mapped["Target"]:
        return relationship("Target", primaryjoin=Target.id == cls.target_id)


class Arrow(Referring, Base):
    __tablename__ = "arrows"
    id: Mapped[int] = mapped_column(primary_key=True)


class Dart(Referring, Base):
    __tablename__ = "darts"
    id: Mapped[int] = mapped_column(primary_key=True)


class Summed:
    x: Mapped[int]
    y: Mapped[int]

    @declared_attr
    def sum(cls) -> Mapped[int]:
        return column_property(cls.x + cls.y)

    @declared_attr
    @classmethod
    def difference(cls) -> Mapped[int]:
        return column_property(cls.x - cls.y)


class Point(Summed, Base):
    __tablename__ = "points"
    id: Mapped[int] = mapped_column(primary_key=True)


class Named:
    @declared_attr.directive
    def __tablename__(cls) -> Optional[str]:
        return "n_" + cls.__name__.lower()


class Bird(Named, Base):
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    __mapper_args__ = {"polymorphic_on": "kind"}


class Eagle(Bird):
    id: Mapped[int] = mapped_column(ForeignKey("n_bird.id"), primary_key=True)
    span: Mapped[str]
    __mapper_args__ = {"polymorphic_identity": "eagle"}


class Sparrow(Bird):
    @declared_attr.directive
    def __tablename__(cls) -> Optional[str]:
        return None

    __mapper_args__ = {"polymorphic_identity": "sparrow"}


class NamedOnce:
    @declared_attr.directive
    def __tablename__(cls):
        if has_inherited_table(cls):
            return None
        return "once_" + cls.__name__.lower()


class Fish(NamedOnce, Base):
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    __mapper_args__ = {"polymorphic_on": "kind"}


class Pike(Fish):
    @declared_attr.directive
    def __tablename__(cls):
        return "once_" + cls.__name__.lower()

    id: Mapped[int] = mapped_column(ForeignKey("once_fish.id"), primary_key=True)
    teeth: Mapped[int]
    __mapper_args__ = {"polymorphic_identity": "pike"}


class Carp(Fish):
    __mapper_args__ = {"polymorphic_identity": "carp"}


class Cascading:
    @declared_attr.cascading
    def id(cls) -> Mapped[int]:
        if has_inherited_table(cls):
            return mapped_column(ForeignKey("trees.id"), primary_key=True)
        else:
            return mapped_column(Integer, primary_key=True)


class Tree(Cascading, Base):
    __tablename__ = "trees"
    kind: Mapped[str]
    __mapper_args__ = {"polymorphic_on": "kind"}


class Oak(Tree):
    __tablename__ = "oaks"
    acorns: Mapped[int]
    __mapper_args__ = {"polymorphic_identity": "oak"}


class EngineSettings:
    __table_args__ = {"mysql_engine": "InnoDB"}


class CommentSettings:
    __table_args__ = {"comment": "combined"}


class Combined(EngineSettings, CommentSettings, Base):
    __tablename__ = "combined"

    @declared_attr.directive
    def __table_args__(cls):
        args = dict()
        args.update(EngineSettings.__table_args__)
        args.update(CommentSettings.__table_args__)
        return args

    id = mapped_column(Integer, primary_key=True)


class Indexed:
    a = mapped_column(Integer)
    b = mapped_column(Integer)

    @declared_attr.directive
    def __table_args__(cls):
        return (Index(f"ix_{cls.__tablename__}_ab", "a", "b"),)


class IndexedFirst(Indexed, Base):
    __tablename__ = "indexed_first"
    id = mapped_column(Integer, primary_key=True)


class IndexedSecond(Indexed, Base):
    __tablename__ = "indexed_second"
    id = mapped_column(Integer, primary_key=True)


class Conventional(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class Checked(Conventional):
    __abstract__ = True

    @declared_attr.directive
    def __table_args__(cls):
        return (UniqueConstraint("uuid"), CheckConstraint("x > 0 OR y < 100", name="xy"))

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[UUID]
    x: Mapped[int]
    y: Mapped[int]


class Alpha(Checked):
    __tablename__ = "alphas"


class Beta(Checked):
    __tablename__ = "betas"
