"""Records the questions that Alembic's tests ask of revision graphs, and the answers."""

import functools
import json

from recording import DEPTH
from recording import failure
from recording import GRAPHS
from recording import jsonable
from recording import STATE


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


def wrap_question(cls, name, map_of):
    original = cls.__dict__[name]
    lazy = name in ("iterate_revisions", "walk_revisions")

    @functools.wraps(original)
    def wrapped(self, *args, **kwargs):
        if STATE.current is None or DEPTH["graph"] > 0:
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
        if STATE.current is None or map_ is None:
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
        STATE.current["graph"].append(entry)


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
        if STATE.current is None or DEPTH["graph"] > 0:
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
                STATE.current["graph"].append(entry)

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
        if "_revision_map" in instance.__dict__ or STATE.current is None or DEPTH["graph"] > 0:
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
                STATE.current["graph"].append(
                    {
                        "method": "RevisionMap._revision_map",
                        "args": [],
                        "kwargs": {},
                        "result": None,
                        "error": error,
                        "graph": snapshot(instance),
                    }
                )
