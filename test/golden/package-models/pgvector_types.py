"""The types of pgvector."""

from pgvector.sqlalchemy import BIT, HALFVEC, SPARSEVEC, VECTOR, Vector
from sqlalchemy import Index, Integer
from sqlalchemy.orm import DeclarativeBase, mapped_column


class Base(DeclarativeBase):
    pass


class Item(Base):
    __tablename__ = "items"
    id = mapped_column(Integer, primary_key=True)
    embedding = mapped_column(Vector(3))
    anything = mapped_column(VECTOR)
    half = mapped_column(HALFVEC(5), nullable=False)
    sparse = mapped_column(SPARSEVEC(7))


class Bits(Base):
    __tablename__ = "bits"
    id = mapped_column(Integer, primary_key=True)
    bits = mapped_column(BIT(4))


Index(
    "ix_embedding",
    Item.embedding,
    postgresql_using="hnsw",
    postgresql_with={"m": 16, "ef_construction": 64},
    postgresql_ops={"embedding": "vector_l2_ops"},
)
