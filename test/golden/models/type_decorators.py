import uuid

from sqlalchemy import CHAR, Column, Integer, String, TypeDecorator, types
from sqlalchemy.dialects.postgresql import UUID
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class GUID(TypeDecorator):
    """A portable UUID."""

    impl = CHAR
    cache_ok = True

    def load_dialect_impl(self, dialect):
        if dialect.name == "postgresql":
            return dialect.type_descriptor(UUID())
        return dialect.type_descriptor(CHAR(32))

    def process_bind_param(self, value, dialect):
        return value


class Upper(TypeDecorator):
    impl = String(12)
    cache_ok = True


class Limited(types.TypeDecorator):
    impl = String
    cache_ok = True

    def __init__(self, size=20, **kwargs):
        super().__init__(length=size * 2, **kwargs)


class Short(String):
    def __init__(self):
        super().__init__(5)


class Row(Base):
    __tablename__ = "row"
    id = Column(GUID(), primary_key=True, default=uuid.uuid4)
    upper = Column(Upper)
    limited = Column(Limited(7))
    plain = Column(Limited)
    short = Column(Short)
    n = Column(Integer)
