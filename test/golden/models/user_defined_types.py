from sqlalchemy import Column, Integer
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import UserDefinedType


class Point(UserDefinedType):
    cache_ok = True

    def __init__(self, dimension=2, unit="m"):
        self.dimension = dimension
        self.unit = unit

    def get_col_spec(self, **kw):
        return f"POINT({self.dimension})" if self.dimension != 2 else "POINT"


class XmlDocument(UserDefinedType):
    def get_col_spec(self):
        return "XMLDOC"

    def bind_processor(self, dialect):
        return lambda value: value


class Base(DeclarativeBase):
    type_annotation_map = {bytes: XmlDocument}


class Place(Base):
    __tablename__ = "places"
    id = Column(Integer, primary_key=True)
    at = Column(Point)
    above = Column(Point(3, unit="ft"), nullable=False)
    described: Mapped[bytes]
    document: Mapped[str] = mapped_column(XmlDocument())
