"""Records the statements of real Alembic's batch mode on SQLite, for test/alembic/operations/batch.test.ts.

Run with a Python that has test/oracle/requirements.txt: python test/oracle/runtime/record_batch.py
Each case sets a table up with plain SQL and runs its operations in batch_alter_table("t").
"""
import json
import pathlib
import sys
import warnings

import alembic
import sqlalchemy
import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.operations import Operations

PLAIN = ["CREATE TABLE t (id INTEGER NOT NULL, a VARCHAR(10) DEFAULT 'x', b INTEGER, PRIMARY KEY (id))"]
FULL = [
    "CREATE TABLE p (id INTEGER PRIMARY KEY)",
    """CREATE TABLE t (
\tid INTEGER NOT NULL, 
\tname VARCHAR(30) NOT NULL, 
\tprice NUMERIC(10, 2) DEFAULT (1 + 2), 
\tcreated DATETIME DEFAULT CURRENT_TIMESTAMP NOT NULL, 
\tp_id INTEGER, 
\tflag BOOLEAN DEFAULT 1, 
\tCONSTRAINT pk_t PRIMARY KEY (id), 
\tCONSTRAINT fk_t_p FOREIGN KEY(p_id) REFERENCES p (id) ON DELETE CASCADE ON UPDATE SET NULL DEFERRABLE INITIALLY DEFERRED, 
\tCONSTRAINT uq_t_name UNIQUE (name), 
\tCONSTRAINT ck_price CHECK (price > 0 AND name <> ')'), 
\tCHECK (flag IN (0, 1))
)""",
    "CREATE INDEX ix_t_created ON t (created)",
    "CREATE UNIQUE INDEX ix_t_partial ON t (p_id, name) WHERE p_id > 3",
]
SELF = [
    'CREATE TABLE t (id INTEGER PRIMARY KEY, "Up" INTEGER REFERENCES t (id), "order" TEXT UNIQUE)'
]
KEYS = ["CREATE TABLE t (x INTEGER NOT NULL, y VARCHAR NOT NULL, z REAL, PRIMARY KEY (x, y))"]

# name: (setup, arguments of batch_alter_table, operations)
CASES = {
    "change type, with a cast": (PLAIN, {}, lambda b: b.alter_column("a", type_=sa.Integer())),
    "change type, same affinity": (PLAIN, {}, lambda b: b.alter_column("a", type_=sa.String(99))),
    "change to JSON": (PLAIN, {}, lambda b: b.alter_column("a", type_=sa.JSON())),
    "nullable": (PLAIN, {}, lambda b: b.alter_column("b", nullable=False)),
    "rename": (PLAIN, {}, lambda b: b.alter_column("a", new_column_name="name of a")),
    "new default": (PLAIN, {}, lambda b: b.alter_column("b", server_default="7")),
    "new expression default": (PLAIN, {}, lambda b: b.alter_column("b", server_default=sa.text("(1 + 1)"))),
    "drop default": (PLAIN, {}, lambda b: b.alter_column("a", server_default=None)),
    "drop column": (PLAIN, {}, lambda b: b.drop_column("a")),
    "add column": (PLAIN, {"recreate": "always"}, lambda b: b.add_column(sa.Column("n", sa.Date()))),
    "add column before": (
        PLAIN,
        {"recreate": "always"},
        lambda b: b.add_column(sa.Column("n", sa.Date()), insert_before="a"),
    ),
    "add columns after": (
        PLAIN,
        {"recreate": "always"},
        lambda b: (
            b.add_column(sa.Column("n", sa.Date()), insert_after="id"),
            b.add_column(sa.Column("m", sa.Date()), insert_after="b"),
        ),
    ),
    "reorder": (PLAIN, {"partial_reordering": [("b", "a", "id")], "recreate": "always"}, lambda b: None),
    "add unique": (PLAIN, {}, lambda b: b.create_unique_constraint("uq_t", ["a", "b"])),
    "add check": (PLAIN, {}, lambda b: b.create_check_constraint("ck_t", "b > 0")),
    "add foreign key": (
        FULL,
        {},
        lambda b: b.create_foreign_key("fk_new", "p", ["flag"], ["id"], ondelete="SET NULL"),
    ),
    "add column with a foreign key": (
        PLAIN,
        {},
        lambda b: b.add_column(sa.Column("q", sa.Integer(), sa.ForeignKey("p.id", name="fk_q"))),
    ),
    "nothing but recreate": (FULL, {"recreate": "always"}, lambda b: None),
    "nothing but recreate, self reference": (SELF, {"recreate": "always"}, lambda b: None),
    "drop foreign key": (FULL, {}, lambda b: b.drop_constraint("fk_t_p", type_="foreignkey")),
    "drop unique": (FULL, {}, lambda b: b.drop_constraint("uq_t_name", type_="unique")),
    "drop check": (FULL, {}, lambda b: b.drop_constraint("ck_price", type_="check")),
    "drop column of a constraint": (FULL, {}, lambda b: (b.drop_index("ix_t_partial"), b.drop_column("p_id"))),
    "rename column of constraints": (FULL, {}, lambda b: b.alter_column("created", new_column_name="made")),
    "indexes": (
        FULL,
        {"recreate": "always"},
        lambda b: (b.drop_index("ix_t_created"), b.create_index("ix_new", ["name", "price"], unique=True)),
    ),
    "change primary key": (
        KEYS,
        {},
        lambda b: b.create_primary_key("pk_new", ["x"]),
    ),
    "drop column of the primary key": (KEYS, {}, lambda b: b.drop_column("y")),
    "unnamed unique by convention": (
        ["CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, UNIQUE (a))"],
        {"naming_convention": {"uq": "uq_%(table_name)s_%(column_0_name)s"}},
        lambda b: b.drop_constraint("uq_t_a", type_="unique"),
    ),
    "a long table name": (
        ["CREATE TABLE a_table_with_a_name_that_is_longer_than_fifty_letters (id INTEGER PRIMARY KEY, a TEXT)"],
        {"table": "a_table_with_a_name_that_is_longer_than_fifty_letters"},
        lambda b: b.drop_column("a"),
    ),
    "copy_from": (
        PLAIN,
        {
            "copy_from": lambda: sa.Table(
                "t",
                sa.MetaData(),
                sa.Column("id", sa.Integer, primary_key=True),
                sa.Column("a", sa.String(10), server_default="x"),
                sa.Column("b", sa.Boolean(create_constraint=True, name="ck_b")),
            )
        },
        lambda b: b.drop_column("a"),
    ),
    "type with a CHECK": (
        PLAIN,
        {},
        lambda b: b.alter_column("b", type_=sa.Enum("x", "y", name="ck_enum", create_constraint=True, native_enum=False)),
    ),
}


def record(case) -> list[str]:
    setup, arguments, operations = case
    engine = sqlalchemy.create_engine("sqlite://")
    statements: list[str] = []
    with engine.connect() as connection:
        for sql in setup:
            connection.exec_driver_sql(sql)

        @sqlalchemy.event.listens_for(connection, "before_cursor_execute")
        def note(conn, cursor, statement, *rest):
            if not statement.lstrip().startswith(("PRAGMA", "SELECT")):
                statements.append(statement)

        arguments = dict(arguments)
        table = arguments.pop("table", "t")
        if "copy_from" in arguments:
            arguments["copy_from"] = arguments["copy_from"]()
        op = Operations(MigrationContext.configure(connection))
        with op.batch_alter_table(table, **arguments) as batch:
            operations(batch)
    return statements


if __name__ == "__main__":
    # A batch that drops a part of a primary key makes SQLAlchemy warn; what it then executes is what counts.
    warnings.simplefilter("ignore")
    recorded = {
        "sqlalchemy": sqlalchemy.__version__,
        "alembic": alembic.__version__,
        "cases": {name: {"setup": case[0], "statements": record(case)} for name, case in CASES.items()},
    }
    recorded_at = pathlib.Path(__file__).parent.parent / "recorded" / "batch.json"
    target = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else recorded_at
    target.write_text(json.dumps(recorded, indent=1) + "\n")
