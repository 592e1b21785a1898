"""Real Alembic for the comparison of mutations: one process that has the libraries imported, and a fork per request.

Requests and answers are lines of JSON. Started in a project's folder; its argument: the top-level packages that every request
imports anew, separated by commas.
"""

import json
import logging
import os
import sys
import traceback
import warnings

warnings.simplefilter("ignore")
logging.disable(logging.CRITICAL)
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
sys.dont_write_bytecode = True

from mutate import mutate  # noqa: E402

OWN = tuple(sys.argv[1].split(","))
sys.path.insert(0, os.getcwd())
sys.path.append(os.environ["RETORT_LIBRARIES"])


def in_fork(work):
    """What a fork makes of it, as JSON."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, 1)
        try:
            answer = work()
        except BaseException as error:  # noqa: BLE001
            where = traceback.extract_tb(error.__traceback__)[-1]
            answer = {"error": f"{type(error).__name__}: {error}", "place": f"{where.filename}:{where.lineno}"}
        with os.fdopen(writer, "w") as out:
            json.dump(answer, out)
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as out:
        text = out.read()
    os.waitpid(child, 0)
    return json.loads(text) if text else {"error": "the process died", "place": ""}


def is_own(name):
    return name.split(".")[0] in OWN


def library_modules(modules):
    """Everything else that the models import."""
    import importlib

    before = set(sys.modules)
    for name in modules:
        importlib.import_module(name)
    return [name for name in sys.modules if name not in before and not is_own(name)]


def warm(modules):
    import importlib

    import alembic.autogenerate  # noqa: F401
    import alembic.command  # noqa: F401
    import psycopg2  # noqa: F401
    import sqlalchemy.dialects.postgresql  # noqa: F401
    import sqlalchemy.dialects.sqlite  # noqa: F401
    import sqlalchemy.orm  # noqa: F401

    found = in_fork(lambda: {"modules": library_modules(modules)})
    for name in found.get("modules", ()):
        # Those that keep a MetaData of their own must be as new.
        if name.split(".")[0] in ("sqlmodel", "flask_sqlalchemy"):
            continue
        try:
            importlib.import_module(name)
        except BaseException:  # noqa: BLE001
            pass
    return {"error": found.get("error")}


def run_command(request):
    from alembic import command
    from alembic.config import Config

    config = Config(request["ini"], stdout=open(os.devnull, "w"))
    config.set_main_option("sqlalchemy.url", request["url"].replace("%", "%%"))
    if request["command"] == "revision":
        script = command.revision(config, message="mutation", autogenerate=True, rev_id=request["revId"])
        return {"path": None if script is None else script.path}
    if request["command"] == "upgrade":
        command.upgrade(config, request["revision"])
    elif request["command"] == "downgrade":
        command.downgrade(config, request["revision"])
    elif request["command"] == "check":
        command.check(config)
    else:
        raise ValueError(request["command"])
    return {}


def answer(request):
    if request["command"] == "mutate":
        with open(request["file"], encoding="utf-8") as source:
            text, told = mutate(source.read(), request["seed"])
        return {"text": text, "told": told}
    if request["command"] == "warm":
        return warm(request["modules"])
    return in_fork(lambda: run_command(request))


out = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)
for line in sys.stdin:
    out.write(json.dumps(answer(json.loads(line))) + "\n")
    out.flush()
