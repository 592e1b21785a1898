"""A pytest plugin that records what Alembic's own tests make the real Alembic answer.

Per test: the statements of each operation on each `op_fixture`, what `render_…` gave, the `--sql` commands run in the
staging folder with its files, and the questions asked of revision graphs. Written as JSON to $RETORT_SUITE_OUT.
"""

import contextlib
import functools
import inspect
import json
import os
import re

import pytest

RECORDS = []
GRAPHS = {}
CURRENT = None
DEPTH = {"op": 0, "render": 0, "graph": 0}


def plain(value):
    """The message without addresses and without SQLAlchemy's link line."""
    text = re.sub(r" at 0x[0-9a-f]+", "", str(value))
    return text.split("\n(Background")[0]


def failure(error):
    return {"type": type(error).__name__, "message": plain(error)}


# -- tests


@pytest.hookimpl(hookwrapper=True, tryfirst=True)
def pytest_runtest_protocol(item, nextitem):
    global CURRENT
    callspec = getattr(item, "callspec", None)
    CURRENT = {
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
    RECORDS.append(CURRENT)
    yield
    CURRENT = None


def pytest_runtest_logreport(report):
    if CURRENT is not None and report.when == "call":
        CURRENT["outcome"] = report.outcome


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
            if self.outer or self.operations is None or CURRENT is None
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
            CURRENT["live"].append(self.live)
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
    if CURRENT is None or not CURRENT["contexts"]:
        return None
    return CURRENT["contexts"][-1]


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
        if CURRENT is not None:
            CURRENT["contexts"].append(record)
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
            if not outer and CURRENT is not None:
                CURRENT["rendered"].append(
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
            CURRENT is None
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
        CURRENT["commands"].append(record)
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


# -- revision graphs


def tuple_of(value):
    if value is None:
        return []
    return [value] if isinstance(value, str) else list(value)


def revision_data(revision):
    return {
        "revision": revision.revision,
        "down": tuple_of(revision.down_revision),
        "labels": sorted(revision._orig_branch_labels),
        "depends": tuple_of(revision.dependencies),
    }


def snapshot(map_):
    text = json.dumps(getattr(map_, "_recorded_revisions", None))
    return GRAPHS.setdefault(text, len(GRAPHS))


def jsonable(value):
    from alembic.script.revision import Revision

    if isinstance(value, Revision):
        return value.revision
    if isinstance(value, bytes):
        return {"bytes": value.decode()}
    if isinstance(value, (str, int, bool, type(None))):
        return value
    if isinstance(value, (list, tuple)):
        return [jsonable(each) for each in value]
    if isinstance(value, (set, frozenset)):
        return {"set": sorted(str(jsonable(each)) for each in value)}
    if hasattr(value, "from_revisions_no_deps"):
        return {
            "up": value.is_upgrade,
            "from": jsonable(value.from_revisions_no_deps),
            "to": jsonable(value.to_revisions_no_deps),
        }
    if hasattr(value, "__iter__"):
        return [jsonable(each) for each in value]
    return {"other": type(value).__name__}


def wrap_question(cls, name, map_of):
    original = cls.__dict__[name]
    lazy = name in ("iterate_revisions", "walk_revisions")

    @functools.wraps(original)
    def wrapped(self, *args, **kwargs):
        if CURRENT is None or DEPTH["graph"] > 0:
            return original(self, *args, **kwargs)
        DEPTH["graph"] += 1
        entry = {
            "method": f"{cls.__name__}.{name}",
            "args": jsonable(args),
            "kwargs": {key: jsonable(value) for key, value in kwargs.items()},
            "result": None,
            "error": None,
        }
        try:
            result = original(self, *args, **kwargs)
            if hasattr(result, "__next__"):
                return iterated(result, entry, map_of(self))
            entry["result"] = jsonable(result)
        except Exception as error:
            entry["error"] = failure(error)
            raise
        finally:
            DEPTH["graph"] -= 1
            # The answer of a generator comes when it is asked for.
            if entry["error"] or entry["result"] is not None or not lazy:
                note(entry, map_of(self))
        return result

    setattr(cls, name, wrapped)


def wrap_head_maintainer(cls):
    """How a step moves the rows of the version table."""
    original = cls.update_to_step

    @functools.wraps(original)
    def update_to_step(self, step):
        map_ = getattr(step, "revision_map", None)
        if CURRENT is None or map_ is None:
            return original(self, step)
        script = getattr(step, "revision", None)
        entry = {
            "method": "HeadMaintainer.update_to_step",
            "args": [
                sorted(self.heads),
                (
                    {"up": step.is_upgrade, "revision": script.revision}
                    if script is not None
                    else {
                        "up": step.is_upgrade,
                        "from": list(step.from_),
                        "to": list(step.to_),
                        "branchMove": step.branch_move,
                    }
                ),
            ],
            "kwargs": {},
            "result": None,
            "error": None,
        }
        DEPTH["graph"] += 1
        try:
            original(self, step)
            entry["result"] = sorted(self.heads)
        except Exception as error:
            entry["error"] = failure(error)
            raise
        finally:
            DEPTH["graph"] -= 1
            note(entry, map_)

    cls.update_to_step = update_to_step


def note(entry, map_):
    if hasattr(map_, "_recorded_revisions"):
        entry["graph"] = snapshot(map_)
        CURRENT["graph"].append(entry)


def iterated(generator, entry, map_):
    DEPTH["graph"] += 1
    try:
        items = list(generator)
        entry["result"] = jsonable(items)
    except Exception as error:
        entry["error"] = failure(error)
        raise
    finally:
        DEPTH["graph"] -= 1
        note(entry, map_)
    yield from items


CREATED = []


def wrap_revision(cls):
    original = cls.__init__

    @functools.wraps(original)
    def __init__(
        self, revision, down_revision, dependencies=None, branch_labels=None
    ):
        CREATED.append(
            {
                "revision": revision,
                "down": tuple_of(down_revision),
                "labels": sorted(tuple_of(branch_labels)),
                "depends": tuple_of(dependencies),
            }
        )
        original(self, revision, down_revision, dependencies, branch_labels)

    cls.__init__ = __init__


def wrap_graph(revision, base):
    wrap_revision(revision.Revision)
    map_cls = revision.RevisionMap
    init = map_cls.__init__

    @functools.wraps(init)
    def __init__(self, generator):
        def recorded():
            self._recorded_revisions = []
            CREATED.clear()
            try:
                for each in generator():
                    self._recorded_revisions.append(revision_data(each))
                    yield each
            except revision.RevisionError:
                # A revision that refuses to be made never reaches the map.
                self._recorded_revisions = list(CREATED)
                raise

        init(self, recorded)

    map_cls.__init__ = __init__
    add = map_cls.add_revision

    @functools.wraps(add)
    def add_revision(self, added, _replace=False):
        # Loads what was there before.
        self._revision_map
        data = revision_data(added)
        if _replace:
            self._recorded_revisions = [
                data if each["revision"] == data["revision"] else each
                for each in self._recorded_revisions
            ]
        else:
            self._recorded_revisions = [*self._recorded_revisions, data]
        # What it asks of itself meanwhile is half done.
        DEPTH["graph"] += 1
        try:
            return add(self, added, _replace)
        finally:
            DEPTH["graph"] -= 1

    map_cls.add_revision = add_revision
    for name in (
        "get_revision",
        "get_revisions",
        "get_current_head",
        "iterate_revisions",
        "filter_for_lineage",
        "_parse_upgrade_target",
        "_parse_downgrade_target",
        "_get_all_current",
    ):
        wrap_question(map_cls, name, lambda self: self)
    for name in (
        "_upgrade_revs",
        "_downgrade_revs",
        "_stamp_revs",
        "walk_revisions",
        "get_revisions",
        "get_revision",
        "get_all_current",
        "as_revision_number",
        "get_current_head",
        "get_heads",
        "get_bases",
        "get_base",
        "iterate_revisions",
    ):
        wrap_question(base.ScriptDirectory, name, lambda self: self.revision_map)
    for name in ("heads", "bases", "_real_heads", "_real_bases"):
        memoized = map_cls.__dict__[name]
        setattr(map_cls, name, RecordedProperty(name, memoized))
    memoized = map_cls.__dict__["_revision_map"]
    map_cls._revision_map = RecordedMap(memoized)


class RecordedProperty:
    """A memoised property of the map: asked by a test, it is a question too."""

    def __init__(self, name, memoized):
        self.name = name
        self.memoized = memoized

    def __get__(self, instance, owner):
        if instance is None:
            return self
        if CURRENT is None or DEPTH["graph"] > 0:
            return self.value(instance)
        DEPTH["graph"] += 1
        entry = {
            "method": f"RevisionMap.{self.name}",
            "args": [],
            "kwargs": {},
            "result": None,
            "error": None,
        }
        try:
            value = self.value(instance)
            entry["result"] = jsonable(value)
            return value
        except Exception as error:
            entry["error"] = failure(error)
            raise
        finally:
            DEPTH["graph"] -= 1
            if hasattr(instance, "_recorded_revisions"):
                entry["graph"] = snapshot(instance)
                CURRENT["graph"].append(entry)

    def __set__(self, instance, value):
        instance.__dict__[self.name] = value

    def __delete__(self, instance):
        instance.__dict__.pop(self.name, None)

    def value(self, instance):
        if self.name in instance.__dict__:
            return instance.__dict__[self.name]
        value = self.memoized.fget(instance)
        instance.__dict__[self.name] = value
        return value


class RecordedMap(RecordedProperty):
    """Loading the map is a question whose answer is an error or nothing."""

    def __init__(self, memoized):
        super().__init__("_revision_map", memoized)

    def __get__(self, instance, owner):
        if instance is None:
            return self
        if "_revision_map" in instance.__dict__ or CURRENT is None or DEPTH["graph"] > 0:
            return self.value(instance)
        DEPTH["graph"] += 1
        error = None
        try:
            return self.value(instance)
        except Exception as raised:
            error = failure(raised)
            raise
        finally:
            DEPTH["graph"] -= 1
            if hasattr(instance, "_recorded_revisions"):
                CURRENT["graph"].append(
                    {
                        "method": "RevisionMap._revision_map",
                        "args": [],
                        "kwargs": {},
                        "result": None,
                        "error": error,
                        "graph": snapshot(instance),
                    }
                )


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
