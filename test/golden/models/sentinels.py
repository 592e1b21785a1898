"""Sentinel columns for INSERTs, in Core and mapped."""

from sqlalchemy import Column, Integer, MetaData, SmallInteger, String, Table, Uuid, insert_sentinel
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column, orm_insert_sentinel

metadata = MetaData()
Table("core", metadata, Column("id", Uuid, primary_key=True), Column("x", String(5)), insert_sentinel("sentinel"))
Table("typed", metadata, Column("id", Uuid, primary_key=True), insert_sentinel("sentinel", SmallInteger))


class Base(DeclarativeBase):
    @declared_attr
    def _sentinel(cls) -> Mapped[int]:
        return orm_insert_sentinel()


class Mapped_(Base):
    __tablename__ = "mapped"
    id: Mapped[str] = mapped_column(primary_key=True)
    own: Mapped[int] = mapped_column(Integer)
