"""Dataclasses: MappedAsDataclass, mapped_as_dataclass, Annotated, mixins, fields that are not mapped, existing dataclasses."""

from __future__ import annotations

from dataclasses import InitVar, dataclass, field
from datetime import datetime
from typing import Annotated, List, Optional
from uuid import uuid4

from sqlalchemy import Column, ForeignKey, Integer, MetaData, String, Table, func
from sqlalchemy.orm import (
    DeclarativeBase,
    Mapped,
    MappedAsDataclass,
    declared_attr,
    mapped_as_dataclass,
    mapped_column,
    registry,
    relationship,
)


class Base(MappedAsDataclass, DeclarativeBase):
    """All below are dataclasses."""


class Baker(Base):
    __tablename__ = "bakers"
    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    name: Mapped[str]


class PlainBase(DeclarativeBase):
    pass


class Brewer(MappedAsDataclass, PlainBase, repr=False, unsafe_hash=True):
    __tablename__ = "brewers"
    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    name: Mapped[str]


reg = registry()


@reg.mapped_as_dataclass
class Miller:
    __tablename__ = "millers"
    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    name: Mapped[str]
    full_name: Mapped[str] = mapped_column(default=None)


@mapped_as_dataclass(reg)
class Cooper:
    __tablename__ = "coopers"
    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    name: Mapped[str]


@reg.mapped_as_dataclass(unsafe_hash=True)
class Tailor:
    __tablename__ = "tailors"
    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    created: Mapped[datetime] = mapped_column(insert_default=func.utc_timestamp(), default=None)


intpk = Annotated[int, mapped_column(primary_key=True)]


@reg.mapped_as_dataclass
class Weaver:
    __tablename__ = "weavers"
    id: Mapped[intpk] = mapped_column(init=False)


class Audited(MappedAsDataclass):
    created_by: Mapped[int] = mapped_column()
    updated_by: Mapped[Optional[int]] = mapped_column(default=None, init=False)


class AuditBase(DeclarativeBase, MappedAsDataclass):
    pass


class Account(AuditBase, Audited):
    __tablename__ = "accounts"
    uid: Mapped[str] = mapped_column(String(50), init=False, default_factory=uuid4, primary_key=True)
    username: Mapped[str] = mapped_column()
    email: Mapped[str] = mapped_column()


@reg.mapped_as_dataclass
class Oven:
    __tablename__ = "ovens"
    id: Mapped[int] = mapped_column(primary_key=True)
    loaves: Mapped[List[Loaf]] = relationship(default_factory=list, back_populates="oven")


@reg.mapped_as_dataclass
class Loaf:
    __tablename__ = "loaves"
    id: Mapped[int] = mapped_column(primary_key=True)
    oven_id: Mapped[int] = mapped_column(ForeignKey("ovens.id"))
    oven: Mapped[Oven] = relationship(default=None)


@reg.mapped_as_dataclass
class Data:
    __tablename__ = "data"
    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    status: Mapped[str]
    control: Optional[str] = None


@reg.mapped_as_dataclass
class Login:
    __tablename__ = "logins"
    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    name: Mapped[str]
    password: InitVar[str]
    digest: Mapped[str] = mapped_column(init=False, nullable=False)

    def __post_init__(self, password: str):
        self.digest = password[::-1]


@reg.mapped
@dataclass
class TableUser:
    __table__ = Table(
        "table_users",
        reg.metadata,
        Column("id", Integer, primary_key=True),
        Column("name", String(50)),
    )
    id: int = field(init=False)
    name: Optional[str] = None
    addresses: List[TableAddress] = field(default_factory=list)
    __mapper_args__ = {"properties": {"addresses": relationship("TableAddress")}}


@reg.mapped
@dataclass
class TableAddress:
    __table__ = Table(
        "table_addresses",
        reg.metadata,
        Column("id", Integer, primary_key=True),
        Column("user_id", Integer, ForeignKey("table_users.id")),
    )
    id: int = field(init=False)
    user_id: int = field(init=False)


@reg.mapped
@dataclass
class FieldUser:
    __tablename__ = "field_users"
    __sa_dataclass_metadata_key__ = "sa"
    id: int = field(init=False, metadata={"sa": Column(Integer, primary_key=True)})
    name: str = field(default=None, metadata={"sa": Column(String(50))})
    nickname: str = field(default=None, metadata={"sa": Column("nick", String(12))})
    addresses: List[FieldAddress] = field(default_factory=list, metadata={"sa": relationship("FieldAddress")})


@reg.mapped
@dataclass
class FieldAddress:
    __tablename__ = "field_addresses"
    __sa_dataclass_metadata_key__ = "sa"
    id: int = field(init=False, metadata={"sa": Column(Integer, primary_key=True)})
    user_id: int = field(init=False, metadata={"sa": Column(ForeignKey("field_users.id"))})
    email: str = field(default=None, metadata={"sa": Column(String(50))})


@dataclass
class UserMixin:
    __tablename__ = "mixed_users"
    __sa_dataclass_metadata_key__ = "sa"
    id: int = field(init=False, metadata={"sa": Column(Integer, primary_key=True)})
    addresses: List[MixedAddress] = field(default_factory=list, metadata={"sa": lambda: relationship("MixedAddress")})


@dataclass
class AddressMixin:
    __tablename__ = "mixed_addresses"
    __sa_dataclass_metadata_key__ = "sa"
    id: int = field(init=False, metadata={"sa": Column(Integer, primary_key=True)})
    user_id: int = field(init=False, metadata={"sa": lambda: Column(ForeignKey("mixed_users.id"))})
    email: str = field(default=None, metadata={"sa": Column(String(50))})


@reg.mapped
class MixedUser(UserMixin):
    pass


@reg.mapped
class MixedAddress(AddressMixin):
    pass


class TargetMixin:
    @declared_attr
    def baker_id(cls) -> Mapped[int]:
        return mapped_column("baker", ForeignKey("millers.id"))

    @declared_attr
    def baker(cls):
        return relationship("Miller")


@reg.mapped
class Apprentice(TargetMixin):
    __tablename__ = "apprentices"
    id: Mapped[int] = mapped_column(primary_key=True)


metadata_obj = MetaData()


@dataclass
class Person:
    id: int = field(init=False)
    name: str = None
    houses: List[House] = field(default_factory=list)


@dataclass
class House:
    id: int = field(init=False)
    person_id: int = field(init=False)


person = Table("people", metadata_obj, Column("id", Integer, primary_key=True), Column("name", String(50)))
house = Table(
    "houses",
    metadata_obj,
    Column("id", Integer, primary_key=True),
    Column("person_id", Integer, ForeignKey("people.id")),
)
reg.map_imperatively(Person, person, properties={"houses": relationship(House, backref="person", order_by=house.c.id)})
reg.map_imperatively(House, house)
