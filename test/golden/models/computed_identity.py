from sqlalchemy import Computed, Identity, Sequence, FetchedValue, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class Square(Base):
    __tablename__ = "square"

    id: Mapped[int] = mapped_column(Identity(start=42, increment=2), primary_key=True)
    side: Mapped[int]
    area: Mapped[int] = mapped_column(Computed("side * side"))
    stored: Mapped[int] = mapped_column(Computed("side + 1", persisted=True))
    rank: Mapped[int] = mapped_column(Sequence("rank_seq"))
    touched: Mapped[int] = mapped_column(FetchedValue())
    quoted: Mapped[str] = mapped_column(server_default="it's")
    expr: Mapped[str] = mapped_column(server_default=text("'x' || 'y'"))
