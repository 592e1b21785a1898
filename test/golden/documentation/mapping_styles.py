"""Mapping styles: declarative, imperative with properties, classes with state of their own, and access to the table."""

from typing import Optional

from sqlalchemy import Column, ForeignKey, Index, Integer, MetaData, String, Table, event, inspect
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, registry, relationship


class Base(DeclarativeBase):
    pass


class Guest(Base):
    __tablename__ = "guests"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    full_name: Mapped[str] = mapped_column(String(30))
    pet_name: Mapped[Optional[str]]


class Place(Base):
    __tablename__ = "places"
    id: Mapped[int] = mapped_column(primary_key=True)
    x: Mapped[int]
    y: Mapped[int]

    def __init__(self, x, y, **kw):
        super().__init__(x=x, y=y, **kw)
        self.total = x + y

    @property
    def product(self):
        return self.x * self.y


@event.listens_for(Place, "load")
def receive_load(target, context):
    target.total = target.x + target.y


metadata_obj = MetaData()
mapper_registry = registry()

room_table = Table(
    "rooms",
    mapper_registry.metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(50)),
    Column("floor", String(12)),
)
key_table = Table(
    "room_keys",
    metadata_obj,
    Column("id", Integer, primary_key=True),
    Column("room_id", Integer, ForeignKey(room_table.c.id)),
    Column("label", String(50)),
)


class Room:
    pass


class Key:
    pass


mapper_registry.map_imperatively(
    Room, room_table, properties={"keys": relationship(Key, backref="room", order_by=key_table.c.id)}
)
mapper_registry.map_imperatively(Key, key_table)

table = Guest.__table__
Index("ix_guests_name", table.c.name, Guest.full_name)
Index("ix_rooms_floor", inspect(Room).local_table.c.floor)
Index("ix_keys_label", Key.label)
