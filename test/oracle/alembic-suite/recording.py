"""What the recording plugin of Alembic's tests shares: the test that runs, and values as data."""

import re

RECORDS = []
GRAPHS = {}
# How deep in a wrapped call we are: what it calls itself is not recorded.
DEPTH = {"op": 0, "render": 0, "graph": 0}


class State:
    """`current`: the record of the test that runs."""

    current = None


STATE = State()


def plain(value):
    """The message without addresses and without SQLAlchemy's link line."""
    text = re.sub(r" at 0x[0-9a-f]+", "", str(value))
    return text.split("\n(Background")[0]


def failure(error):
    return {"type": type(error).__name__, "message": plain(error)}


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
