from sqlalchemy import Column, ForeignKey, Integer, SmallInteger, String, BigInteger, Float, Date, Time, LargeBinary
from sqlalchemy.orm import declarative_base, relationship

Base = declarative_base()


class Author(Base):
    __tablename__ = "authors"

    id = Column(Integer, primary_key=True)
    name = Column("full_name", String(100), nullable=False, comment="as printed")
    books = relationship("Book", back_populates="author")


class Book(Base):
    __tablename__ = "books"

    id = Column(BigInteger, primary_key=True, autoincrement=True)
    author_id = Column(ForeignKey("authors.id"), nullable=False, index=True)
    edition = Column(SmallInteger, server_default="1")
    weight = Column(Float)
    published = Column(Date)
    shelf_time = Column(Time)
    cover = Column(LargeBinary)
    author = relationship("Author", back_populates="books")
