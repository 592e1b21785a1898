from sqlalchemy import Boolean, CheckConstraint, Column, DateTime, ForeignKey, Index, Integer, MetaData, Numeric
from sqlalchemy import String, Table, Text, UniqueConstraint, func, text

metadata = MetaData()

users = Table(
    "users",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("email", String(255), nullable=False, unique=True),
    Column("name", String(50), index=True),
    Column("active", Boolean, server_default=text("true"), nullable=False),
    Column("created_at", DateTime(timezone=True), server_default=func.now()),
)

orders = Table(
    "orders",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("user_id", Integer, ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
    Column("total", Numeric(10, 2), server_default="0"),
    Column("note", Text),
    UniqueConstraint("user_id", "note", name="uq_orders_user_note"),
    CheckConstraint("total >= 0", name="positive_total"),
    Index("ix_orders_user_total", "user_id", "total", unique=True),
)
Index("ix_orders_note_lower", func.lower(orders.c.note))
