"""Names that are quoted or not as the databases need it anyway; a flag that differs is refused (see the unit tests)."""

from sqlalchemy import Column, ForeignKey, Index, Integer, MetaData, String, Table
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.sql import quoted_name

metadata = MetaData()
Table(
    "Parent",
    metadata,
    Column("Id", Integer, primary_key=True, quote=True),
    Column("code", String(5), quote=False, unique=True),
    Column("plain", String(5), quote=None),
    Column(quoted_name("select", True), String(5), index=True),
    Column(quoted_name("bare", False), String(5)),
    Column(quoted_name("either", None), String(5)),
    Index("ix_bare", "code", quote=False),
    Index("Ix Quoted", "code", quote=True),
    schema="plain",
    quote=True,
    quote_schema=False,
)
Table("child", metadata, Column("parent_id", ForeignKey("plain.Parent.Id")), quote=False)


class Base(DeclarativeBase):
    pass


class Declared(Base):
    __tablename__ = "Declared"
    __table_args__ = {"quote": True}
    id: Mapped[int] = mapped_column("Id", primary_key=True, quote=True)
    name: Mapped[str] = mapped_column(quoted_name("Name", True))
