from sqlalchemy import CheckConstraint, Column, Date, Index, Integer, MetaData, String, Table, case, distinct, extract, func

metadata = MetaData()
t = Table(
    "t",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("a", Integer),
    Column("b", Integer),
    Column("name", String(30)),
    Column("day", Date),
)
c = t.c
t.append_constraint(CheckConstraint(case((c.a > 1, c.b), (c.a.is_(None), 3), else_=c.a + 1) > 0, name="ck_case"))
t.append_constraint(CheckConstraint(case({"x": 1, "y": 2}, value=c.name, else_=0) == c.a, name="ck_value"))
t.append_constraint(CheckConstraint(extract("year", c.day) > 2000, name="ck_year"))
t.append_constraint(CheckConstraint(extract("doy", c.day) < 100, name="ck_doy"))
t.append_constraint(CheckConstraint(func.count(distinct(c.a)) > 1, name="ck_distinct"))
Index("ix_case", case((c.name == "x", c.a)), unique=True)
# Attributes may be set after construction.
c.b.nullable = False
c.name.nullable = c.b.nullable
