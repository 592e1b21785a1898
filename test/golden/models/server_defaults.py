"""server_default in every form."""

import datetime
import decimal
import uuid

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    DateTime,
    DefaultClause,
    FetchedValue,
    Integer,
    MetaData,
    Numeric,
    Sequence,
    String,
    Table,
    Uuid,
    cast,
    false,
    func,
    literal,
    literal_column,
    null,
    text,
    true,
)
from sqlalchemy.sql import expression

metadata = MetaData()
Table(
    "defaults",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("string", String(9), server_default="it's 100%"),
    Column("empty", String(9), server_default=""),
    Column("number", Integer, server_default="5"),
    Column("text", Integer, server_default=text("5 + 1")),
    Column("text_bind", String(9), server_default=text("'a:b'")),
    Column("now", DateTime, server_default=func.now()),
    Column("current", DateTime, server_default=func.current_timestamp()),
    Column("date", Date, server_default=func.current_date()),
    Column("called", String(9), server_default=func.coalesce(func.lower("A"), "b")),
    Column("packaged", String(9), server_default=func.pg_catalog.lower("X")),
    Column("arithmetic", Integer, server_default=func.abs(-1) + 2),
    Column("yes", Boolean, server_default=true()),
    Column("no", Boolean, server_default=false()),
    Column("expression_no", Boolean, server_default=expression.false()),
    Column("nothing", String(3), server_default=null()),
    Column("literal_int", Integer, server_default=literal(7)),
    Column("literal_str", String(9), server_default=literal("q'q")),
    Column("raw", String(9), server_default=literal_column("'raw'")),
    Column("casted", String(9), server_default=cast("1", String(9))),
    Column("date_literal", Date, server_default=literal(datetime.date(2024, 1, 31))),
    Column("decimal_literal", Numeric(5, 2), server_default=literal(decimal.Decimal("1.50"))),
    Column("uuid_literal", Uuid, server_default=str(uuid.UUID("12345678123456781234567812345678"))),
    Column("fetched", Integer, FetchedValue()),
    Column("fetched_keyword", Integer, server_default=FetchedValue()),
    Column("clause", String(9), DefaultClause("given")),
    Column("clause_text", Integer, DefaultClause(text("9"))),
    Column("json", JSON, server_default="{}"),
    Column("json_text", JSON, server_default=text("'[]'")),
)
Table(
    "sequences",
    metadata,
    Column("id", Integer, Sequence("seq_id"), primary_key=True),
    Column("positional", Integer, Sequence("seq_positional", start=5, increment=2)),
    Column("keyword", Integer, default=Sequence("seq_keyword")),
)
Table(
    "sequence_values",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("next", Integer, server_default=Sequence("Seq Next").next_value()),
    Column("func_next", Integer, server_default=func.next_value(Sequence("seq_func", schema="s"))),
)
