"""Tables and types made by loops and helpers; conditions of every kind."""

import itertools
import sqlalchemy as sa
from sqlalchemy import event, inspect, types
from sqlalchemy.dialects import mssql, postgresql, sqlite
from sqlalchemy.schema import Column, ForeignKey, MetaData, Table
from sqlalchemy.types import TypeDecorator, TypeEngine, UserDefinedType, VARCHAR

metadata = MetaData()
COMMON = dict(nullable=False, server_default=sa.text("0"))


def ids():
    return [Column("id", sa.Integer, primary_key=True), Column("version", sa.SmallInteger, **COMMON)]


class Money(TypeDecorator):
    impl = sa.Numeric
    cache_ok = True

    def __init__(self, currency="EUR", *args, **kw):
        self.currency = currency
        super().__init__(*args, precision=12, scale=2, **kw)


class Lower(TypeDecorator):
    impl = VARCHAR(10)
    cache_ok = True

    def load_dialect_impl(self, dialect):
        if dialect.name == "mssql":
            return dialect.type_descriptor(mssql.NVARCHAR(10))
        if dialect.name == "postgresql":
            return dialect.type_descriptor(postgresql.CITEXT())
        return super().load_dialect_impl(dialect)


class Choice(sa.Enum):
    def __init__(self, *a, **kw):
        kw.setdefault("native_enum", False)
        kw.setdefault("length", 30)
        super().__init__(*a, **kw)


class Ip(UserDefinedType):
    cache_ok = True

    def __init__(self, v6=False):
        self.v6 = v6

    def get_col_spec(self, **kw):
        return "INET6" if self.v6 else "INET4"


JsonB = (
    sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql").with_variant(sqlite.JSON(), "sqlite")
)
BigKey = sa.BigInteger().with_variant(sa.Integer, "sqlite").with_variant(mssql.INTEGER(), "mssql")
for i, (a, b) in enumerate(itertools.product(("x", "y"), (1, 2))):
    Table(f"prod_{a}{b}", metadata, *ids(), Column(a, sa.String(b)), comment=f"{a}:{b:03d}")
t = Table(
    "types",
    metadata,
    Column("id", BigKey, primary_key=True),
    Column("m", Money),
    Column("m2", Money("USD")),
    Column("l", Lower, index=True),
    Column("c", Choice("a", "b", name="ch")),
    Column("ip", Ip),
    Column("ip6", Ip(v6=True)),
    Column("j", JsonB),
    Column("arr", sa.ARRAY(sa.Text).with_variant(sa.JSON, "sqlite").with_variant(sa.JSON(), "mssql")),
)
copy = Table("copied", metadata, *[c.copy() if hasattr(c, "copy") else c._copy() for c in t.columns if c.name != "arr"])
sa.Index("ix_m", t.c.m.desc(), postgresql_where=t.c.m.isnot(None), mssql_where=t.c.m.isnot(None))
sa.Index("ix_multi", *[t.c[n] for n in ("m", "l")], unique=True)
extra = Column("late", sa.DateTime, server_default=sa.func.current_timestamp(), onupdate=sa.func.now())
t.append_column(extra)
t.append_constraint(sa.UniqueConstraint("m", "m2", name="uq_m"))
t.append_constraint(sa.CheckConstraint(sa.or_(t.c.m > 0, t.c.m2.between(1, 5)), name="ck_or"))
t.append_constraint(sa.CheckConstraint(t.c.c.in_(["a", "b"]), name="ck_in"))
t.append_constraint(sa.CheckConstraint(sa.func.coalesce(t.c.l, "") != "", name="ck_co"))
t.append_constraint(sa.CheckConstraint((t.c.m == None) | (t.c.m2 != None), name="ck_null"))  # noqa
t.append_constraint(sa.CheckConstraint(sa.not_(sa.and_(t.c.m > 1, t.c.m2 > 1)), name="ck_not"))
t.append_constraint(sa.CheckConstraint(t.c.m % 2 == 0, name="ck_mod"))
t.append_constraint(sa.CheckConstraint(-t.c.m < 5, name="ck_neg"))
t.append_constraint(sa.CheckConstraint(t.c.l.startswith("q"), name="ck_start"))
t.append_constraint(sa.CheckConstraint(sa.cast(t.c.m, sa.Integer) + 1 > sa.literal(3), name="ck_cast"))
t.append_constraint(sa.CheckConstraint(t.c.l.op("~")("^[a-z]+$"), name="ck_op"))
t.append_constraint(sa.CheckConstraint(sa.type_coerce(t.c.m, sa.String) == "x", name="ck_coerce"))
t.append_constraint(sa.CheckConstraint(t.c.l.ilike("x%"), name="ck_ilike"))
t.append_constraint(sa.CheckConstraint(sa.func.length(t.c.l).between(1, 9) & sa.true(), name="ck_true"))
t.append_constraint(sa.CheckConstraint(t.c.late > sa.func.now() - sa.text("interval '1 day'"), name="ck_interval"))
t.append_constraint(sa.CheckConstraint((t.c.m / 2) > 1, name="ck_div"))
t.append_constraint(sa.CheckConstraint((t.c.id // 2) > 1, name="ck_floordiv"))
