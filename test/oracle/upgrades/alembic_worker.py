"""Real Alembic's commands for one project, one per line of standard input, so that Python starts once for a whole walk.

A request is JSON: {"url": ..., "command": "upgrade" | "downgrade" | "sql" | "plan" | "prepare", "target": ...}. The answer
is one line: {"error": null or its text, "plan": [...], "sql": ...}.
"""

import io
import json
import sys
import warnings

warnings.simplefilter("ignore")

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory


def plan(config):
    """All revisions in the order in which an upgrade of an empty database runs them, with their down revisions."""
    script = ScriptDirectory.from_config(config)
    steps = script._upgrade_revs("heads", None)
    return [[step.revision.revision, list(step.revision._all_down_revisions)] for step in steps]


def answer(ini, request):
    sql = io.StringIO()
    config = Config(ini, stdout=io.StringIO(), output_buffer=sql)
    config.set_main_option("sqlalchemy.url", request["url"].replace("%", "%%"))
    kind = request["command"]
    if kind == "plan":
        return {"plan": plan(config)}
    if kind == "prepare":
        from sqlalchemy import create_engine

        engine = create_engine(request["url"])
        exec(request["target"], {"engine": engine})
        engine.dispose()
    elif kind == "upgrade" or kind == "sql":
        command.upgrade(config, request["target"], sql=kind == "sql")
    else:
        command.downgrade(config, request["target"])
    return {"sql": sql.getvalue()}


def main():
    ini = sys.argv[1]
    answers = sys.stdout
    # Scripts print.
    sys.stdout = sys.stderr
    for line in sys.stdin:
        result = {"error": None, "plan": [], "sql": ""}
        try:
            result |= answer(ini, json.loads(line))
        except BaseException as error:
            result["error"] = f"{type(error).__name__}: {error}"
        answers.write(json.dumps(result) + "\n")
        answers.flush()


main()
