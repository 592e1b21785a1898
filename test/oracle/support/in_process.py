"""Runs many alembic command lines in one process. Reads them as JSON from standard input; writes what each did.

A request: {"argv": [...], "cwd": folder, "environ": {...}, "restore": {file: backup}, "database": file or null}.
"""

import contextlib
import io
import json
import os
import shutil
import sqlite3
import sys
import traceback
import warnings



class Switch:
    """Standard output for those who keep the stream that they found when they were imported, as alembic's Config does."""

    encoding = "utf-8"
    target = io.StringIO()

    def write(self, text):
        return self.target.write(text)

    def flush(self):
        pass


sys.stdout = switch = Switch()

from alembic.config import CommandLine  # noqa: E402

warnings.simplefilter("ignore")


def versions(database):
    if database is None or not os.path.exists(database):
        return None
    connection = sqlite3.connect(database)
    try:
        return sorted(row[0] for row in connection.execute("select version_num from alembic_version"))
    except sqlite3.Error:
        return None
    finally:
        connection.close()


def run(request):
    path, environ = list(sys.path), dict(os.environ)
    before = set(sys.modules)
    os.chdir(request["cwd"])
    for file, backup in request.get("restore", {}).items():
        shutil.copy(backup, file)
    os.environ.update(request.get("environ", {}))
    out, err = io.StringIO(), io.StringIO()
    result = {"code": 0, "crash": None}
    switch.target = out
    with contextlib.redirect_stderr(err):
        try:
            CommandLine(prog="alembic").main(argv=request["argv"])
        except SystemExit as exit_:
            result["code"] = (exit_.code or 0) % 256
        except BaseException:
            result["crash"] = traceback.format_exc()
    result.update(stdout=out.getvalue(), stderr=err.getvalue())
    result["versions"] = versions(request.get("database"))
    sys.path[:] = path
    os.environ.clear()
    os.environ.update(environ)
    # The project's own modules are those of another project next time.
    for name in set(sys.modules) - before:
        file = getattr(sys.modules[name], "__file__", None) or ""
        if file.startswith(request["cwd"]):
            del sys.modules[name]
    return result


sys.dont_write_bytecode = True
json.dump([run(request) for request in json.load(sys.stdin)], sys.__stdout__)
