"""Prints, as JSON, each query of `queries.py` as SQLAlchemy compiles it with its values written in."""
import ast
import json
import pathlib

import sqlalchemy as sa
from sqlalchemy.dialects import mssql, postgresql, sqlite
from sqlalchemy.engine.default import DefaultDialect

import queries as given

dialects = {"default": DefaultDialect(), "postgresql": postgresql.dialect(), "sqlite": sqlite.dialect(), "mssql": mssql.dialect()}


def compiled(query, dialect):
    try:
        return str(query.compile(dialect=dialect, compile_kwargs={"literal_binds": True}))
    except sa.exc.CompileError as error:
        return f"CompileError: {error}"


# The text of each query, for whoever evaluates it without Python.
tree = ast.parse(pathlib.Path(given.__file__).read_text())
table = next(node.value for node in tree.body if isinstance(node, ast.Assign) and node.targets[0].id == "queries")
sources = {key.value: ast.unparse(value) for key, value in zip(table.keys, table.values)}
cases = {
    name: {"source": sources[name], **{key: compiled(query, dialect) for key, dialect in dialects.items()}}
    for name, query in given.queries.items()
}
print(json.dumps({"sqlalchemy": sa.__version__, "cases": cases}, indent=1, ensure_ascii=False))
