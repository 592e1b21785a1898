"""Custom types: decorators with their recipes, mutable ones, user-defined types, compiled differently by database."""

import datetime
import json
import uuid
from decimal import Decimal
from operator import attrgetter

from sqlalchemy import Column, DateTime, Integer, MetaData, Numeric, String, Table, func, type_coerce
from sqlalchemy.dialects.mssql import UNIQUEIDENTIFIER
from sqlalchemy.dialects.postgresql import BYTEA, UUID
from sqlalchemy.ext.mutable import MutableDict
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.sql import operators
from sqlalchemy.types import CHAR, VARCHAR, TypeDecorator, TypeEngine, Unicode, UserDefinedType


class CoerceText(TypeDecorator):
    impl = Unicode

    def process_bind_param(self, value, dialect):
        return value.decode("utf-8") if isinstance(value, bytes) else value


class SafeNumeric(TypeDecorator):
    impl = Numeric

    def __init__(self, *arg, **kw):
        TypeDecorator.__init__(self, *arg, **kw)
        self.quantize_int = -self.impl.scale
        self.quantize = Decimal(10) ** self.quantize_int

    def process_bind_param(self, value, dialect):
        return value.quantize(self.quantize)


class UtcDateTime(TypeDecorator):
    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value, dialect):
        return value.astimezone(datetime.timezone.utc).replace(tzinfo=None)


class Guid(TypeDecorator):
    impl = CHAR
    cache_ok = True

    _default_type = CHAR(32)
    _uuid_as_str = attrgetter("hex")

    def load_dialect_impl(self, dialect):
        if dialect.name == "postgresql":
            return dialect.type_descriptor(UUID())
        elif dialect.name == "mssql":
            return dialect.type_descriptor(UNIQUEIDENTIFIER())
        else:
            return dialect.type_descriptor(self._default_type)


class GuidHyphens(Guid):
    _default_type = CHAR(36)
    _uuid_as_str = str


class JsonText(TypeDecorator):
    impl = VARCHAR
    cache_ok = True

    def coerce_compared_value(self, op, value):
        if op in (operators.like_op, operators.not_like_op):
            return String()
        else:
            return self

    def process_bind_param(self, value, dialect):
        return json.dumps(value)


class Encrypted(TypeDecorator):
    impl = BYTEA
    cache_ok = True

    def __init__(self, passphrase):
        super(Encrypted, self).__init__()
        self.passphrase = passphrase

    def bind_expression(self, bindvalue):
        return func.pgp_sym_encrypt(type_coerce(bindvalue, String), self.passphrase)


class Shape(UserDefinedType):
    def get_col_spec(self):
        return "SHAPE"

    def bind_expression(self, bindvalue):
        return func.ST_GeomFromText(bindvalue, type_=self)


class Precise(UserDefinedType):
    cache_ok = True

    def __init__(self, precision=8):
        self.precision = precision

    def get_col_spec(self, **kw):
        return "PRECISE(%s)" % self.precision


class Comparing(Integer):
    class comparator_factory(Integer.Comparator):
        def __add__(self, other):
            return self.op("goofy")(other)


class Base(DeclarativeBase):
    type_annotation_map = {uuid.UUID: Guid}


class Row(Base):
    __tablename__ = "rows"
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    hyphens = mapped_column(GuidHyphens)
    text = mapped_column(CoerceText(30))
    number = mapped_column(SafeNumeric(10, 3))
    moment = mapped_column(UtcDateTime)
    data = mapped_column(JsonText(255))
    mutable = mapped_column(MutableDict.as_mutable(JsonText(99)))
    shape = mapped_column(Shape)
    precise = mapped_column(Precise(12))
    comparing = mapped_column(Comparing)


class Message(Base):
    __tablename__ = "messages"
    username = mapped_column(String(50), primary_key=True)
    message = mapped_column(Encrypted("this is my passphrase"))


metadata_obj = MetaData()
Table("shapes", metadata_obj, Column("id", Integer, primary_key=True), Column("data", Shape))
