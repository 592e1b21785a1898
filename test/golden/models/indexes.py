from sqlalchemy import Column, Index, Integer, MetaData, String, Table, text
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class Doc(Base):
    __tablename__ = "doc"
    id = Column(Integer, primary_key=True)
    a = Column(String(10), index=True, unique=True)
    b = Column(String(10), index=True)
    c = Column(String(10))
    d = Column(Integer)
    __table_args__ = (
        Index("ix_include", "d", postgresql_include=["b", "c"], mssql_include=["b"]),
        Index("ix_using", "c", postgresql_using="hash"),
        Index("ix_with", "d", postgresql_with={"fillfactor": 50}),
        Index("ix_concurrent", "d", postgresql_concurrently=True),
        Index("ix_clustered", "d", "c", mssql_clustered=True),
        Index("ix_nulls", text("d NULLS FIRST")),
    )


Index("ix_outside", Doc.c, Doc.d.desc())
Index("ix_outside_unique", Doc.b, Doc.c, unique=True)
