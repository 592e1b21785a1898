"""Classes over joins and subqueries, and several mappers for one class."""

from sqlalchemy import Column, ForeignKey, Integer, MetaData, String, Table, func, join, select
from sqlalchemy.orm import DeclarativeBase, column_property

metadata_obj = MetaData()

riders = Table("riders", metadata_obj, Column("id", Integer, primary_key=True), Column("name", String))
horses = Table(
    "horses",
    metadata_obj,
    Column("id", Integer, primary_key=True),
    Column("rider_id", Integer, ForeignKey("riders.id")),
    Column("breed", String),
    Column("price", Integer),
)
rider_horse = join(riders, horses)


class Base(DeclarativeBase):
    metadata = metadata_obj


class RiderHorse(Base):
    __table__ = rider_horse
    id = column_property(riders.c.id, horses.c.rider_id)
    horse_id = horses.c.id


counted = (
    select(func.count(horses.c.id).label("horses"), func.max(horses.c.price).label("best"), horses.c.rider_id)
    .group_by(horses.c.rider_id)
    .subquery()
)
rider_select = select(riders, counted).join_from(riders, counted, riders.c.id == counted.c.rider_id).subquery()


class RiderWithHorses(Base):
    __table__ = rider_select
