"""PostgreSQL's exclude constraints."""

from sqlalchemy import Column, Integer, MetaData, String, Table, cast, func, literal_column, text
from sqlalchemy.dialects.postgresql import DATERANGE, INT4RANGE, TSTZRANGE, ExcludeConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

metadata = MetaData()
bookings = Table(
    "bookings",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("room", Integer),
    Column("name", String(9)),
    Column("during", TSTZRANGE),
    ExcludeConstraint(("during", "&&")),
    ExcludeConstraint(("room", "="), ("during", "&&"), name="ex_room"),
    ExcludeConstraint(("room", "="), ("during", "&&"), name="ex_gist", using="gist", where=text("room > 1")),
    ExcludeConstraint(("name", "="), name="ex_btree", using="btree", deferrable=True, initially="DEFERRED"),
    ExcludeConstraint((func.lower(literal_column("name")), "="), name="ex_function", using="hash"),
    ExcludeConstraint(("room", "="), ("during", "&&"), name="ex_ops", ops={"room": "int4_ops"}),
)
other = Table(
    "other", metadata, Column("id", Integer, primary_key=True), Column("span", INT4RANGE), Column("n", Integer)
)
ExcludeConstraint((other.c.span, "&&"), (other.c.n, "="), name="ex_columns", where=(other.c.n > 5))
ExcludeConstraint((cast(other.c.n, String), "="), name="ex_cast")


class Base(DeclarativeBase):
    pass


class Stay(Base):
    __tablename__ = "stays"
    id: Mapped[int] = mapped_column(primary_key=True)
    bed: Mapped[int] = mapped_column()
    nights = mapped_column(DATERANGE)
    __table_args__ = (ExcludeConstraint((bed, "="), (nights, "&&"), name="ex_stay", where=bed > 0),)
