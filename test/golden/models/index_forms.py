"""Indexes with every argument."""

from sqlalchemy import (
    Column,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    asc,
    cast,
    collate,
    desc,
    func,
    nulls_first,
    nullslast,
    text,
)
from sqlalchemy import literal_column
from sqlalchemy.dialects.postgresql import JSONB, TSVECTOR

metadata = MetaData()
t = Table(
    "t",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("a", Integer),
    Column("b", Integer, key="key_b"),
    Column("name", String(30)),
    Column("Mixed", String(5)),
    Index("ix_names", "a", "key_b"),
    Index("ix_unique", "a", unique=True),
    Index(None, "a", "name"),
    Index("ix_text", text("lower(name)")),
    Index("ix_functional", func.lower(literal_column("name"))),
)
Index("ix_desc", t.c.a.desc())
Index("ix_desc_function", desc(t.c.a), asc(t.c.key_b))
Index("ix_nulls", t.c.a.desc().nulls_last(), nulls_first(t.c.key_b), nullslast(t.c.name.desc()))
Index("ix_lower", func.lower(t.c.name), t.c.a)
Index("ix_coalesce", func.coalesce(t.c.a, 0), unique=True)
Index("ix_arithmetic", t.c.a + t.c.key_b)
Index("ix_concat", t.c.name + "x")
Index("ix_cast", cast(t.c.a, String(5)))
Index("ix_collate", collate(t.c.name, "C"))
Index("ix_collate_method", t.c.name.collate("C").desc())
Index("ix_where", t.c.a, postgresql_where=t.c.a > 5, sqlite_where=t.c.a > 5, mssql_where=t.c.a > 5)
Index("ix_where_text", t.c.a, postgresql_where=text("a > 5"), sqlite_where=text("a > 5"), mssql_where=text("a > 5"))
Index("ix_where_null", t.c.a, postgresql_where=t.c.name.is_(None), sqlite_where=t.c.name.isnot(None))
Index("ix_where_in", t.c.a, postgresql_where=t.c.name.in_(["x", "y"]), mssql_where=t.c.name.in_(["x"]))
Index("ix_where_bool", t.c.a, postgresql_where=(t.c.a > 1) & ~(t.c.key_b == 2))
Index("ix_include", t.c.a, postgresql_include=["name"], mssql_include=["name", "key_b"])
Index("ix_include_column", t.c.a, postgresql_include=[t.c.name], mssql_include=[t.c.name])
Index("ix_using", t.c.a, postgresql_using="hash")
Index("ix_ops", t.c.name, postgresql_ops={"name": "varchar_pattern_ops"})
Index("ix_ops_label", func.lower(t.c.name).label("low"), postgresql_ops={"low": "text_pattern_ops"})
Index("ix_with", t.c.a, postgresql_with={"fillfactor": 70, "deduplicate_items": "off"})
Index("ix_tablespace", t.c.a, postgresql_tablespace="fast space")
Index("ix_concurrently", t.c.a, postgresql_concurrently=True)
Index("ix_nulls_not_distinct", t.c.a, unique=True, postgresql_nulls_not_distinct=True)
Index("ix_nulls_distinct", t.c.a, unique=True, postgresql_nulls_not_distinct=False)
Index("ix_clustered", t.c.a, mssql_clustered=True)
Index("ix_nonclustered", t.c.a, mssql_clustered=False)
Index("ix_columnstore", t.c.a, mssql_columnstore=True)
Index("ix_mysql", t.c.name, mysql_length=10, mysql_prefix="FULLTEXT", mysql_using="btree")
Index("ix_mixed", t.c.Mixed)
Index("ix_info", t.c.a, info={"why": "test"})
Index("ix_all", t.c.a, postgresql_using="btree", postgresql_where=t.c.a > 1, postgresql_include=["name"], unique=True)

docs = Table(
    "docs",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("doc", JSONB),
    Column("words", TSVECTOR),
    Column("title", String(99), index=True),
    schema="library",
)
Index("ix_gin", docs.c.doc, postgresql_using="gin", postgresql_ops={"doc": "jsonb_path_ops"})
Index("ix_path", docs.c.doc["a"].astext)
Index("ix_path_cast", docs.c.doc["a"]["b"].astext.cast(Integer))
refused = Table("refused", metadata, Column("id", Integer, primary_key=True), Column("title", String(99)))
Index("ix_tsvector", func.to_tsvector("english", refused.c.title), postgresql_using="gin")
Index("ix_path_text", docs.c.doc[("a", "b")].astext, (docs.c.doc["n"].astext == "x"))
Index("ix_tsvector_literal", func.to_tsvector(literal_column("'english'"), docs.c.title), postgresql_using="gin")
