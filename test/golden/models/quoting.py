from sqlalchemy import Column, ForeignKey, Index, Integer, MetaData, String, Table, UniqueConstraint

metadata = MetaData()
Table(
    "User",
    metadata,
    Column("Id", Integer, primary_key=True),
    Column("order", String(10)),
    Column("with space", Integer),
    Column("ünïcode", String(3)),
    Column("percent%", Integer),
    UniqueConstraint("order", "with space"),
    Index("Ix Mixed", "order"),
)
Table("group", metadata, Column("user", Integer, ForeignKey("User.Id")), schema="Mixed Case")
Table(
    "a_table_with_a_name_that_is_really_rather_long_for_a_database_table",
    metadata,
    Column("a_column_with_a_name_that_is_really_rather_long_for_a_column", Integer, index=True),
)
