"""A pytest plugin that records each comparison that Alembic's own tests make.

Per comparison: the database (as SQL that makes it again), the models as Retort's schema JSON, the options, what the
test's filters and callables answered, and what came out: the rendered revision, both ways. Comparisons of single types and
server defaults are recorded by their two sides. Written as JSON to $RETORT_SUITE_OUT.
"""

import functools
import json
import os
import re
import subprocess
import sys

import pytest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../autogenerate"))

RECORDS = []


class State:
    current = None
    depth = 0


@pytest.hookimpl(hookwrapper=True, tryfirst=True)
def pytest_runtest_protocol(item, nextitem):
    State.current = {
        "test": f"{os.path.basename(str(item.path))}::{item.cls.__name__.split('_postgresql')[0].split('_sqlite')[0] if item.cls else ''}::{item.name}",
        "outcome": "skipped",
        "comparisons": [],
        "types": [],
        "defaults": [],
    }
    RECORDS.append(State.current)
    yield
    State.current = None


def pytest_runtest_logreport(report):
    if State.current is not None and report.when == "call":
        State.current["outcome"] = report.outcome


def pytest_sessionfinish(session):
    import alembic
    import sqlalchemy

    with open(os.environ["RETORT_SUITE_OUT"], "w") as out:
        json.dump({"versions": {"alembic": alembic.__version__, "sqlalchemy": sqlalchemy.__version__}, "tests": RECORDS}, out)


# -- the two sides


def attempt(function, *args):
    """What a side cannot be written as is recorded with the reason."""
    try:
        return function(*args)
    except Exception as error:
        return {"unsupported": f"{type(error).__name__}: {re.sub(r' at 0x[0-9a-f]+', '', str(error))[:200]}"}


def database_sql(connection):
    if connection.dialect.name == "sqlite":
        raw = connection.connection.driver_connection
        return "\n".join(raw.iterdump())
    url = connection.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    command = [os.environ.get("RETORT_PG_DUMP", "pg_dump"), "--schema-only", "--no-owner", "--no-privileges", url]
    result = subprocess.run(command, capture_output=True, text=True)
    if result.returncode != 0:
        raise RuntimeError(result.stderr)
    sql = "\n".join(line for line in result.stdout.splitlines() if not line.startswith(("\\", "--")))
    return sql + uncommitted_sql(connection, sql)


def uncommitted_sql(connection, sql):
    """Tables of a transaction that only the test's session sees, as SQLAlchemy would make them."""
    import sqlalchemy as sa

    names = [name for name in sa.inspect(connection).get_table_names() if f"CREATE TABLE public.{name} " not in sql]
    names = [name for name in names if f'CREATE TABLE public."{name}" ' not in sql]
    metadata = sa.MetaData()
    statements = []
    for name in names:
        table = sa.Table(name, metadata, autoload_with=connection, resolve_fks=False)
        for create in (sa.schema.CreateTable(table), *(sa.schema.CreateIndex(index) for index in table.indexes)):
            statements.append(str(create.compile(dialect=connection.dialect)).replace("%%", "%") + ";")
    return "\nSET search_path TO public;\n" + "\n".join(statements) if statements else ""


def models_json(metadata):
    from schema_json import metadata_json
    from alembic import util

    return [metadata_json(each) for each in util.to_list(metadata)]


# -- what the test's callables say


def answering(kind, answers, function):
    @functools.wraps(function)
    def asked(*args):
        result = function(*args)
        if kind == "name":
            name, type_, parents = args
            answers.append([kind, name, type_, parents.get("schema_name"), parents.get("table_name"), bool(result)])
        else:
            object_, name, type_, reflected, compare_to = args
            try:
                table = getattr(object_, "table", object_)
            except Exception:
                table = getattr(object_, "parent", None)
            answers.append([kind, name, type_, getattr(table, "schema", None), getattr(table, "name", None), bool(result), bool(reflected)])
        return result

    return asked


def answering_column(kind, answers, function):
    @functools.wraps(function)
    def asked(context, inspected, model, *args):
        result = function(context, inspected, model, *args)
        answers.append([kind, model.name, model.table.name, None if result is None else bool(result)])
        return result

    return asked


# -- comparisons


def plain_options(opts):
    return {key: value for key, value in opts.items() if isinstance(value, (str, bool, int, type(None)))} | {
        "autogenerate_plugins": opts.get("autogenerate_plugins")
    }


def rendered(autogen_context, upgrade_ops):
    from alembic.autogenerate import render

    opts = autogen_context.opts
    given = dict(opts)
    for key, value in (
        ("user_module_prefix", None),
        ("sqlalchemy_module_prefix", "sa."),
        ("alembic_module_prefix", "op."),
        ("render_item", None),
        ("render_as_batch", False),
    ):
        opts.setdefault(key, value)
    imports = autogen_context.imports
    autogen_context.imports = set()
    try:
        upgrades = render._render_cmd_body(upgrade_ops, autogen_context)
        downgrades = render._render_cmd_body(upgrade_ops.reverse(), autogen_context)
        return {"upgrades": upgrades, "downgrades": downgrades, "imports": sorted(autogen_context.imports)}
    finally:
        autogen_context.imports = imports
        opts.clear()
        opts.update(given)


def wrap_net_changes(original):
    @functools.wraps(original)
    def produce(autogen_context, upgrade_ops):
        connection = autogen_context.connection
        if State.current is None or connection is None or connection.dialect.name not in ("sqlite", "postgresql"):
            return original(autogen_context, upgrade_ops)
        answers = []
        context = autogen_context.migration_context
        record = {
            "dialect": connection.dialect.name,
            "maxIdentifierLength": connection.dialect.max_identifier_length,
            "database": attempt(database_sql, connection),
            "models": attempt(models_json, autogen_context.metadata),
            "options": plain_options(autogen_context.opts),
            "compareType": context._user_compare_type if isinstance(context._user_compare_type, bool) else "callable",
            "compareServerDefault": context._user_compare_server_default
            if isinstance(context._user_compare_server_default, bool)
            else "callable",
            "versionTable": context.version_table,
            "versionTableSchema": context.version_table_schema,
            "hasNameFilters": bool(autogen_context._name_filters),
            "hasObjectFilters": bool(autogen_context._object_filters),
            "answers": answers,
            "error": None,
            "rendered": None,
        }
        State.current["comparisons"].append(record)
        autogen_context._name_filters = [answering("name", answers, each) for each in autogen_context._name_filters]
        autogen_context._object_filters = [answering("object", answers, each) for each in autogen_context._object_filters]
        if record["compareType"] == "callable":
            context._user_compare_type = answering_column("type", answers, context._user_compare_type)
        if record["compareServerDefault"] == "callable":
            context._user_compare_server_default = answering_column(
                "default", answers, context._user_compare_server_default
            )
        State.depth += 1
        try:
            result = original(autogen_context, upgrade_ops)
        except Exception as error:
            record["error"] = f"{type(error).__name__}: {error}"
            raise
        finally:
            State.depth -= 1
        record["rendered"] = attempt(rendered, autogen_context, upgrade_ops)
        return result

    return produce


def wrap_compare_type(cls):
    original = cls.compare_type

    @functools.wraps(original)
    def compare_type(self, inspector_column, metadata_column):
        result = original(self, inspector_column, metadata_column)
        if State.current is not None and State.depth == 0 and self.__dialect__ in ("postgresql", "sqlite", "mssql", "default"):
            from schema_json import type_json

            State.current["types"].append(
                {
                    "dialect": self.__dialect__,
                    "current": attempt(type_json, inspector_column.type),
                    "wanted": attempt(type_json, metadata_column.type),
                    "different": bool(result),
                }
            )
        return result

    cls.compare_type = compare_type


def wrap_compare_default(cls):
    if "compare_server_default" not in cls.__dict__:
        return
    original = cls.compare_server_default

    @functools.wraps(original)
    def compare_server_default(self, inspector_column, metadata_column, rendered_metadata, rendered_inspector):
        result = original(self, inspector_column, metadata_column, rendered_metadata, rendered_inspector)
        if State.current is not None and State.depth == 0 and self.__dialect__ in ("postgresql", "sqlite", "mssql", "default"):
            from schema_json import table_json, type_json

            State.current["defaults"].append(
                {
                    "dialect": self.__dialect__,
                    "current": rendered_inspector,
                    "currentType": attempt(type_json, inspector_column.type),
                    "table": attempt(table_json, metadata_column.table),
                    "column": metadata_column.name,
                    "different": bool(result),
                }
            )
        return result

    cls.compare_server_default = compare_server_default


@pytest.hookimpl(tryfirst=True)
def pytest_collection(session):
    from alembic import autogenerate
    from alembic.autogenerate import compare
    from alembic.ddl import impl
    from alembic.ddl import mssql
    from alembic.ddl import postgresql
    from alembic.ddl import sqlite

    wrapped = wrap_net_changes(compare._produce_net_changes)
    compare._produce_net_changes = wrapped
    for module in (autogenerate, autogenerate.api):
        if hasattr(module, "_produce_net_changes"):
            module._produce_net_changes = wrapped
    wrap_compare_type(impl.DefaultImpl)
    for cls in (impl.DefaultImpl, postgresql.PostgresqlImpl, sqlite.SQLiteImpl, mssql.MSSQLImpl):
        wrap_compare_default(cls)
