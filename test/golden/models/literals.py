"""Literals of every type and comparisons with them."""

import datetime
import decimal
import enum
import uuid

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Enum,
    Float,
    Integer,
    MetaData,
    Numeric,
    String,
    Table,
    Text,
    Time,
    Unicode,
    Uuid,
    and_,
    case,
    cast,
    collate,
    column,
    extract,
    func,
    literal,
    literal_column,
    not_,
    null,
    or_,
    text,
    true,
    type_coerce,
)

metadata = MetaData()


class Kind(enum.Enum):
    a = "A"
    b = "B"


def table(name):
    return Table(
        name,
        metadata,
        Column("id", Integer, primary_key=True),
        Column("flag", Boolean),
        Column("kind", Enum(Kind)),
        Column("text_kind", Enum("x", "y", native_enum=False)),
        Column("day", Date),
        Column("at", DateTime),
        Column("clock", Time),
        Column("amount", Numeric(9, 2)),
        Column("ratio", Float),
        Column("name", String(9)),
        Column("title", Unicode(9)),
        Column("key", Uuid),
        Column("doc", JSON),
    )


def check(name, make):
    t = table(name)
    t.append_constraint(CheckConstraint(make(t.c), name=f"ck_{name}"))


cases = {
    "flag": lambda c: c.flag,
    "not_flag": lambda c: ~c.flag,
    "not_flag_fn": lambda c: not_(c.flag),
    "flag_eq_true": lambda c: c.flag == True,
    "flag_eq_false": lambda c: c.flag == False,
    "flag_ne": lambda c: c.flag != True,
    "flag_is": lambda c: c.flag.is_(True),
    "flag_is_not": lambda c: c.flag.is_not(False),
    "flag_is_true": lambda c: c.flag.is_(true()),
    "flag_and": lambda c: and_(c.flag, c.id > 1),
    "flag_or_not": lambda c: or_(~c.flag, c.id > 1),
    "flag_eq_one": lambda c: c.flag == 1,
    "kind": lambda c: c.kind == Kind.a,
    "kind_text": lambda c: c.kind == "a",
    "kind_in": lambda c: c.kind.in_([Kind.a, Kind.b]),
    "text_kind": lambda c: c.text_kind != "x",
    "date": lambda c: c.day > datetime.date(2020, 1, 2),
    "datetime": lambda c: c.at > datetime.datetime(2020, 1, 2, 3, 4, 5),
    "datetime_micro": lambda c: c.at > datetime.datetime(2020, 1, 2, 3, 4, 5, 678),
    "time": lambda c: c.clock > datetime.time(1, 2),
    "decimal": lambda c: c.amount > decimal.Decimal("1.50"),
    "amount_int": lambda c: c.amount >= 0,
    "amount_float": lambda c: c.amount >= 0.5,
    "float": lambda c: c.ratio < 1e-9,
    "float_int": lambda c: c.ratio < 1,
    "uuid": lambda c: c.key == uuid.UUID("12345678123456781234567812345678"),
    "unicode": lambda c: c.title == "ü",
    "quote": lambda c: c.name == "it's 100% :sure",
    "backslash": lambda c: c.name == "a\\b",
    "between_dates": lambda c: c.day.between(datetime.date(2020, 1, 1), datetime.date(2021, 1, 1)),
    "not_between": lambda c: ~c.id.between(1, 5),
    "ilike": lambda c: c.name.ilike("x%"),
    "not_like": lambda c: ~c.name.like("x%"),
    "not_in": lambda c: c.id.not_in([1, 2]),
    "not_in_2": lambda c: ~c.id.in_([1, 2]),
    "concat": lambda c: c.name + c.title == "x",
    "concat_fn": lambda c: func.concat(c.name, "-", c.title) == "x",
    "concat_method": lambda c: c.name.concat("x") != "y",
    "neg": lambda c: -c.id < -5,
    "arith": lambda c: c.id * 2 + 1 - c.amount > 3 * (c.id - 2),
    "mod": lambda c: c.id % 3 == 0,
    "literal": lambda c: c.id > literal(5),
    "literal_str": lambda c: c.name == literal("x"),
    "literal_col": lambda c: c.name == literal_column("'x'"),
    "null": lambda c: c.name == None,
    "null_fn": lambda c: c.name.is_(null()),
    "isnot_null": lambda c: c.name.isnot(None),
    "case": lambda c: case((c.id > 1, "a"), (c.id > 2, "b"), else_="c") == "a",
    "case_num": lambda c: case((c.flag, 1), else_=0) + case((c.name.isnot(None), 1), else_=0) == 1,
    "cast": lambda c: cast(c.name, Integer) > 5,
    "cast_text": lambda c: cast(c.id, Text) == "5",
    "cast_numeric": lambda c: cast(c.id, Numeric(5, 1)) == 5,
    "coerce": lambda c: type_coerce(c.id, String) == "5",
    "extract": lambda c: extract("year", c.at) >= 2000,
    "fn_nested": lambda c: func.lower(func.trim(c.name)) == func.lower(c.title),
    "fn_len": lambda c: func.char_length(c.name) > 3,
    "fn_now": lambda c: c.at <= func.now(),
    "fn_current": lambda c: c.day <= func.current_date(),
    "fn_bool": lambda c: func.is_ok(c.id, True, None),
    "xor": lambda c: (c.name == None) != (c.title == None),
    "eq_of_conditions": lambda c: (c.id > 1) == (c.amount > 1),
    "num_nonnulls": lambda c: func.num_nonnulls(c.name, c.title) == 1,
    "collate": lambda c: collate(c.name, "C") == "x",
    "text_in_and": lambda c: and_(text("id > 1"), c.id < 9),
    "column": lambda c: column("id") > 1,
    "doc": lambda c: c.doc == None,
    "nested_or": lambda c: and_(c.id > 1, or_(c.id < 5, and_(c.amount > 1, c.ratio > 1))),
    "not_and": lambda c: ~and_(c.id > 1, c.id < 5),
    "not_or": lambda c: not_(or_(c.id > 1, c.id < 5)),
    "amp": lambda c: (c.id > 1) & (c.id < 5) | (c.id == 9),
}
for name, make in cases.items():
    check(name, make)
