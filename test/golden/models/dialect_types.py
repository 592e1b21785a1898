import sqlalchemy as sa
from sqlalchemy.dialects import mssql, postgresql
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, UUID

metadata = sa.MetaData()
sa.Table(
    "documents",
    metadata,
    sa.Column("id", UUID(as_uuid=True), primary_key=True, server_default=sa.text("gen_random_uuid()")),
    sa.Column("data", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
    sa.Column("small", sa.BigInteger().with_variant(sa.Integer, "sqlite"), index=True),
    sa.Column("flag", sa.Boolean().with_variant(mssql.BIT(), "mssql")),
)
sa.Table(
    "pg_only",
    metadata,
    sa.Column("id", sa.Integer, sa.Identity(always=True, start=10, cycle=True), primary_key=True),
    sa.Column("tags", ARRAY(sa.String(20)), server_default="{}"),
    sa.Column("grid", ARRAY(sa.Integer, dimensions=2)),
    sa.Column("doc", JSONB),
    sa.Column("ip", postgresql.INET),
    sa.Column("search", postgresql.TSVECTOR),
    sa.Column("span", postgresql.INTERVAL(fields="DAY TO SECOND", precision=3)),
    sa.Column("at", postgresql.TIMESTAMP(timezone=True, precision=3)),
    sa.Column("kind", postgresql.ENUM("a", "b", name="kind")),
    sa.Column("low", postgresql.CITEXT()),
    sa.Column("r", postgresql.DATERANGE()),
    sa.Index("ix_doc", "doc", postgresql_using="gin", postgresql_ops={"doc": "jsonb_path_ops"}),
)
