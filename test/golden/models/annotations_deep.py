"""Annotations in unusual forms, classes made by functions, names from __init_subclass__, columns from locals()."""

import datetime as dt
import decimal
import enum
import typing as t
from typing import Annotated, ClassVar, Generic, Literal, NewType, Optional, TypeVar, TypedDict, Union
import sqlalchemy as sa
from sqlalchemy import orm
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column, relationship, registry, validates


class Color(enum.IntEnum):
    A = 1
    B = 2


class Flag(enum.Flag):
    X = enum.auto()
    Y = enum.auto()


class StrLike(str):
    pass


UserId = NewType("UserId", int)
AdminId = NewType("AdminId", UserId)


class Payload(TypedDict):
    a: int


pk = Annotated[int, mapped_column(primary_key=True)]
named_pk = Annotated[pk, mapped_column(sa.BigInteger, comment="x")]
opt = Annotated[Optional[str], mapped_column(sa.String(7), index=True)]
T = TypeVar("T")


class Base(DeclarativeBase):
    type_annotation_map = {
        Payload: JSONB,
        t.List[str]: ARRAY(sa.String(5)),
        dict[str, t.Any]: sa.JSON(none_as_null=True),
        UserId: sa.BigInteger,
        AdminId: sa.SmallInteger,
        decimal.Decimal: sa.Numeric(9, 4),
        Flag: sa.Integer(),
    }

    def __init_subclass__(cls, **kw):
        if "__tablename__" not in cls.__dict__ and not cls.__dict__.get("__abstract__"):
            cls.__tablename__ = "t_" + cls.__name__.lower()
        super().__init_subclass__(**kw)


class A(Base):
    id: Mapped[pk]
    a: Mapped["int | None"]
    b: Mapped[None | str]
    d: orm.Mapped[t.List[str]]
    e: Mapped[dt.datetime | None] = orm.mapped_column(sa.DateTime(timezone=True), server_default=sa.text("now()"))
    f: Mapped[Literal["a", "bb"] | None]
    g: Mapped[Color]
    h: Mapped[Optional[Color]] = mapped_column(
        sa.Enum(Color, native_enum=False, values_callable=lambda e: [str(m.value) for m in e])
    )
    i: Mapped[opt]
    j: Mapped[Annotated[str, mapped_column(sa.String(3), unique=True)]]
    c: "Mapped[Optional[int]]"
    k: Mapped[UserId]
    l: Mapped[Optional[AdminId]]
    m: Mapped[Payload]
    n: Mapped[dict[str, t.Any]]
    o: Mapped[decimal.Decimal]
    p: ClassVar[int] = 5
    q: Mapped[Union[int, None]] = mapped_column(sa.SmallInteger, nullable=False)
    r: Mapped[Flag]
    bs: Mapped[list["B"]] = relationship(back_populates="a")
    if True:
        s: Mapped[bool] = mapped_column(default=False)
    for _n in ("u", "v"):
        locals()[_n] = mapped_column(sa.Integer)
    del _n


class B(Base):
    id: Mapped[named_pk]
    a_id: Mapped[int] = mapped_column(sa.ForeignKey(A.id, ondelete="CASCADE"), index=True)
    a: Mapped[A] = relationship(back_populates="bs", foreign_keys=[a_id])


class HasParent(Generic[T]):
    parent_type: ClassVar[str]

    @declared_attr
    def parent_id(cls) -> Mapped[int]:
        return mapped_column(sa.ForeignKey(f"{cls.parent_type}.id"))


class C(HasParent[A], Base):
    parent_type = "t_a"
    id: Mapped[pk]


for name in ("one", "two"):
    setattr(C, name, sa.Column(sa.String(2)))
D = type("D", (Base,), {"id": sa.Column(sa.Integer, primary_key=True), "__tablename__": "dyn"})


def make(name, **cols):
    return type(
        name, (Base,), {"__tablename__": name.lower(), "id": mapped_column(sa.Integer, primary_key=True), **cols}
    )


E1 = make("Made", x=mapped_column(sa.String(4)), y=sa.Column(sa.Integer, sa.ForeignKey("dyn.id")))
sa.event.listen(Base.metadata, "after_create", sa.DDL("select 1"))
