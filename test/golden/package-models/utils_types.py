"""The types of SQLAlchemy-Utils."""

import enum

import sqlalchemy as sa
from sqlalchemy.orm import declarative_base
from sqlalchemy_utils import (
    ChoiceType,
    EmailType,
    IPAddressType,
    JSONType,
    LtreeType,
    ScalarListType,
    Timestamp,
    TimezoneType,
    TSVectorType,
    URLType,
    UUIDType,
)

Base = declarative_base()


class Kind(enum.Enum):
    a = 1
    b = 2


class Thing(Timestamp, Base):
    __tablename__ = "things"
    id = sa.Column(UUIDType, primary_key=True)
    binary = sa.Column(UUIDType(binary=False))
    portable = sa.Column(UUIDType(binary=True, native=False))
    characters = sa.Column(UUIDType(binary=False, native=False))
    email = sa.Column(EmailType, unique=True)
    short_email = sa.Column(EmailType(length=50))
    address = sa.Column(IPAddressType)
    long_address = sa.Column(IPAddressType(80))
    url = sa.Column(URLType)
    timezone = sa.Column(TimezoneType(backend="zoneinfo"))
    kind = sa.Column(ChoiceType([("a", "A"), ("b", "B")]))
    kind_number = sa.Column(ChoiceType(Kind, impl=sa.Integer()))
    json = sa.Column(JSONType)
    scalars = sa.Column(ScalarListType(int))


class PostgreSQLOnly(Base):
    __tablename__ = "postgresql_only"
    id = sa.Column(sa.Integer, primary_key=True)
    path = sa.Column(LtreeType)
    search = sa.Column(TSVectorType("name", weights={"name": "A"}))
