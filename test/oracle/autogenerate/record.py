"""Records what real Alembic generates for the cases, into ../recorded/autogenerate.json.

    python test/oracle/autogenerate/record.py [--postgresql URL] [--check]

SQLite needs nothing; PostgreSQL's cases need an empty database (its ``public`` and ``other`` schemas are dropped) and
keep their last recording without one. Rendering alone is recorded for all three dialects.
"""

import argparse
import contextlib
import json
import logging
import pathlib
import re
import sys
import warnings

import alembic
import sqlalchemy as sa
from alembic.autogenerate import api, render
from alembic.migration import MigrationContext
from alembic.operations import ops
from sqlalchemy import (CheckConstraint, Column, ForeignKey, ForeignKeyConstraint, Index, MetaData, PrimaryKeyConstraint,
                        Table, UniqueConstraint, func, text)
from sqlalchemy.dialects import mssql, postgresql, sqlite

import cases
from schema_json import metadata_json

RECORDED = pathlib.Path(__file__).parent.parent / "recorded" / "autogenerate.json"
NAMES = dict(sa=sa, CheckConstraint=CheckConstraint, Column=Column, ForeignKey=ForeignKey,
             ForeignKeyConstraint=ForeignKeyConstraint, Index=Index, PrimaryKeyConstraint=PrimaryKeyConstraint, Table=Table,
             UniqueConstraint=UniqueConstraint, func=func, text=text, mssql=mssql, postgresql=postgresql, sqlite=sqlite)
OPTIONS = {"sqlalchemy_module_prefix": "sa.", "alembic_module_prefix": "op.", "user_module_prefix": None}


def build(source):
    metadata = MetaData()
    exec(source, {**NAMES, "m": metadata, "__name__": "cases"})
    return metadata


def rendered(context, upgrade_ops):
    def body(container):
        return render._indent(render._render_cmd_body(container, context))

    upgrades, downgrades = body(upgrade_ops), body(upgrade_ops.reverse())
    return {"upgrades": upgrades, "downgrades": downgrades, "imports": sorted(context.imports)}


def compared(engine, before, after, options):
    with engine.connect() as connection:
        before.create_all(connection)
        migration = MigrationContext.configure(connection, opts={**OPTIONS, **options, "target_metadata": after})
        context = api.AutogenContext(migration, after)
        upgrade_ops = ops.UpgradeOps([])
        with logged() as messages:
            api.compare._produce_net_changes(context, upgrade_ops)
        return {**rendered(context, upgrade_ops), "log": messages}


@contextlib.contextmanager
def logged():
    """What the comparators log, without the addresses of objects."""
    messages = []
    handler = logging.Handler()
    handler.emit = lambda record: messages.append(
        [record.name, re.sub(r"<([\w.]+) object at 0x[0-9a-f]+>", r"\1", record.getMessage())]
    )
    logger = logging.getLogger("alembic.autogenerate.compare")
    logger.setLevel(logging.INFO)
    logger.addHandler(handler)
    yield messages
    logger.removeHandler(handler)


def only_rendered(dialect, metadata):
    migration = MigrationContext.configure(dialect_name=dialect, opts={**OPTIONS, "target_metadata": metadata})
    context = api.AutogenContext(migration, metadata, autogenerate=False)
    upgrade_ops = ops.UpgradeOps([])
    for table in context.sorted_tables:
        upgrade_ops.ops.append(ops.CreateTableOp.from_table(table))
        indexes = [ops.CreateIndexOp.from_index(i) for i in sorted(table.indexes, key=lambda i: i.name)]
        if indexes:
            upgrade_ops.ops.append(ops.ModifyTableOps(table.name, indexes, schema=table.schema))
    return rendered(context, upgrade_ops)


def attempt(function, *args):
    """What the real tool refuses is recorded as its error."""
    try:
        return function(*args)
    except Exception as error:  # noqa: BLE001
        return {"error": f"{type(error).__name__}: {error}"}


def fresh_postgresql(url):
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP SCHEMA public CASCADE; CREATE SCHEMA public; DROP SCHEMA IF EXISTS other CASCADE; CREATE SCHEMA other")
    return engine


def record(url):
    recorded = []
    for name, (before, after) in cases.PAIRS.items():
        recorded.append(pair(name, "sqlite", before, after, sa.create_engine("sqlite://")))
    if url is not None:
        for name, (before, after) in {**cases.PAIRS, **cases.POSTGRESQL_PAIRS}.items():
            engine = fresh_postgresql(url)
            recorded.append(pair(name, "postgresql", before, after, engine))
            engine.dispose()
    else:
        old = json.loads(RECORDED.read_text())["cases"] if RECORDED.exists() else []
        recorded += [case for case in old if case["dialect"] == "postgresql" and case["before"] is not None]
    for name, source in cases.RENDERED.items():
        for dialect in ("sqlite",) if name == "many columns" else ("postgresql", "sqlite", "mssql"):
            metadata = build(source)
            recorded.append({
                "name": name, "dialect": dialect, "options": {}, "before": None,
                "after": metadata_json(metadata), "expected": attempt(only_rendered, dialect, metadata),
            })
    return recorded


def pair(name, dialect, before, after, engine):
    options = cases.PAIR_OPTIONS.get(name, {})
    return {
        "name": name, "dialect": dialect, "options": options, "before": metadata_json(build(before)),
        "after": metadata_json(build(after)),
        "expected": attempt(compared, engine, build(before), build(after), options),
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--postgresql", metavar="URL")
    parser.add_argument("--check", action="store_true", help="write nothing; fail when the recording is stale")
    arguments = parser.parse_args()
    warnings.simplefilter("ignore")
    recorded = record(arguments.postgresql)
    versions = json.dumps({"alembic": alembic.__version__, "sqlalchemy": sa.__version__})
    lines = ",\n".join(json.dumps(case, ensure_ascii=False, separators=(",", ":")) for case in recorded)
    result = f'{{"versions":{versions},"cases":[\n{lines}\n]}}\n'
    if arguments.check:
        sys.exit(0 if result == RECORDED.read_text() else f"{RECORDED.name} is stale: run {pathlib.Path(__file__).name}")
    RECORDED.parent.mkdir(exist_ok=True)
    RECORDED.write_text(result)
    failed = [case for case in recorded if "error" in case["expected"]]
    print(len(recorded), "cases,", len(failed), "that the real tool refuses")
    for case in failed:
        print(case["dialect"], case["name"], case["expected"]["error"][:150])
