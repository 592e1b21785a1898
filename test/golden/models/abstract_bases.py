from sqlalchemy import Column, Integer, MetaData, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    metadata = MetaData(schema="app")


class Numbered(Base):
    __abstract__ = True

    id: Mapped[int] = mapped_column(primary_key=True, sort_order=-10)
    rank = Column(Integer, nullable=False)


class Named(Numbered):
    __abstract__ = True
    name: Mapped[str] = mapped_column(String(20), sort_order=5)


class Item(Named):
    __tablename__ = "item"
    size: Mapped[int]


class Box(Numbered):
    __tablename__ = "box"
    __table_args__ = {"schema": "store"}
    label: Mapped[str] = mapped_column(String(5))
