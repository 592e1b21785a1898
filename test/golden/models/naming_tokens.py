"""Naming conventions with every token, keyed by name or by class, and the names they make too long."""

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
)
from sqlalchemy.schema import conv

conventions = {
    "n": {"uq": "uq_%(table_name)s_%(column_0_name)s", "ix": "ix_%(table_name)s_%(column_0_name)s_%(column_1_name)s"},
    "all": {
        "uq": "uq_%(column_0N_name)s",
        "ix": "ix_%(column_0N_name)s",
        "fk": "fk_%(column_0N_name)s_%(referred_column_0N_name)s",
    },
    "all_": {
        "uq": "uq_%(column_0_N_name)s",
        "ix": "ix_%(column_0_N_name)s",
        "fk": "fk_%(column_0_N_name)s_%(referred_column_0_N_name)s",
    },
    "label": {"uq": "uq_%(column_0_label)s", "ix": "ix_%(column_0_N_label)s", "fk": "fk_%(column_0_label)s"},
    "key": {"uq": "uq_%(column_0_key)s", "ix": "ix_%(column_0_N_key)s", "fk": "fk_%(column_0N_key)s"},
    "referred": {
        "fk": "fk_%(table_name)s_%(referred_table_name)s_%(referred_column_0_name)s",
        "pk": "pk_%(table_name)s",
    },
    "classes": {
        UniqueConstraint: "u_%(table_name)s",
        Index: "i_%(column_0_label)s",
        PrimaryKeyConstraint: "p_%(table_name)s",
        ForeignKeyConstraint: "f_%(table_name)s_%(column_0_name)s",
        CheckConstraint: "c_%(table_name)s_%(constraint_name)s",
    },
    "ck": {"ck": "ck_%(table_name)s_%(constraint_name)s"},
    "percent": {"uq": "uq%%_%(table_name)s"},
}
metadatas = []
for name, convention in conventions.items():
    metadata = MetaData(naming_convention=convention)
    metadatas.append(metadata)
    globals()[f"metadata_{name}"] = metadata
    Table(
        f"{name}_parent",
        metadata,
        Column("id", Integer, primary_key=True, key="key_id"),
        Column("x", Integer, key="key_x"),
        UniqueConstraint("key_id", "key_x"),
        schema="s",
    )
    Table(
        f"{name}_child",
        metadata,
        Column("id", Integer, primary_key=True),
        Column("a", Integer, key="key_a", index=True),
        Column("b", Integer, key="key_b", unique=True),
        Column("one", ForeignKey(f"s.{name}_parent.key_id")),
        UniqueConstraint("key_a", "key_b"),
        Index(None, "key_b", "key_a"),
        ForeignKeyConstraint(["key_a", "key_b"], [f"s.{name}_parent.key_id", f"s.{name}_parent.key_x"]),
        CheckConstraint("a > 0", name="positive"),
        CheckConstraint("a > 1", name=conv("final")),
        UniqueConstraint("key_a", "one", name="explicit"),
    )

checks = MetaData(naming_convention={"ck": "ck_%(table_name)s_%(constraint_name)s"})
Table(
    "typed",
    checks,
    Column("id", Integer, primary_key=True),
    Column("flag", Boolean(create_constraint=True, name="flag")),
    Column("final", Boolean(create_constraint=True, name=conv("final_flag"))),
    Column("kind", Enum("a", "b", name="kind", native_enum=False, create_constraint=True)),
)
long = MetaData(
    naming_convention={
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    }
)
Table(
    "a_table_name_of_a_length_that_is_not_unusual",
    long,
    Column("the_first_column_of_that_table", Integer, primary_key=True),
    Column("the_second_column_of_that_table", String(5), index=True),
    Column(
        "the_third_column", ForeignKey("a_table_name_of_a_length_that_is_not_unusual.the_first_column_of_that_table")
    ),
    UniqueConstraint("the_first_column_of_that_table", "the_second_column_of_that_table"),
)
