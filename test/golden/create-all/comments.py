"""Comments come after the table's indexes; where they need a schema, only a table that has one is told."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, MetaData, String, Table, UniqueConstraint

metadata = MetaData(naming_convention={"ix": "ix_%(column_0_label)s", "ck": "ck_%(table_name)s_%(constraint_name)s"})
people = Table(
    "people",
    metadata,
    Column("id", Integer, primary_key=True, comment="the key"),
    Column("name", String(50), index=True, comment="it's a name"),
    Column("age", Integer, nullable=False),
    CheckConstraint("age > 0", name="age", comment="nobody is younger"),
    UniqueConstraint("name", "age", name="uq_people"),
    Index("ix_people_age", "age", "name", unique=True),
    comment="everybody",
    schema="hr",
)
pets = Table(
    "pets",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("owner_id", ForeignKey("hr.people.id"), index=True),
)
