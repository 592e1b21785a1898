"""Runs each case's operations in real Alembic's offline mode, for each dialect, and prints what it would execute.

Reads `[{"name", "python", "naming"}]` from standard input; writes the recording as JSON to standard output.
`python` runs with `op`, `sa`, `pg`, `mssql`, `sqlite`, `datetime`, `decimal` and `uuid` in scope.
"""

import datetime
import decimal
import io
import json
import re
import sys
import uuid
import warnings

import alembic
import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy.dialects import mssql
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.dialects import sqlite

DIALECTS = ["postgresql", "sqlite", "mssql"]


def run(case, dialect):
    opts = {
        "as_sql": True,
        "literal_binds": True,
        "output_buffer": io.StringIO(),
        "mssql_batch_separator": "",
    }
    if case["naming"]:
        opts["target_metadata"] = sa.MetaData(naming_convention=case["naming"])
    context = MigrationContext.configure(
        dialect_name=dialect, dialect_opts={"paramstyle": "named"}, opts=opts
    )
    statements = []
    context.impl.static_output = statements.append
    scope = dict(
        op=Operations(context),
        sa=sa,
        pg=pg,
        mssql=mssql,
        sqlite=sqlite,
        datetime=datetime,
        decimal=decimal,
        uuid=uuid,
    )
    try:
        exec(case["python"], scope)
    except Exception as error:
        message = re.sub(r" at 0x[0-9a-f]+", "", str(error))
        return {"statements": statements, "error": message.split("\n(Background")[0]}
    return {"statements": statements}


def main():
    warnings.simplefilter("ignore")
    cases = json.load(sys.stdin)
    recorded = {
        "versions": {"alembic": alembic.__version__, "sqlalchemy": sa.__version__},
        "cases": {c["name"]: {d: run(c, d) for d in DIALECTS} for c in cases},
    }
    json.dump(recorded, sys.stdout, indent=1, ensure_ascii=False)
    sys.stdout.write("\n")


main()
