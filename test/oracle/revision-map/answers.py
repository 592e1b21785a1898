"""Answers questions about revision graphs with Alembic's own ScriptDirectory: JSON on stdin, JSON on stdout."""

import json
import sys
import types
import warnings

from alembic import util
from alembic.script import ScriptDirectory
from alembic.script.revision import Revision, RevisionMap

warnings.simplefilter("ignore")


class Script(Revision):
    # What a step takes from a script's module.
    module = types.SimpleNamespace(upgrade=None, downgrade=None)
    doc = ""


def directory(graph):
    script = ScriptDirectory.__new__(ScriptDirectory)
    script.revision_map = RevisionMap(
        lambda: [
            Script(
                node["revision"],
                tuple(node["downRevisions"]) or None,
                tuple(node["dependsOn"]) or None,
                tuple(node["branchLabels"]) or None,
            )
            for node in graph
        ]
    )
    return script


def answer(script, kind, target, current):
    revision_map = script.revision_map
    if kind == "heads":
        return [list(revision_map.heads), list(revision_map._real_heads), list(revision_map.bases)]
    if kind == "upgrade":
        return [step.revision.revision for step in script._upgrade_revs(target, tuple(current))]
    if kind == "downgrade":
        return [step.revision.revision for step in script._downgrade_revs(target, tuple(current))]
    if kind == "history":
        return [script.revision for script in script.walk_revisions(target, current[0])]
    if kind == "stamp":
        return [
            [list(step.from_), list(step.to_), step.is_upgrade, step.branch_move]
            for step in script._stamp_revs((target,), tuple(current))
        ]
    if kind == "show":
        return [script.revision for script in script.get_revisions(target)]
    raise ValueError(kind)


def main():
    results = []
    for case in json.load(sys.stdin):
        answers = []
        script = directory(case["graph"])
        for kind, target, current in case["questions"]:
            try:
                answers.append(answer(script, kind, target, current))
            except util.CommandError as error:
                answers.append({"error": str(error)})
            except Exception as error:  # an assertion or a KeyError: upstream has no answer
                answers.append({"crash": type(error).__name__})
        results.append(answers)
    json.dump(results, sys.stdout)


main()
