from sqlalchemy import Column, ForeignKey, ForeignKeyConstraint, Integer, MetaData, Numeric, String, Table

metadata = MetaData()

# The referring table is defined before the referred one.
child = Table(
    "child",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("code", ForeignKey("parent.code")),
    Column("chain", None, ForeignKey("middle.code")),
    Column("amount"),
    Column("later", ForeignKey("ghost.id", use_alter=True, name="fk_ghost"), nullable=True),
    ForeignKeyConstraint(["amount"], ["parent.amount"], deferrable=True, initially="DEFERRED"),
)
middle = Table("middle", metadata, Column("code", ForeignKey("parent.code"), primary_key=True))
parent = Table(
    "parent",
    metadata,
    Column("code", String(7), primary_key=True),
    Column("amount", Numeric(8, 3), unique=True),
)
ghost = Table("ghost", metadata, Column("id", Integer, primary_key=True))
other = Table("other", metadata, Column("pid", ForeignKey(parent.c.code, ondelete="SET NULL")))
