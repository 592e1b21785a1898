"""What real Alembic makes of a history: its listings, and the SQL of every revision by itself and of whole runs.

One process answers for one tree. Its argument names a JSON file of jobs; the answers go to standard output, one JSON
document per line. Each job that runs scripts does so in a fork, so that no script sees what another left in a module.
A script whose imports fail keeps its place in the graph: its identifiers are read from its text, and running it raises
the error of the import.
"""

import ast
import io
import json
import logging
import os
import sys
import traceback
import types
import warnings

from alembic import command, util
from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import MigrationStep
from alembic.script import ScriptDirectory
import alembic.script.base as script_base

warnings.simplefilter("ignore")
logging.disable(logging.CRITICAL)

IDENTIFIERS = ("revision", "down_revision", "branch_labels", "depends_on")
real_load = util.load_python_file
import_errors = {}


def load(directory, filename):
    path = os.path.join(str(directory), str(filename))
    try:
        return real_load(directory, filename)
    except Exception as error:
        if filename == "env.py":
            raise
        import_errors[path] = error
        return stand_in(path, error)


def stand_in(path, error):
    with open(path, encoding="utf-8") as source:
        tree = ast.parse(source.read())
    module = types.ModuleType("stand_in")
    module.__doc__ = ast.get_docstring(tree, clean=False)
    for node in tree.body:
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        for target in targets:
            if isinstance(target, ast.Name) and target.id in IDENTIFIERS and node.value is not None:
                setattr(module, target.id, ast.literal_eval(node.value))

    # Their names are printed: "Running upgrade …".
    def upgrade():
        raise error

    def downgrade():
        raise error

    module.upgrade, module.downgrade = upgrade, downgrade
    return module


util.load_python_file = load
script_base.util.load_python_file = load


def place(error, versions):
    """The innermost line of a revision file in a traceback."""
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        if any(frame.filename.startswith(folder) for folder in versions):
            return f"{os.path.basename(frame.filename)}:{frame.lineno}"
    return None


def compile_run(tree, script, url, starting, steps):
    """`alembic … --sql`, for steps that are given instead of a range."""
    buffer = io.StringIO()
    config = Config(tree["ini"], output_buffer=buffer)
    config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    error = None
    try:
        with EnvironmentContext(
            config, script, fn=steps, as_sql=True, starting_rev=starting, destination_rev=None, tag=None
        ):
            script.run_env()
    except BaseException as raised:
        error = {
            "type": type(raised).__name__,
            "message": str(raised),
            "place": place(raised, tree["versions"]),
            "isImport": any(raised is each for each in import_errors.values())
            or isinstance(raised, ImportError),
        }
    return {"sql": buffer.getvalue(), "error": error}


def step_of(script, revision_map, direction):
    if direction == "upgrade":
        return MigrationStep.upgrade_from_script(revision_map, script)
    return MigrationStep.downgrade_from_script(revision_map, script)


def revision_job(tree, script, job):
    revision = script.get_revision(job["revision"])
    starting = revision._versioned_down_revisions if job["direction"] == "upgrade" else (revision.revision,)

    def steps(rev, context):
        return [step_of(revision, script.revision_map, job["direction"])]

    return compile_run(tree, script, job["url"], starting or None, steps)


def whole_job(tree, script, job):
    """The whole history, in which the revisions of `without` do nothing."""

    def nothing():
        pass

    nothing.__name__ = job["direction"]
    for revision in job["without"]:
        setattr(script.get_revision(revision).module, job["direction"], nothing)
    if job["direction"] == "upgrade":
        return compile_run(tree, script, job["url"], None, lambda rev, context: script._upgrade_revs("heads", rev))
    return compile_run(
        tree, script, job["url"], job["from"], lambda rev, context: script._downgrade_revs("base", rev)
    )


def listing_job(tree, script, job):
    buffer = io.StringIO()
    config = Config(tree["ini"], stdout=buffer)
    error = None
    try:
        getattr(command, job["command"])(config, **job["options"])
    except Exception as raised:
        error = str(raised)
    return {"text": buffer.getvalue(), "error": error}


def import_error(path):
    try:
        real_load(*os.path.split(path))
    except BaseException as error:
        return repr(error)
    return None


JOBS = {"revision": revision_job, "whole": whole_job, "listing": listing_job}


def in_fork(run):
    """What `run` gives, computed by a child process."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        # What scripts print is no answer.
        sys.stdout = sys.stderr = open(os.devnull, "w")
        answer = run()
        with os.fdopen(writer, "w", encoding="utf-8") as out:
            json.dump(answer, out)
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader, encoding="utf-8") as answers:
        text = answers.read()
    os.waitpid(child, 0)
    return json.loads(text)


def main():
    with open(sys.argv[1], encoding="utf-8") as source:
        tree = json.load(source)
    out = sys.stdout
    sys.stdout = sys.stderr
    if tree.get("imports") is not None:
        for path in tree["imports"]:
            print(json.dumps(in_fork(lambda: import_error(path))), file=out)
        return
    script = ScriptDirectory.from_config(Config(tree["ini"]))
    script.revision_map._revision_map
    graph = [
        {
            "revision": each.revision,
            "path": each.path,
            "importError": repr(import_errors[each.path]) if each.path in import_errors else None,
        }
        for each in script.walk_revisions()
    ]
    print(json.dumps({"graph": graph, "heads": script.get_heads()}), file=out)
    for job in tree["jobs"]:
        print(json.dumps(in_fork(lambda: JOBS[job["kind"]](tree, script, job))), file=out)


main()
