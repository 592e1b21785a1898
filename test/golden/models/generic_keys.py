from sqlalchemy import Column, ForeignKey, Index, Integer, MetaData, String, Table, UniqueConstraint

metadata = MetaData()
Table(
    "keyed",
    metadata,
    Column("db_id", Integer, key="id", primary_key=True),
    Column("db_name", String(5), key="name"),
    UniqueConstraint("name"),
    Index("ix_keyed", "name", "id"),
)
Table(
    "ref",
    metadata,
    Column("keyed_id", ForeignKey("keyed.id")),
    Column("self", Integer, primary_key=True),
    Column("up", Integer, ForeignKey("ref.self")),
)
