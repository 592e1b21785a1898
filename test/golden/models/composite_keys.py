from typing import Optional

from sqlalchemy import BigInteger, ForeignKey, ForeignKeyConstraint, Integer, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class Order(Base):
    __tablename__ = "orders"
    number: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    year: Mapped[int] = mapped_column(Integer, primary_key=True)


class Line(Base):
    __tablename__ = "lines"
    number: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    sku: Mapped[Optional[str]] = mapped_column(String(12), index=True, comment="stock keeping unit")
    __table_args__ = (
        ForeignKeyConstraint(["number", "year"], [Order.number, Order.year], ondelete="CASCADE"),
        {"comment": "order lines"},
    )


class Note(Base):
    __tablename__ = "notes"
    id: Mapped[int] = mapped_column(ForeignKey(Order.number), primary_key=True)
