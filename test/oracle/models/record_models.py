"""Imports each model file with real SQLAlchemy and records the DDL of its tables on every dialect.

Run from the repository root:
python test/oracle/models/record_models.py > test/oracle/recorded/models.json
python test/oracle/models/record_models.py test/golden/documentation > test/oracle/recorded/documentation.json
python test/oracle/models/record_models.py test/golden/package-models > test/oracle/recorded/package-models.json

The last folder's files use other packages, whose versions are recorded, too, and what each column's type looks like.
"""

import importlib.metadata
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
PACKAGE_MODELS = pathlib.Path("test/golden/package-models")
PACKAGES = [
    "fastapi-users-db-sqlalchemy",
    "flask-dance",
    "flask-login",
    "flask-security-too",
    "flask-sqlalchemy",
    "geoalchemy2",
    "pgvector",
    "pydantic",
    "sqlalchemy-mixins",
    "sqlalchemy-serializer",
    "sqlalchemy-utils",
    "sqlmodel",
]


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


def metadatas_of(value):
    if isinstance(value, sa.MetaData):
        return [value]
    # Flask-SQLAlchemy has a MetaData for each bind.
    several = vars(value).get("metadatas") if hasattr(value, "__dict__") else None
    if several is not None:
        return several.values()
    return [getattr(value, "metadata", None)]


def record(path, with_types):
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = module
    spec.loader.exec_module(module)
    metadatas = []
    for value in vars(module).values():
        for metadata in metadatas_of(value):
            if isinstance(metadata, sa.MetaData) and metadata not in metadatas:
                metadatas.append(metadata)
    tables = {}
    for metadata in metadatas:
        for key, table in metadata.tables.items():
            tables[key] = {
                name: compile_all(table, dialect.dialect(paramstyle="named")) for name, dialect in DIALECTS.items()
            }
            if with_types:
                tables[key]["types"] = {
                    column.name: f"{type(column.type).__module__}.{column.type!r}" for column in table.columns
                }
        # SQLModel has one for all files.
        metadata.clear()
    return tables


def main():
    warnings.simplefilter("ignore")
    folder = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else MODELS
    uses_packages = folder == PACKAGE_MODELS
    models = {path.name: record(path, uses_packages) for path in sorted(folder.glob("*.py"))}
    recording = {"sqlalchemy": sa.__version__}
    if uses_packages:
        recording["packages"] = {name: importlib.metadata.version(name) for name in PACKAGES}
    recording["models"] = models
    json.dump(recording, sys.stdout, indent=1, ensure_ascii=False)
    sys.stdout.write("\n")


if __name__ == "__main__":
    main()
