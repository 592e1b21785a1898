"""Constraints and indexes: foreign keys, ALTER, actions, UNIQUE, CHECK, PRIMARY KEY, naming conventions, functional."""

import uuid

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Enum,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    UniqueConstraint,
    column,
    func,
)
from sqlalchemy.schema import conv

metadata_obj = MetaData()

Table("user", metadata_obj, Column("user_id", Integer, primary_key=True))
Table(
    "preference",
    metadata_obj,
    Column("id", Integer, primary_key=True),
    Column("user_id", Integer, ForeignKey("user.user_id"), nullable=False),
    Column("name", String(40), nullable=False),
)
Table(
    "invoice",
    metadata_obj,
    Column("invoice_id", Integer, primary_key=True),
    Column("ref_num", Integer, primary_key=True),
)
Table(
    "invoice_item",
    metadata_obj,
    Column("item_id", Integer, primary_key=True),
    Column("invoice_id", Integer, nullable=False),
    Column("ref_num", Integer, nullable=False),
    ForeignKeyConstraint(["invoice_id", "ref_num"], ["invoice.invoice_id", "invoice.ref_num"]),
)
Table(
    "node",
    metadata_obj,
    Column("node_id", Integer, primary_key=True),
    Column("primary_element", Integer, ForeignKey("element.element_id")),
)
Table(
    "element",
    metadata_obj,
    Column("element_id", Integer, primary_key=True),
    Column("parent_node_id", Integer),
    ForeignKeyConstraint(["parent_node_id"], ["node.node_id"], use_alter=True, name="fk_element_node"),
)
Table(
    "revisions",
    metadata_obj,
    Column("id", Integer, primary_key=True),
    Column("note_id", Integer, primary_key=True),
)
Table(
    "child",
    metadata_obj,
    Column("id", Integer, ForeignKey("user.user_id", onupdate="CASCADE", ondelete="CASCADE"), primary_key=True),
)
Table(
    "composite",
    metadata_obj,
    Column("id", Integer, primary_key=True),
    Column("rev_id", Integer),
    Column("note_id", Integer),
    ForeignKeyConstraint(
        ["rev_id", "note_id"], ["revisions.id", "revisions.note_id"], onupdate="CASCADE", ondelete="SET NULL"
    ),
)
Table(
    "uniques",
    metadata_obj,
    Column("col1", Integer, unique=True),
    Column("col2", Integer),
    Column("col3", Integer),
    UniqueConstraint("col2", "col3", name="uix_1"),
)
Table(
    "checks",
    metadata_obj,
    Column("col1", Integer, CheckConstraint("col1>5")),
    Column("col2", Integer),
    Column("col3", Integer),
    CheckConstraint("col2 > col3 + 5", name="check1"),
)
Table(
    "keyed",
    metadata_obj,
    Column("id", Integer),
    Column("version_id", Integer),
    Column("data", String(50)),
    PrimaryKeyConstraint("id", "version_id", name="keyed_pk"),
)

convention = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
named = MetaData(naming_convention=convention)
Table(
    "named_user",
    named,
    Column("id", Integer, primary_key=True),
    Column("name", String(30), nullable=False, unique=True),
    Column("value", Integer, index=True),
    CheckConstraint("value > 5", name="value_gt_5"),
    CheckConstraint("value < 100", name=conv("exactly_this")),
)
Table(
    "named_address",
    named,
    Column("id", Integer, primary_key=True),
    Column("user_id", Integer, ForeignKey("named_user.id")),
    Column("flag", Boolean(name="flag_bool", create_constraint=True)),
    Column("kind", Enum("a", "b", name="kind_of", create_constraint=True, native_enum=False)),
)

every_column = MetaData(naming_convention={"uq": "uq_%(table_name)s_%(column_0_N_name)s"})
Table(
    "long_names",
    every_column,
    Column("information_channel_code", Integer, key="a"),
    Column("billing_convention_name", Integer, key="b"),
    Column("product_identifier", Integer, key="c"),
    UniqueConstraint("a", "b", "c"),
)

by_column = MetaData(naming_convention={"ck": "ck_%(table_name)s_%(column_0_name)s"})
outside = Table("outside", by_column, Column("value", Integer))
CheckConstraint(outside.c.value > 5)
Table("by_text", by_column, Column("value", Integer), CheckConstraint(column("value") > 5))
Table("by_type", by_column, Column("flag", Boolean(create_constraint=True)))

mytable = Table(
    "mytable",
    metadata_obj,
    Column("col1", Integer, index=True),
    Column("col2", Integer, index=True, unique=True),
    Column("col3", Integer),
    Column("col4", String(9)),
    Index("idx_col12", "col1", "col2"),
    Index("idx_col34", "col3", "col4", unique=True),
)
Index("descending", mytable.c.col3.desc())
Index("lowered", func.lower(mytable.c.col4))
Index("myindex", mytable.c.col1, mytable.c.col3, unique=True)


def key_hash(constraint, table):
    parts = (
        [table.name]
        + [element.parent.name for element in constraint.elements]
        + [element.target_fullname for element in constraint.elements]
    )
    return str(uuid.uuid5(uuid.NAMESPACE_OID, "_".join(parts)))


custom = MetaData(naming_convention={"key_hash": key_hash, "ix": "ix_%(column_0_label)s", "fk": "fk_%(key_hash)s"})
Table("hashed_parent", custom, Column("id", Integer, primary_key=True), Column("version", Integer, primary_key=True))
Table(
    "hashed_child",
    custom,
    Column("id", Integer, primary_key=True),
    Column("parent_id", Integer, index=True),
    Column("version", Integer),
    Column("other_id", Integer, ForeignKey("hashed_child.id")),
    ForeignKeyConstraint(["parent_id", "version"], ["hashed_parent.id", "hashed_parent.version"]),
)
