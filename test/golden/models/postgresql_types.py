"""Every type of PostgreSQL's dialect, and what the others say of it."""

import enum

from sqlalchemy import Column, Integer, MetaData, String, Table, Text, text
from sqlalchemy.dialects import postgresql as pg

metadata = MetaData()


class Mood(enum.Enum):
    sad = "s"
    happy = "h"


types = [
    pg.ARRAY(Integer),
    pg.ARRAY(String(5), dimensions=2, as_tuple=True),
    pg.ARRAY(pg.ENUM("a", "b", name="ab")),
    pg.BIGINT,
    pg.BIT(3),
    pg.BIT(3, varying=True),
    pg.BIT(varying=True),
    pg.BOOLEAN,
    pg.BYTEA,
    pg.CHAR(2),
    pg.CIDR,
    pg.CITEXT,
    pg.DATE,
    pg.DATEMULTIRANGE,
    pg.DATERANGE,
    pg.DOMAIN("positive", Integer, check="VALUE > 0"),
    pg.DOMAIN("code", Text(), collation="C", default=text("'x'"), not_null=True, constraint_name="ck_code", schema="s"),
    pg.DOUBLE_PRECISION,
    pg.DOUBLE_PRECISION(precision=53),
    pg.ENUM("a", "b", name="letters"),
    pg.ENUM(Mood),
    pg.ENUM(Mood, name="mood_values", values_callable=lambda e: [m.value for m in e], schema="other"),
    pg.ENUM("x", name="not_created", create_type=False),
    pg.FLOAT(24),
    pg.HSTORE,
    pg.HSTORE(text_type=Text()),
    pg.INET,
    pg.INT4MULTIRANGE,
    pg.INT4RANGE,
    pg.INT8MULTIRANGE,
    pg.INT8RANGE,
    pg.INTEGER,
    pg.INTERVAL,
    pg.INTERVAL(precision=4),
    pg.INTERVAL(fields="YEAR TO MONTH"),
    pg.INTERVAL(precision=2, fields="DAY TO SECOND"),
    pg.JSON,
    pg.JSON(none_as_null=True, astext_type=Text()),
    pg.JSONB,
    pg.JSONB(none_as_null=True),
    pg.JSONPATH,
    pg.MACADDR,
    pg.MACADDR8,
    pg.MONEY,
    pg.NUMERIC(8, 2),
    pg.NUMMULTIRANGE,
    pg.NUMRANGE,
    pg.OID,
    pg.REAL,
    pg.REGCLASS,
    pg.REGCONFIG,
    pg.SMALLINT,
    pg.TEXT,
    pg.TIME,
    pg.TIME(precision=3),
    pg.TIME(timezone=True, precision=3),
    pg.TIMESTAMP,
    pg.TIMESTAMP(precision=6),
    pg.TIMESTAMP(timezone=True),
    pg.TSMULTIRANGE,
    pg.TSQUERY,
    pg.TSRANGE,
    pg.TSTZMULTIRANGE,
    pg.TSTZRANGE,
    pg.TSVECTOR,
    pg.UUID,
    pg.UUID(as_uuid=False),
    pg.VARCHAR(7),
    pg.VARCHAR(7, collation="de_DE"),
]
for number, type_ in enumerate(types):
    Table(f"pg_{number:02}", metadata, Column("id", Integer, primary_key=True), Column("value", type_))
