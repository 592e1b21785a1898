"""Foreign keys that go round in a circle, and those that are told to wait."""

from sqlalchemy import Column, ForeignKey, ForeignKeyConstraint, Integer, MetaData, String, Table
from sqlalchemy.orm import declarative_base

metadata = MetaData()
Base = declarative_base(metadata=metadata)


class Zebra(Base):
    __tablename__ = "zebra"
    id = Column(Integer, primary_key=True)
    keeper_id = Column(ForeignKey("keeper.id"), index=True)


class Keeper(Base):
    __tablename__ = "keeper"
    id = Column(Integer, primary_key=True)
    boss_id = Column(ForeignKey("keeper.id"))
    team_id = Column(ForeignKey("team.id", name="fk_keeper_team"))


class Team(Base):
    __tablename__ = "team"
    id = Column(Integer, primary_key=True)
    lead_id = Column(ForeignKey("keeper.id", ondelete="SET NULL"))
    city_id = Column(ForeignKey("city.id"))


class City(Base):
    __tablename__ = "city"
    id = Column(Integer, primary_key=True)
    name = Column(String(20), unique=True)


left = Table(
    "left",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("right_id", Integer),
    ForeignKeyConstraint(["right_id"], ["right.id"], use_alter=True, name="fk_left_right", deferrable=True),
)
right = Table(
    "right",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("left_id", Integer, ForeignKey("left.id")),
    schema=None,
)
visits = Table(
    "visits",
    metadata,
    Column("zebra_id", ForeignKey("zebra.id"), primary_key=True),
    Column("city_id", ForeignKey("city.id", use_alter=True), primary_key=True),
)
