"""SQL expressions as attributes: hybrids, column_property of expressions and subqueries, deferred, descriptors."""

from sqlalchemy import Column, ForeignKey, Integer, String, Table, and_, func, inspect, select
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import (
    DeclarativeBase,
    Mapped,
    column_property,
    deferred,
    mapped_column,
    object_session,
    query_expression,
    registry,
)
from sqlalchemy.sql import case


class Base(DeclarativeBase):
    pass


class Hybrid(Base):
    __tablename__ = "hybrids"
    id = mapped_column(Integer, primary_key=True)
    first = mapped_column(String(50))
    last = mapped_column(String(50))

    @hybrid_property
    def both(self):
        if self.first is not None:
            return self.first + " " + self.last
        else:
            return self.last

    @both.expression
    def both(cls):
        return case((cls.first != None, cls.first + " " + cls.last), else_=cls.last)  # noqa: E711


class Address(Base):
    __tablename__ = "addresses"
    id = mapped_column(Integer, primary_key=True)
    person_id = mapped_column(Integer, ForeignKey("people.id"))


class Person(Base):
    __tablename__ = "people"
    id = mapped_column(Integer, primary_key=True)
    first = mapped_column(String(50))
    last = mapped_column(String(50))
    both = column_property(first + " " + last)
    addresses = column_property(
        select(func.count(Address.id)).where(Address.person_id == id).correlate_except(Address).scalar_subquery()
    )
    shown = query_expression()

    @property
    def count(self):
        return object_session(self).scalar(select(func.count(Address.id)).where(Address.person_id == self.id))


Person.later = column_property(select(func.count(Address.id)).where(Address.person_id == Person.id).scalar_subquery())

book_authors = Table(
    "book_authors",
    Base.metadata,
    Column("author_id", ForeignKey("authors.id"), primary_key=True),
    Column("book_id", ForeignKey("books.id"), primary_key=True),
)
books = Table("books", Base.metadata, Column("id", Integer, primary_key=True))


class Author(Base):
    __tablename__ = "authors"
    id = mapped_column(Integer, primary_key=True)
    book_count = column_property(
        select(func.count(books.c.id))
        .where(and_(book_authors.c.author_id == id, book_authors.c.book_id == books.c.id))
        .scalar_subquery()
    )


class File(Base):
    __tablename__ = "files"
    id = mapped_column(Integer, primary_key=True)
    name = mapped_column(String(64))
    extension = mapped_column(String(8))
    filename = column_property(name + "." + extension)
    path = column_property("C:/" + filename.expression)


class Deferring(Base):
    __tablename__ = "deferring"
    id: Mapped[int] = mapped_column(primary_key=True)
    first: Mapped[str] = mapped_column()
    last: Mapped[str] = mapped_column()
    both: Mapped[str] = deferred(first + " " + last)


reg = registry()


@reg.mapped
class Decorated:
    __tablename__ = "decorated"
    id = mapped_column(Integer, primary_key=True)


inspect(Decorated).add_property(
    "addresses",
    column_property(select(func.count(Address.id)).where(Address.person_id == Decorated.id).scalar_subquery()),
)
