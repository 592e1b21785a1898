"""Imports models and prints what `metadata.create_all(engine, checkfirst=False)` emits on every dialect.

Run by the tests beside it. The argument is a JSON list of jobs: {"file": path} takes every MetaData that the module's
values have, {"imports": […], "metadata": ["module:attribute.path", …]} those named. The answer is a list for each job
with a list for each MetaData: its tables' keys, and for each dialect the statements or the error.
"""

import importlib
import importlib.util
import json
import operator
import os
import pathlib
import sys
import warnings

DIALECTS = ("postgresql", "mssql", "sqlite")


def create_all(metadata, dialect_name):
    from sqlalchemy.engine.mock import MockConnection

    module = importlib.import_module(f"sqlalchemy.dialects.{dialect_name}")
    statements = []

    def execute(statement, *args, **kwargs):
        statements.append(str(statement.compile(dialect=engine.dialect)))

    engine = MockConnection(module.dialect(paramstyle="named"), execute)
    # AddConstraint takes a foreign key out of CREATE TABLE for good: each dialect meets the metadata as it was.
    constraints = [constraint for table in metadata.tables.values() for constraint in table.constraints]
    rules = [constraint._create_rule for constraint in constraints]
    try:
        metadata.create_all(engine, checkfirst=False)
    except Exception as error:
        return {"error": f"{type(error).__name__}: {error}".split("\n(Background")[0]}
    finally:
        for constraint, rule in zip(constraints, rules):
            constraint._create_rule = rule
    return {"statements": statements}


def metadatas_of(value):
    import sqlalchemy as sa

    if isinstance(value, sa.MetaData):
        return [value]
    several = vars(value).get("metadatas") if hasattr(value, "__dict__") else None
    if several is not None:
        return several.values()
    return [getattr(value, "metadata", None)]


def of_file(path):
    import sqlalchemy as sa

    path = pathlib.Path(path)
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = module
    spec.loader.exec_module(module)
    found = []
    for value in vars(module).values():
        for metadata in metadatas_of(value):
            if isinstance(metadata, sa.MetaData) and not any(metadata is other for other in found):
                found.append(metadata)
    return [metadata for metadata in found if metadata.tables]


def of_modules(job):
    for name in job["imports"]:
        importlib.import_module(name)
    found = []
    for path in job["metadata"]:
        module, _, attributes = path.partition(":")
        found.append(operator.attrgetter(attributes)(importlib.import_module(module)))
    return found


def main():
    warnings.simplefilter("ignore")
    out = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # What a package prints while it is imported is no part of the answer.
    sys.path.insert(0, os.getcwd())
    answers = []
    for job in json.loads(sys.argv[1]):
        metadatas = of_file(job["file"]) if "file" in job else of_modules(job)
        answers.append(
            [
                {"tables": list(metadata.tables), **{name: create_all(metadata, name) for name in DIALECTS}}
                for metadata in metadatas
            ]
        )
    json.dump(answers, out)
    out.flush()
    os._exit(0)  # Some packages start threads.


if __name__ == "__main__":
    main()
