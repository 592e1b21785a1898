"""Sequences: of the MetaData first, of a column right before its table."""

from sqlalchemy import BigInteger, Column, Integer, MetaData, Sequence, Table
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

alone = MetaData()
Sequence("counter", start=10, increment=5, metadata=alone)
Sequence("Wide", data_type=BigInteger, minvalue=1, nomaxvalue=True, cycle=True, cache=20, metadata=alone, schema="s1")
Sequence("maybe", optional=True, metadata=alone)
invoices = Table(
    "invoices",
    alone,
    Column("id", Integer, Sequence("invoice_id"), primary_key=True),
    Column("number", Integer, Sequence("invoice_number", start=1000, maxvalue=9999)),
    Column("nothing", Integer, default=5),
)
optional = Table("optional", alone, Column("id", Integer, Sequence("optional_id", optional=True), primary_key=True))


class Base(DeclarativeBase):
    pass


class Counted:
    id: Mapped[int] = mapped_column(Sequence("mixin_seq"), primary_key=True)


class One(Counted, Base):
    __tablename__ = "one"


class Two(Counted, Base):
    __tablename__ = "two"
