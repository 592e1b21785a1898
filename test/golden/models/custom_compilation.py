"""Elements, functions and types whose SQL functions of the application write."""

import datetime

import sqlalchemy as sa
from sqlalchemy import Column, Index, Integer, MetaData, String, Table, UniqueConstraint, func
from sqlalchemy.dialects import postgresql
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql import expression
from sqlalchemy.sql.functions import GenericFunction, coalesce
from sqlalchemy.types import TypeDecorator, TypeEngine, UserDefinedType

metadata = MetaData()


class utcnow(expression.FunctionElement):
    type = sa.DateTime()
    inherit_cache = True


@compiles(utcnow, "postgresql")
def pg_utcnow(element, compiler, **kw):
    return "TIMEZONE('utc', CURRENT_TIMESTAMP)"


@compiles(utcnow, "mssql")
def ms_utcnow(element, compiler, **kw):
    return "GETUTCDATE()"


@compiles(utcnow)
def default_utcnow(element, compiler, **kw):
    return compiler.process(func.current_timestamp(), **kw)


class sql_false(expression.ColumnElement):
    inherit_cache = True


@compiles(sql_false)
def default_false(element, compiler, **kw):
    return "false"


@compiles(sql_false, "mssql")
@compiles(sql_false, "sqlite")
def int_false(element, compiler, **kw):
    return "0"


class greatest(expression.FunctionElement):
    name = "greatest"
    inherit_cache = True


@compiles(greatest)
def default_greatest(element, compiler, **kw):
    return compiler.visit_function(element, **kw)


@compiles(greatest, "sqlite")
@compiles(greatest, "mssql")
def case_greatest(element, compiler, **kw):
    arg1, arg2 = list(element.clauses)
    return compiler.process(sa.case((arg1 > arg2, arg1), else_=arg2), **kw)


class without_options(expression.FunctionElement):
    name = "bare"
    inherit_cache = True


@compiles(without_options)
def compile_without_options(element, compiler, **kw):
    return "bare(%s)" % compiler.process(element.clauses)


class joined(expression.ColumnElement):
    inherit_cache = True

    def __init__(self, separator, *columns):
        self.separator = separator
        self.columns = columns

    @property
    def own_type(self):
        return "text"


@compiles(joined)
def compile_joined(element, compiler, **kw):
    parts = [compiler.process(column, **kw) for column in element.columns]
    return f"({element.separator.join(parts)})::{element.own_type} /* {compiler.dialect.name} */"


class OnlyPostgres(expression.FunctionElement):
    name = "only"
    inherit_cache = True


@compiles(OnlyPostgres, "postgresql")
def only_postgres(element, compiler, **kw):
    return "only%s" % compiler.process(element.clause_expr, **kw)


class as_utc(GenericFunction):
    type = sa.DateTime()
    inherit_cache = True


class Renamed(GenericFunction):
    name = "other_name"
    identifier = "renamed"
    inherit_cache = True


@compiles(Renamed, "mssql")
def renamed_mssql(element, compiler, **kw):
    return "dbo.other(%s)" % compiler.process(element.clauses, **kw)


elements = Table(
    "elements",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("a", Integer, server_default=greatest(1, sa.literal(2))),
    Column("b", Integer),
    Column("created", sa.DateTime, server_default=utcnow()),
    Column("flag", sa.Boolean, server_default=sql_false()),
    Column("plain", sa.DateTime, server_default=func.as_utc("x", 5)),
    Column("renamed", sa.DateTime, server_default=func.renamed(1)),
)
Index("ix_greatest", greatest(elements.c.a, elements.c.b))
Index("ix_bare", without_options(elements.c.a, elements.c.b))
Index("ix_joined", joined(" || ", elements.c.a, elements.c.b).desc(), elements.c.id)
Index("ix_coalesce", coalesce(elements.c.a, elements.c.b).desc())
Index("ix_mixed", joined("-", elements.c.a) == 5, elements.c.b)

refused = Table(
    "refused",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("a", Integer, server_default=OnlyPostgres(1, "x")),
)


class LongText(sa.Text):
    pass


@compiles(LongText, "sqlite")
def sqlite_long_text(type_, compiler, **kw):
    return "LONGTEXT"


class Doc(postgresql.JSONB):
    pass


@compiles(Doc, "sqlite")
def sqlite_jsonb(type_, compiler, **kw):
    return compiler.visit_JSON(type_, **kw)


@compiles(Doc, "mssql")
def mssql_jsonb(type_, compiler, **kw):
    return "NVARCHAR(%d)" % 4000


class Money(UserDefinedType):
    cache_ok = True

    def get_col_spec(self, **kw):
        return "MONEY"


@compiles(Money, "sqlite")
def sqlite_money(type_, compiler, **kw):
    return compiler.process(sa.Numeric(10, 2))


class Anywhere(TypeDecorator):
    impl = TypeEngine
    cache_ok = True

    def load_dialect_impl(self, dialect):
        if dialect.name == "postgresql":
            return dialect.type_descriptor(postgresql.UUID())
        return dialect.type_descriptor(sa.CHAR(36))


class Documented(TypeDecorator):
    impl = Doc
    cache_ok = True

    def __init__(self, other=None):
        super().__init__()
        if other is not None:
            self.impl = other


types = Table(
    "types",
    metadata,
    Column("id", Anywhere, primary_key=True),
    Column("text", LongText),
    Column("short", LongText(20)),
    Column("doc", Doc),
    Column("decorated", Documented),
    Column("changed", Documented(sa.String(7))),
    Column("variant", String(5).with_variant(Doc(), "sqlite")),
    Column("money", Money),
    Index("ix_everywhere", "id"),
    Index("ix_postgres", "text").ddl_if(dialect="postgresql"),
    UniqueConstraint("text", name="uq_sqlite").ddl_if(dialect="sqlite"),
    UniqueConstraint("short", name="uq_two").ddl_if(dialect=("postgresql", "mssql")),
    sa.CheckConstraint("id <> ''", name="ck_pg").ddl_if(dialect="postgresql"),
)
