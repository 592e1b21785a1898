from sqlalchemy import CheckConstraint, Column, Date, Index, Integer, MetaData, Numeric, String, Table, and_, cast
from sqlalchemy import desc, func, literal_column, not_, or_, text

metadata = MetaData()
t = Table(
    "t",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("a", Integer, CheckConstraint("a <> 1")),
    Column("b", Integer),
    Column("name", String(30)),
    Column("price", Numeric(10, 2)),
    Column("day", Date),
    CheckConstraint("b between 1 and 10"),
)
c = t.c
t.append_constraint(CheckConstraint(and_(c.a > 0, or_(c.b < 5, c.b.is_(None))), name="ck_and"))
t.append_constraint(CheckConstraint(~(c.a == c.b), name="ck_not"))
t.append_constraint(CheckConstraint(c.name.in_(["x", "y's"]), name="ck_in"))
t.append_constraint(CheckConstraint((c.a + c.b) * 2 <= 100, name="ck_math"))
t.append_constraint(CheckConstraint(func.length(c.name) > 3, name="ck_func"))
t.append_constraint(CheckConstraint(c.name.like("a%"), name="ck_like"))
t.append_constraint(CheckConstraint(not_(c.name.is_(None)) & (c.price >= 0), name="ck_amp"))
t.append_constraint(CheckConstraint(cast(c.price, Integer) != 3, name="ck_cast"))
Index("ix_expr", c.name, desc(c.a))
Index("ix_lower", func.lower(c.name), unique=True)
Index("ix_text", text("b DESC"), c.a.asc(), _table=t)
Index("ix_literal", literal_column("a + b"), _table=t)
Index("ix_where", c.a, postgresql_where=c.b > 5, sqlite_where=c.b > 5, mssql_where=c.b > 5)
