"""Imports each model file with real SQLAlchemy and records the DDL of its tables on every dialect.

Run from the repository root: python test/oracle/models/record_models.py > test/oracle/recorded/models.json
"""

import importlib.util
import json
import pathlib
import re
import sys
import warnings

import sqlalchemy as sa
from sqlalchemy.dialects import mssql, postgresql, sqlite
from sqlalchemy.schema import CreateIndex, CreateTable

DIALECTS = {"postgresql": postgresql, "sqlite": sqlite, "mssql": mssql}
MODELS = pathlib.Path("test/golden/models")


def compile_all(table, dialect):
    statements = []
    try:
        statements.append(str(CreateTable(table).compile(dialect=dialect)))
        for index in sorted(table.indexes, key=lambda i: str(i.name)):
            statements.append(str(CreateIndex(index).compile(dialect=dialect)))
    except Exception as error:
        message = re.sub(r" at 0x[0-9a-f]+", "", str(error))
        return {"error": message.split("\n(Background")[0]}
    return {"statements": statements}


def record(path):
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = module
    spec.loader.exec_module(module)
    metadatas = []
    for value in vars(module).values():
        metadata = value if isinstance(value, sa.MetaData) else getattr(value, "metadata", None)
        if isinstance(metadata, sa.MetaData) and metadata not in metadatas:
            metadatas.append(metadata)
    tables = {}
    for metadata in metadatas:
        for key, table in metadata.tables.items():
            tables[key] = {
                name: compile_all(table, dialect.dialect(paramstyle="named")) for name, dialect in DIALECTS.items()
            }
    return tables


def main():
    warnings.simplefilter("ignore")
    models = {path.name: record(path) for path in sorted(MODELS.glob("*.py"))}
    json.dump({"sqlalchemy": sa.__version__, "models": models}, sys.stdout, indent=1, ensure_ascii=False)
    sys.stdout.write("\n")


if __name__ == "__main__":
    main()
