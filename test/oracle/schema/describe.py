"""Imports models and prints the DDL of their tables on every dialect as real SQLAlchemy writes it.

Run by compare.ts in the package's own environment, with a JSON object {"imports": […], "metadata": […]} as argument.
"""

import importlib
import json
import operator
import os
import re
import sys
import warnings

DIALECTS = ("postgresql", "mssql", "sqlite")


def compile_all(table, dialect):
    from sqlalchemy.schema import CreateIndex, CreateTable

    statements = []
    try:
        statements.append(str(CreateTable(table).compile(dialect=dialect)))
        for index in sorted(table.indexes, key=lambda i: str(i.name)):
            statements.append(str(CreateIndex(index).compile(dialect=dialect)))
    except Exception as error:
        message = re.sub(r" at 0x[0-9a-f]+", "", str(error))
        return {"error": message.split("\n(Background")[0]}
    return {"statements": statements}


def main():
    warnings.simplefilter("ignore")
    out = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # What a package prints while it is imported is no part of the answer.
    job = json.loads(sys.argv[1])
    for name in job["imports"]:
        importlib.import_module(name)
    import sqlalchemy

    tables = {}
    for path in job["metadata"]:
        module, _, attributes = path.partition(":")
        metadata = operator.attrgetter(attributes)(importlib.import_module(module))
        for key, table in metadata.tables.items():
            tables[key] = {
                name: compile_all(table, importlib.import_module(f"sqlalchemy.dialects.{name}").dialect(paramstyle="named"))
                for name in DIALECTS
            }
    json.dump({"sqlalchemy": sqlalchemy.__version__, "tables": tables}, out)
    out.flush()
    os._exit(0)  # Some packages start threads.


if __name__ == "__main__":
    main()
