"""A pytest plugin that records what Alembic's own tests make the real Alembic answer.

Per test: the statements of each operation on each `op_fixture`, what `render_…` gave, the `--sql` commands run in the
staging folder with its files, and the questions asked of revision graphs. Written as JSON to $RETORT_SUITE_OUT.
"""

import contextlib
import functools
import inspect
import json
import os

import pytest

from instrument_graph import wrap_graph
from instrument_graph import wrap_head_maintainer
from recording import DEPTH
from recording import failure
from recording import GRAPHS
from recording import jsonable
from recording import plain
from recording import RECORDS
from recording import STATE

# -- tests


@pytest.hookimpl(hookwrapper=True, tryfirst=True)
def pytest_runtest_protocol(item, nextitem):
    callspec = getattr(item, "callspec", None)
    STATE.current = {
        "file": os.path.basename(str(item.path)),
        "cls": item.cls.__name__.split("_")[0] if item.cls else None,
        "function": item.originalname or item.name,
        "id": item.name,
        "indices": dict(callspec.indices) if callspec else {},
        "literals": {
            name: value
            for name, value in (callspec.params if callspec else {}).items()
            if isinstance(value, (str, int, bool, type(None)))
        },
        "outcome": "skipped",
        "contexts": [],
        "live": [],
        "rendered": [],
        "commands": [],
        "graph": [],
    }
    RECORDS.append(STATE.current)
    yield
    STATE.current = None


def pytest_runtest_logreport(report):
    if STATE.current is not None and report.when == "call":
        STATE.current["outcome"] = report.outcome


def pytest_sessionfinish(session):
    import alembic
    import sqlalchemy

    with open(os.environ["RETORT_SUITE_OUT"], "w") as out:
        json.dump(
            {
                "versions": {
                    "alembic": alembic.__version__,
                    "sqlalchemy": sqlalchemy.__version__,
                },
                "tests": RECORDS,
                "graphs": [json.loads(text) for text in GRAPHS],
            },
            out,
        )


# -- operations


def sqlite_connection(operations):
    """The live SQLite connection of operations, or None."""
    from sqlalchemy.engine import Connection

    connection = getattr(operations.migration_context, "connection", None)
    if isinstance(connection, Connection) and connection.dialect.name == "sqlite":
        return connection
    return None


class Event:
    """What one operation wrote, or how it failed."""

    def __init__(self, name, operations=None):
        self.name = name
        self.operations = operations
        self.live = None

    def __enter__(self):
        from sqlalchemy import event

        self.outer = DEPTH["op"] > 0
        DEPTH["op"] += 1
        connection = (
            None
            if self.outer or self.operations is None or STATE.current is None
            else sqlite_connection(self.operations)
        )
        if connection is not None:
            raw = connection.connection.driver_connection
            self.live = {
                "op": self.name,
                "before": "\n".join(raw.iterdump()),
                "statements": [],
                "error": None,
            }

            def executed(conn, cursor, statement, parameters, context, many):
                self.live["statements"].append(statement)

            self.listener = executed
            self.connection = connection
            event.listen(connection, "before_cursor_execute", executed)
        context = active_context()
        self.context = context
        self.start = len(context["lines"]) if context else 0

    def __exit__(self, kind, error, traceback):
        DEPTH["op"] -= 1
        if self.live is not None:
            from sqlalchemy import event

            event.remove(self.connection, "before_cursor_execute", self.listener)
            self.live["error"] = None if error is None else failure(error)
            STATE.current["live"].append(self.live)
        if self.outer or self.context is None:
            return
        self.context["events"].append(
            {
                "op": self.name,
                "statements": self.context["lines"][self.start :],
                "error": None if error is None else failure(error),
            }
        )


def active_context():
    if STATE.current is None or not STATE.current["contexts"]:
        return None
    return STATE.current["contexts"][-1]


def record_op_fixture(original):
    @functools.wraps(original)
    def op_fixture(
        dialect="default",
        as_sql=False,
        naming_convention=None,
        literal_binds=False,
        native_boolean=None,
    ):
        context = original(
            dialect, as_sql, naming_convention, literal_binds, native_boolean
        )
        buffer = context.get_buf()
        record = {
            "dialect": dialect,
            "asSql": bool(as_sql),
            "literalBinds": bool(literal_binds),
            "nativeBoolean": native_boolean,
            "lines": [],
            "events": [],
        }
        write = buffer.write

        def recorded(text):
            record["lines"].append({"text": text, "literal": None})
            write(text)

        buffer.write = recorded
        connection = context.connection
        if connection is not None:
            connection.execute = recording_parameters(
                connection.execute, connection.dialect, record
            )
        if STATE.current is not None:
            STATE.current["contexts"].append(record)
        return context

    return op_fixture


def recording_parameters(execute, dialect, record):
    """An online run sends a statement and its parameters: also written as statements with the values in them."""

    def recorded(statement, *multiparams, **params):
        before = len(record["lines"])
        result = execute(statement, *multiparams, **params)
        line = record["lines"][before]
        sets = multiparams[0] if multiparams and multiparams[0] else [{}]
        if isinstance(sets, dict):
            sets = [sets]
        if getattr(statement, "is_dml", False):
            try:
                line["literal"] = [
                    str(
                        (statement.values(**each) if each else statement).compile(
                            dialect=dialect, compile_kwargs={"literal_binds": True}
                        )
                    )
                    for each in sets
                ]
            except Exception as error:
                line["literal"] = [plain(error)]
        return result

    return recorded


def wrap_event(cls, name, event_name):
    original = getattr(cls, name)

    @functools.wraps(original)
    def wrapped(self, *args, **kwargs):
        label = event_name or type(args[0]).__name__
        with Event(label, None if event_name else self):
            return original(self, *args, **kwargs)

    setattr(cls, name, wrapped)


def wrap_batch(cls):
    original = cls.batch_alter_table

    @contextlib.contextmanager
    def batch_alter_table(self, *args, **kwargs):
        with Event("batch_alter_table", self):
            with original(self, *args, **kwargs) as batch:
                yield batch

    cls.batch_alter_table = batch_alter_table


def wrap_expected_errors(assertions):
    """An error that no operation recorded (a directive that refuses its arguments) counts where the test expects it."""
    original = assertions._expect_raises

    @contextlib.contextmanager
    def _expect_raises(*args, **kwargs):
        context = active_context()
        before = len(context["events"]) if context else 0
        with original(*args, **kwargs) as container:
            yield container
        if context is None or container.error is None:
            return
        events = context["events"][before:]
        if not any(event["error"] for event in events):
            context["events"].append(
                {"op": "raise", "statements": [], "error": failure(container.error)}
            )

    assertions._expect_raises = _expect_raises


# -- rendering


def wrap_render(module, name):
    original = getattr(module, name)

    @functools.wraps(original)
    def wrapped(*args, **kwargs):
        outer = DEPTH["render"] > 0
        DEPTH["render"] += 1
        text, error = None, None
        try:
            text = original(*args, **kwargs)
            return text
        except Exception as err:
            error = failure(err)
            raise
        finally:
            DEPTH["render"] -= 1
            if not outer and STATE.current is not None:
                STATE.current["rendered"].append(
                    {
                        "how": name,
                        "text": text if isinstance(text, str) else None,
                        "error": error,
                    }
                )

    setattr(module, name, wrapped)
    return original, wrapped


# -- `--sql` commands


def folder_files(config):
    """alembic.ini and the script folder, as text, relative to the folder of alembic.ini."""
    root = os.path.dirname(os.path.abspath(config.config_file_name))
    files = {}
    for base, folders, names in os.walk(root):
        folders[:] = [name for name in folders if name != "__pycache__"]
        for name in names:
            path = os.path.join(base, name)
            try:
                with open(path, encoding="utf-8") as handle:
                    files[os.path.relpath(path, root)] = handle.read()
            except (UnicodeDecodeError, OSError):
                pass
    return files


def wrap_command(command, name):
    from sqlalchemy.util import decorator

    original = getattr(command, name)

    # Keeps the parameters as they are: the command line reads them from the code object.
    @decorator
    def recorded(function, *args, **kwargs):
        given = inspect.signature(original).bind(*args, **kwargs).arguments
        config = given["config"]
        ini = config.config_file_name
        if (
            STATE.current is None
            or not given.get("sql")
            or ini is None
            or not os.path.exists(ini)
        ):
            return function(*args, **kwargs)
        record = {
            "command": name,
            "revision": jsonable(given.get("revision", given.get("revisions"))),
            "tag": given.get("tag"),
            "purge": bool(given.get("purge")),
            "ini": os.path.basename(ini),
            "files": folder_files(config),
            "configure": [],
            "output": None,
            "error": None,
        }
        STATE.current["commands"].append(record)
        OUTPUTS.append(record)
        try:
            return function(*args, **kwargs)
        except Exception as error:
            record["error"] = failure(error)
            raise
        finally:
            OUTPUTS.pop()

    setattr(command, name, recorded(original))


OUTPUTS = []


def wrap_configure(migration):
    """The text of a `--sql` run is what its context writes; its options are those that are plain data."""
    original = migration.MigrationContext.__init__

    @functools.wraps(original)
    def __init__(self, dialect, connection, opts, environment_context=None):
        original(self, dialect, connection, opts, environment_context)
        if not OUTPUTS:
            return
        record = OUTPUTS[-1]
        record["configure"].append(
            {
                "dialect": dialect.name,
                "paramstyle": dialect.paramstyle,
                **{
                    key: value
                    for key, value in opts.items()
                    if isinstance(value, (str, bool, int, type(None)))
                },
                "other": sorted(
                    key
                    for key, value in opts.items()
                    if not isinstance(value, (str, bool, int, type(None)))
                ),
            }
        )
        output = self.output_buffer
        if output is None:
            return
        record["output"] = record["output"] or ""

        class Recorded:
            def write(self, text):
                if isinstance(text, bytes):
                    record["output"] += text.decode("utf-8")
                else:
                    record["output"] += text
                return output.write(text)

            def __getattr__(self, name):
                return getattr(output, name)

        self.output_buffer = Recorded()
        self.impl.output_buffer = self.output_buffer

    migration.MigrationContext.__init__ = __init__


# -- installation, before any test module is imported


@pytest.hookimpl(tryfirst=True)
def pytest_collection(session):
    from alembic import autogenerate
    from alembic import command
    from alembic.autogenerate import render
    from alembic.operations import base as operations
    from alembic.operations import batch
    from alembic.runtime import migration
    from alembic.script import base
    from alembic.script import revision
    from alembic.testing import assertions
    from alembic.testing import fixtures

    fixtures.op_fixture = record_op_fixture(fixtures.op_fixture)
    wrap_event(operations.AbstractOperations, "invoke", None)
    wrap_event(batch.ApplyBatchImpl, "_create", "ApplyBatchImpl")
    wrap_batch(operations.AbstractOperations)
    wrap_expected_errors(assertions)
    for name in (
        "render_op_text",
        "_render_column",
        "_repr_type",
        "_render_server_default",
        "_render_constraint",
        "_render_check_constraint",
        "_render_unique_constraint",
        "_render_foreign_key",
    ):
        original, wrapped = wrap_render(render, name)
        if hasattr(autogenerate, name):
            setattr(autogenerate, name, wrapped)
        for kind, function in render._constraint_renderers._registry.items():
            if function is original:
                render._constraint_renderers._registry[kind] = wrapped
    from alembic.autogenerate import api

    _, wrapped = wrap_render(api, "render_python_code")
    autogenerate.render_python_code = wrapped
    for name in ("upgrade", "downgrade", "stamp"):
        wrap_command(command, name)
    wrap_configure(migration)
    wrap_graph(revision, base)
    wrap_head_maintainer(migration.HeadMaintainer)
