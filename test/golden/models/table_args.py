from sqlalchemy import CheckConstraint, Column, ForeignKeyConstraint, Index, Integer, PrimaryKeyConstraint, String
from sqlalchemy import UniqueConstraint, text
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class Region(Base):
    __tablename__ = "region"
    __table_args__ = (
        PrimaryKeyConstraint("country", "code", name="pk_region"),
        {"schema": "geo", "comment": "regions of the world"},
    )

    country = Column(String(2))
    code = Column(String(5))


class City(Base):
    __tablename__ = "city"

    id = Column(Integer, primary_key=True)
    country = Column(String(2), nullable=False)
    region = Column(String(5), nullable=False)
    name = Column(String(80))
    population = Column(Integer)

    __table_args__ = (
        ForeignKeyConstraint(
            ["country", "region"], ["geo.region.country", "geo.region.code"], name="fk_city_region", onupdate="CASCADE"
        ),
        UniqueConstraint(name, region, name="uq_city"),
        CheckConstraint(population > 0, name="populated"),
        Index("ix_city_population", population.desc()),
        Index("ix_city_big", "name", postgresql_where=text("population > 1000000")),
    )


class Plain(Base):
    __tablename__ = "plain"
    __table_args__ = {"sqlite_autoincrement": True}

    id = Column(Integer, primary_key=True)
