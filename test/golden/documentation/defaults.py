"""Defaults: scalars, functions, SQL expressions, server defaults, fetched values, sequences, computed, identity."""

import datetime

from sqlalchemy import (
    TIMESTAMP,
    Column,
    Computed,
    DateTime,
    Identity,
    Integer,
    MetaData,
    Sequence,
    String,
    Table,
    func,
    select,
    text,
)
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.schema import FetchedValue

metadata_obj = MetaData()
i = 0


def counter():
    global i
    i += 1
    return i


def from_context(context):
    return context.get_current_parameters()["counter"] + 12


keyvalues = Table("keyvalues", metadata_obj, Column("key", String(20)), Column("type", String(9)))
Table(
    "client_side",
    metadata_obj,
    Column("id", Integer, primary_key=True, default=counter),
    Column("fixed", Integer, default=12, onupdate=25),
    Column("updated", DateTime, onupdate=datetime.datetime.now),
    Column("counter", Integer),
    Column("plus_twelve", Integer, default=from_context, onupdate=from_context),
    Column("created", DateTime, default=func.now()),
    Column("key", String(20), default=select(keyvalues.c.key).where(keyvalues.c.type == "type1").scalar_subquery()),
    Column("modified", DateTime, onupdate=func.utc_timestamp()),
)
Table(
    "server_side",
    metadata_obj,
    Column("abc", String(20), server_default="abc"),
    Column("created_at", DateTime, server_default=func.sysdate()),
    Column("index_value", Integer, server_default=text("0")),
)
Table(
    "fetched",
    metadata_obj,
    Column("id", Integer, primary_key=True),
    Column("abc", TIMESTAMP, server_default=FetchedValue()),
    Column("def", String(20), server_onupdate=FetchedValue()),
)
Table(
    "with_sequence",
    metadata_obj,
    Column("cart_id", Integer, Sequence("cart_id_seq", start=1), primary_key=True),
    Column("description", String(40)),
)
Table(
    "with_schema_sequence",
    metadata_obj,
    Column("cart_id", Integer, Sequence("cart_id_seq", start=1, schema="some_schema"), primary_key=True),
)
Table(
    "with_optional_sequence",
    metadata_obj,
    Column("cart_id", Integer, Sequence("optional_seq", start=1, optional=True), primary_key=True),
)
general = Sequence("my_general_seq", metadata=metadata_obj, start=1)
Table(
    "with_general_sequence",
    metadata_obj,
    Column("cart_id", Integer, general, primary_key=True),
)
server_sequence = Sequence("server_seq", metadata=metadata_obj, start=1)
Table(
    "with_server_sequence",
    metadata_obj,
    Column("cart_id", Integer, server_sequence, server_default=server_sequence.next_value(), primary_key=True),
    Column("other", Integer, server_default=Sequence("other_seq", schema="elsewhere").next_value()),
)


class Base(DeclarativeBase):
    pass


class CartItem(Base):
    __tablename__ = "cart_items"

    cart_id_seq = Sequence("class_seq", metadata=Base.metadata, start=1)
    cart_id = Column(Integer, cart_id_seq, server_default=cart_id_seq.next_value(), primary_key=True)
    description = Column(String(40))


Table(
    "squares",
    metadata_obj,
    Column("id", Integer, primary_key=True),
    Column("side", Integer),
    Column("area", Integer, Computed("side * side")),
    Column("perimeter", Integer, Computed("4 * side", persisted=True)),
)
Table(
    "identities",
    metadata_obj,
    Column("id", Integer, Identity(start=42, cycle=True), primary_key=True),
    Column("data", String),
)
Table("always", metadata_obj, Column("id", Integer, Identity(always=True), primary_key=True))
