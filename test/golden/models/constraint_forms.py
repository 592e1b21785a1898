"""Primary key, unique, check and foreign key constraints with every argument."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    UniqueConstraint,
    and_,
    column,
    func,
    text,
)

metadata = MetaData()
parent = Table(
    "parent",
    metadata,
    Column("a", Integer, key="key_a"),
    Column("b", Integer),
    Column("code", String(9), unique=True),
    PrimaryKeyConstraint("key_a", "b", name="pk_parent", deferrable=True, initially="DEFERRED"),
)
single = Table("single", metadata, Column("id", Integer, primary_key=True), Column("code", String(5)), schema="far")
Table(
    "uniques",
    metadata,
    Column("a", Integer),
    Column("b", Integer),
    UniqueConstraint("a"),
    UniqueConstraint("a", "b", name="uq_ab"),
    UniqueConstraint("b", name="uq_deferrable", deferrable=True, initially="IMMEDIATE"),
    UniqueConstraint("b", "a", name="uq_nulls", postgresql_nulls_not_distinct=True),
    UniqueConstraint("b", "a", name="uq_clustered", mssql_clustered=True),
    UniqueConstraint("a", "b", name="uq_include", postgresql_include=["b"]),
    UniqueConstraint("a", name="uq_conflict", sqlite_on_conflict="IGNORE", info={"x": 1}),
)
Table(
    "checks",
    metadata,
    Column("a", Integer, CheckConstraint("a > 0")),
    Column("b", Integer, CheckConstraint("b > 0", name="ck_column")),
    Column("c", String(9)),
    CheckConstraint("a > b"),
    CheckConstraint(text("a > 5"), name="ck_text"),
    CheckConstraint(and_(column("a") > 1, func.length(column("c")) < 5), name="ck_expression"),
    CheckConstraint("a < 9", name="ck_deferrable", deferrable=True, initially="DEFERRED"),
    CheckConstraint("a <> 7", name="ck_not_valid", postgresql_not_valid=True),
    CheckConstraint("c like '%x%' and c ~ ':y'", name="ck_percent"),
)
Table(
    "foreign_keys",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("by_name", ForeignKey("parent.code")),
    Column("by_object", ForeignKey(parent.c.code)),
    Column("qualified", ForeignKey("far.single.id")),
    Column("qualified_object", ForeignKey(single.c.id)),
    Column("named", Integer, ForeignKey("far.single.id", name="fk_named")),
    Column("actions", Integer, ForeignKey("far.single.id", onupdate="CASCADE", ondelete="SET DEFAULT")),
    Column("deferred", Integer, ForeignKey("far.single.id", deferrable=True, initially="DEFERRED")),
    Column("not_deferrable", Integer, ForeignKey("far.single.id", deferrable=False)),
    Column("matched", Integer, ForeignKey("far.single.id", match="FULL")),
    Column("altered", Integer, ForeignKey("far.single.id", use_alter=True, name="fk_altered")),
    Column("not_valid", Integer, ForeignKey("far.single.id", postgresql_not_valid=True)),
    Column("twice", Integer, ForeignKey("far.single.id"), ForeignKey("foreign_keys.id")),
    Column("table_only", Integer),
    Column("x", Integer),
    Column("y", Integer),
    ForeignKeyConstraint(["x", "y"], ["parent.key_a", "parent.b"], name="fk_keys"),
    ForeignKeyConstraint(
        ["x", "y"], [parent.c.key_a, parent.c.b], onupdate="RESTRICT", ondelete="NO ACTION", match="SIMPLE"
    ),
    ForeignKeyConstraint(["x", "y"], ["parent.key_a", "parent.b"], deferrable=True, initially="IMMEDIATE"),
    ForeignKeyConstraint(["x", "y"], ["parent.a", "parent.b"], link_to_name=True, name="fk_by_column_name"),
    ForeignKeyConstraint(["x", "y"], ["parent.key_a", "parent.b"], use_alter=True, name="fk_later"),
)
Table(
    "linked",
    metadata,
    Column("db_id", Integer, primary_key=True, key="id"),
    Column("db_code", Integer, unique=True, key="code"),
)
Table(
    "links",
    metadata,
    Column("by_key", Integer, ForeignKey("linked.id")),
    Column("by_column", Integer, ForeignKey("linked.db_code", link_to_name=True)),
)
Table("clustered", metadata, Column("id", Integer), PrimaryKeyConstraint("id", name="pk_c", mssql_clustered=False))
Table("conflicting", metadata, Column("id", Integer, primary_key=True, sqlite_on_conflict_primary_key="FAIL"))
Table(
    "column_conflicts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("a", Integer, nullable=False, sqlite_on_conflict_not_null="ABORT"),
    Column("b", Integer, unique=True, sqlite_on_conflict_unique="REPLACE"),
)
Table("keyless", metadata, Column("a", Integer), Column("b", Integer))
Table("empty_key", metadata, Column("a", Integer), PrimaryKeyConstraint())
late = Table("late", metadata, Column("a", Integer), Column("b", Integer), Column("c", Integer))
UniqueConstraint(late.c.a, late.c.b, name="uq_late")
CheckConstraint(late.c.a > late.c.b, name="ck_late")
ForeignKeyConstraint([late.c.c], [single.c.id], name="fk_late")
PrimaryKeyConstraint(late.c.a)
