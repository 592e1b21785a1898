"""What real Alembic generates against a SQL Server whose catalog is in SQLite (catalog.ts): JSON, for each case of CASES.

    autogenerate.py FILE
"""

import json
import pathlib
import sys
import warnings

import sqlalchemy as sa

HERE = pathlib.Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent.parent / "autogenerate")]
import record  # noqa: E402
import reflect_mssql  # noqa: E402
import schema_json  # noqa: E402
from schema_json import metadata_json  # noqa: E402

# Models have small numbers, which stay numbers.
schema_json.default_json = reflect_mssql.reflect.plain_default

PARENT = """
Table("parent", m, Column("id", sa.Integer, sa.Identity(start=1, increment=1), primary_key=True, comment="The key: a number"),
      Column("name", sa.Unicode(50), nullable=False, unique=True), Column("a", sa.Integer, nullable=False),
      Column("b", sa.Integer, nullable=False), Column("code", sa.String(10)),
      UniqueConstraint("b", "a", name="UQ_parent_pair"), Index("UX_parent_code", "code", unique=True), comment="The table's comment")
"""
CASES = {
    "nothing is left": "",
    "one table stays": PARENT,
    "columns change": """
Table("parent", m, Column("id", sa.BigInteger, sa.Identity(start=1, increment=1), primary_key=True),
      Column("name", sa.Unicode(80), nullable=True, server_default="x"), Column("a", sa.SmallInteger, nullable=False),
      Column("code", sa.Text), Column("new", sa.DateTime, server_default=sa.func.now(), comment="New"),
      Index("UX_parent_code", "code", "a"), comment="Another comment")
Table("added", m, Column("id", sa.Integer, primary_key=True), Column("parent_id", sa.ForeignKey("parent.id")))
""",
    "keys and defaults change": """
Table("parent", m, Column("id", sa.Integer, primary_key=True))
Table("tree", m, Column("id", sa.Numeric(18, 0), sa.Identity(start=10, increment=-1), primary_key=True), Column("parent_id", sa.Numeric(18, 0)))
Table("child", m, Column("id", sa.BigInteger, sa.Identity(start=1, increment=5), primary_key=True),
      Column("parent_id", sa.Integer, ForeignKey("parent.id", name="FK_child_parent"), primary_key=True, server_default="2"),
      Column("a", sa.Integer, comment="Another half"), Column("b", sa.Integer, server_default="5"), Column("text", sa.Unicode(255)),
      Column("made", mssql.DATETIME2, nullable=False, server_default=text("sysutcdatetime()")),
      Column("sum", sa.Integer, sa.Computed("a + b")), Column("stored", sa.Integer, sa.Computed("a", persisted=True), nullable=False),
      Column("code", sa.String(10)), Index("CX_child", "id", mssql_clustered=True),
      Index("IX_child_filter", "a", "b", unique=True, mssql_include=["text"], mssql_where=text("a IS NOT NULL")))
""",
}


def main():
    warnings.simplefilter("ignore")
    answers = []
    for name, source in CASES.items():
        engine = sa.create_engine("mssql+pymssql://", module=reflect_mssql.driver(sys.argv[1]), isolation_level=None)
        after = record.build(source)
        after.create_all = lambda *_: None
        # The database is as the catalog says: nothing is created in it.
        before = type("Nothing", (), {"create_all": lambda *_: None})()
        options = {"compare_server_default": True}
        answers.append({"name": name, "after": metadata_json(after), "expected": record.compared(engine, before, after, options)})
    json.dump(answers, sys.stdout)


if __name__ == "__main__":
    main()
