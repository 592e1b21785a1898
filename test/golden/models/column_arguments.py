"""Every argument of Column and Table."""

from sqlalchemy import Column, ForeignKey, Identity, Integer, MetaData, String, Table, UniqueConstraint, text
from sqlalchemy.schema import FetchedValue
from sqlalchemy.sql.schema import SchemaConst

metadata = MetaData(info={"owner": "us"})

Table(
    "every_column",
    metadata,
    Column(name="id", type_=Integer, primary_key=True, autoincrement=True),
    Column("keyed", String(5), key="other_key", doc="said in Python", info={"a": 1}),
    Column("defaulted", Integer, default=3, onupdate=lambda: 4),
    Column("server", Integer, server_default=text("5"), server_onupdate=FetchedValue()),
    Column("unspecified", Integer, nullable=SchemaConst.NULL_UNSPECIFIED),
    Column("nullable", Integer, nullable=True),
    Column("not_nullable", Integer, nullable=False),
    Column("indexed", Integer, index=True),
    Column("unique", Integer, unique=True),
    Column("indexed_unique", Integer, index=True, unique=True),
    Column("commented", Integer, comment='it\'s a "comment"\nof two lines'),
    Column("system", Integer, system=True),
    Column("xmin", Integer, system=True, nullable=False),
    Column("sentinel", Integer, insert_sentinel=True),
    Column("typed_by_key", None, ForeignKey("every_column.id")),
    Column("Quoted", Integer, quote=True),
    Column("unquoted", Integer, quote=False),
    comment="all of them",
    info={"b": 2},
)
Table("prefixed", metadata, Column("id", Integer, primary_key=True), prefixes=["TEMPORARY"])
Table("listed", metadata, Column("id", Integer, primary_key=True), listeners=[])

Table("extended", metadata, Column("id", Integer, primary_key=True), Column("old", String(5)))
Table("extended", metadata, Column("old", String(9), nullable=False), Column("new", Integer), extend_existing=True)
Table("kept", metadata, Column("id", Integer, primary_key=True))
Table("kept", metadata, Column("ignored", Integer), keep_existing=True)
Table("kept", metadata, must_exist=True)
again = Table("kept", metadata)
again.append_column(Column("appended", Integer))
again.append_column(Column("appended", String(3)), replace_existing=True)
again.append_constraint(UniqueConstraint("appended"))
Table("no_columns", metadata)
Table("identity", metadata, Column("id", Identity(), primary_key=True, type_=Integer))
