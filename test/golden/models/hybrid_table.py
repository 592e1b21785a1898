from sqlalchemy import Column, ForeignKey, Integer, String, Table
from sqlalchemy.ext.declarative import declarative_base
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import backref, column_property, deferred, relationship, synonym, validates

Base = declarative_base()

association = Table(
    "association",
    Base.metadata,
    Column("left_id", ForeignKey("left.id"), primary_key=True),
    Column("right_id", ForeignKey("right.id"), primary_key=True),
)


class Left(Base):
    __tablename__ = "left"
    id = Column(Integer, primary_key=True)
    first = Column(String(10))
    last = Column(String(10))
    long_text = deferred(Column(String(1000)))
    total = column_property(Column("total_amount", Integer))
    fullname = column_property(first + " " + last)
    alias = synonym("first")
    rights = relationship("Right", secondary=association, backref=backref("lefts"))

    @hybrid_property
    def name(self):
        return self.first + self.last

    @name.expression
    def name(cls):
        return cls.first + cls.last

    @validates("first")
    def check(self, key, value):
        return value


class Right(Base):
    __table__ = Table("right", Base.metadata, Column("id", Integer, primary_key=True), Column("x", String(3)))


Left.added = Column("added_later", Integer)
