"""Division, text functions and constants in conditions."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    Float,
    Integer,
    MetaData,
    Numeric,
    String,
    Table,
    Unicode,
    and_,
    false,
    func,
    or_,
    true,
)

metadata = MetaData()
t = Table(
    "t",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("n", Integer),
    Column("price", Numeric(12, 2)),
    Column("ratio", Float),
    Column("name", String(30)),
    Column("title", Unicode(30)),
)
c = t.c
conditions = {
    "div_int": c.id / 2 > 1,
    "div_columns": c.id / c.n > 1,
    "div_numeric": c.price / c.id > 1,
    "div_by_numeric": c.id / c.price > 1,
    "div_float": c.id / c.ratio > 0.5,
    "div_reversed": 10 / c.id > 1,
    "div_sum": (c.id + 1) / (c.n + 2) > 1,
    "floordiv": c.id // 2 > 1,
    "floordiv_columns": c.id // c.n > 1,
    "floordiv_numeric": c.price // 2 > 1,
    "starts": c.name.startswith("q"),
    "ends": c.name.endswith("q"),
    "contains": c.title.contains("q"),
    "concat_like": c.name.like(c.title + "%"),
    "coalesce": func.coalesce(c.title, "") != "",
    "lower": func.lower(c.title) == "x",
    "upper_plain": func.upper(c.name) == "X",
    "length": func.length(c.title) < 9,
    "max": func.max(c.title) > "a",
    "and_true": and_(c.id > 1, true()),
    "and_false": and_(c.id > 1, false()),
    "or_false": or_(false(), c.id > 1),
    "or_true": or_(c.id > 1, true()),
    "nested": and_(or_(c.id > 1, c.n > 1), and_(c.id < 9, c.n < 9), true()),
}
for name, condition in conditions.items():
    t.append_constraint(CheckConstraint(condition, name=f"ck_{name}"))
