"""Types by annotation: the default map, own maps, unions, NewType and aliases, Annotated, Enum and Literal."""

import datetime
import decimal
import enum
import typing
import uuid
from decimal import Decimal
from typing import Annotated, Any, Literal, NewType, Optional, TypeVar, Union

import sqlalchemy
from sqlalchemy import (
    BIGINT,
    JSON,
    NVARCHAR,
    TIMESTAMP,
    VARCHAR,
    BigInteger,
    ForeignKey,
    MetaData,
    Numeric,
    String,
    func,
)
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, registry
from typing_extensions import TypeAliasType


class Base(DeclarativeBase):
    pass


class Defaults(Base):
    __tablename__ = "defaults"
    id: Mapped[int] = mapped_column(primary_key=True)
    flag: Mapped[bool]
    raw: Mapped[bytes]
    day: Mapped[datetime.date]
    moment: Mapped[datetime.datetime]
    clock: Mapped[datetime.time]
    span: Mapped[datetime.timedelta]
    amount: Mapped[decimal.Decimal]
    ratio: Mapped[float]
    text: Mapped[str]
    key: Mapped[uuid.UUID]


class MapBase(DeclarativeBase):
    type_annotation_map = {
        int: BIGINT,
        datetime.datetime: TIMESTAMP(timezone=True),
        str: String().with_variant(NVARCHAR, "mssql").with_variant(VARCHAR(255), "mysql"),
    }


class Mapped1(MapBase):
    __tablename__ = "own_map"
    id: Mapped[int] = mapped_column(primary_key=True)
    date: Mapped[datetime.datetime]
    status: Mapped[str]


either_list = list[int] | list[str]
scalar = Union[float, str, bool]


class UnionBase(DeclarativeBase):
    type_annotation_map = {either_list: postgresql.JSONB, scalar: JSON}


class Unions(UnionBase):
    __tablename__ = "unions"
    id: Mapped[int] = mapped_column(primary_key=True)
    both: Mapped[list[str] | list[int]]
    value: Mapped[scalar]
    maybe: Mapped[scalar | None]
    new_style: Mapped[float | str | bool]
    old_style: Mapped[Union[float, str, bool]]
    mixed: Mapped[Optional[float | str | bool]]


class UnionsPortable(UnionBase):
    __tablename__ = "unions_portable"
    id: Mapped[int] = mapped_column(primary_key=True)
    value: Mapped[scalar]
    maybe: Mapped[Union[bool, str, float, None]]


name30 = NewType("name30", str)
name50 = NewType("name50", str)
Big = TypeAliasType("Big", int)
Small = TypeAliasType("Small", int)


class AliasBase(DeclarativeBase):
    type_annotation_map = {name30: String(30), name50: String(50), Big: BigInteger}


class Aliases(AliasBase):
    __tablename__ = "aliases"
    id: Mapped[Big] = mapped_column(primary_key=True)
    short: Mapped[name30]
    long: Mapped[Optional[name50]]
    small: Mapped[Small]


str_30 = Annotated[str, 30]
str_50 = Annotated[str, 50]
num_12_4 = Annotated[Decimal, 12]
num_6_2 = Annotated[Decimal, 6]


class SizedBase(DeclarativeBase):
    registry = registry(
        type_annotation_map={
            str_30: String(30),
            str_50: String(50),
            num_12_4: Numeric(12, 4),
            num_6_2: Numeric(6, 2),
        }
    )


class Sized(SizedBase):
    __tablename__ = "sized"
    short_name: Mapped[str_30] = mapped_column(primary_key=True)
    long_name: Mapped[str_50]
    amount: Mapped[num_12_4]
    short_amount: Mapped[num_6_2]


intpk = Annotated[int, mapped_column(primary_key=True)]
stamp = Annotated[datetime.datetime, mapped_column(nullable=False, server_default=func.CURRENT_TIMESTAMP())]
required_name = Annotated[str, mapped_column(String(30), nullable=False)]


class Whole(Base):
    __tablename__ = "whole"
    id: Mapped[intpk]
    name: Mapped[required_name]
    created: Mapped[stamp]
    required: Mapped[Optional[stamp]]


class Overriding(Base):
    __tablename__ = "overriding"
    id: Mapped[intpk] = mapped_column(ForeignKey("whole.id"))
    created: Mapped[stamp] = mapped_column(server_default=func.UTC_TIMESTAMP())


T = TypeVar("T", bound=Any)
PrimaryKey = Annotated[T, mapped_column(primary_key=True)]


class IntegerKey(Base):
    __tablename__ = "integer_key"
    id: Mapped[PrimaryKey[int]]


class UuidKey(Base):
    __tablename__ = "uuid_key"
    id: Mapped[PrimaryKey[uuid.UUID]]


class State(enum.Enum):
    OPEN = "open"
    CLOSED = "closed"
    ARCHIVED = "archived"


Stage = Literal["start", "middle", "end"]


class EnumDefault(Base):
    __tablename__ = "enum_default"
    id: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[State]
    stage: Mapped[Stage]
    named: Mapped[Stage] = mapped_column(sqlalchemy.Enum("start", "middle", "end", name="stage_enum"))


class ExplicitBase(DeclarativeBase):
    type_annotation_map = {
        enum.Enum: sqlalchemy.Enum(enum.Enum),
        typing.Literal: sqlalchemy.Enum(enum.Enum),
    }


class EnumExplicit(ExplicitBase):
    __tablename__ = "enum_explicit"
    id: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[State]
    stage: Mapped[Stage]


class OneBase(DeclarativeBase):
    type_annotation_map = {State: sqlalchemy.Enum(enum.Enum)}


class EnumOne(OneBase):
    __tablename__ = "enum_one"
    id: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[State]


class NamedLiteralBase(DeclarativeBase):
    type_annotation_map = {Stage: sqlalchemy.Enum("start", "middle", "end", name="stage_of_map")}


class EnumNamedLiteral(NamedLiteralBase):
    __tablename__ = "enum_named_literal"
    id: Mapped[int] = mapped_column(primary_key=True)
    stage: Mapped[Stage]
    maybe: Mapped[Optional[Stage]]


class TextBase(DeclarativeBase):
    type_annotation_map = {
        enum.Enum: sqlalchemy.Enum(enum.Enum, native_enum=False),
        typing.Literal: sqlalchemy.Enum(enum.Enum, native_enum=False),
    }


class EnumText(TextBase):
    __tablename__ = "enum_text"
    id: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[State]
    stage: Mapped[Stage]


class LengthBase(DeclarativeBase):
    type_annotation_map = {State: sqlalchemy.Enum(State, length=50, native_enum=False)}


class EnumLength(LengthBase):
    __tablename__ = "enum_length"
    id: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[State]


class InheritBase(DeclarativeBase):
    metadata = MetaData(schema="office")
    type_annotation_map = {enum.Enum: sqlalchemy.Enum(enum.Enum, inherit_schema=True)}


class EnumInherit(InheritBase):
    __tablename__ = "enum_inherit"
    id: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[State]


mixed_literal = Literal[0, 1, True, False, "true", "false"]


class JsonBase(DeclarativeBase):
    type_annotation_map = {mixed_literal: JSON}


class LiteralJson(JsonBase):
    __tablename__ = "literal_json"
    id: Mapped[int] = mapped_column(primary_key=True)
    value: Mapped[mixed_literal]
