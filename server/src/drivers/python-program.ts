/**
 * The program that the project's Python reads from its standard input: runs one revision with the Alembic that is installed
 * there, as its command line would. It takes the request behind it, and tells what happens as JSON, a line each, on what
 * was standard output; everything that env.py and scripts print goes to standard error.
 *
 * It is written for every Python 3 and Alembic since 1.0.
 */
export const pythonProgram = String.raw`
import inspect, json, os, sys, traceback

def main(request):
    out = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)

    def tell(kind, **fields):
        out.write(json.dumps(dict(fields, kind=kind)) + "\n")
        out.flush()

    place = None
    # As the alembic command: a folder "alembic" of the project must not stand in for the package.
    if sys.path and sys.path[0] == "":
        sys.path.pop(0)
    try:
        import sqlalchemy
        from alembic.config import CommandLine, Config
        from alembic.runtime.environment import EnvironmentContext
        from alembic.runtime.migration import MigrationStep
        from alembic.script import ScriptDirectory
    except ImportError as error:
        tell("failed", reason="packages", message=str(error), python=sys.version.split()[0])
        return 1
    sys.path.insert(0, os.getcwd())

    class Refused(Exception):
        def __init__(self, reason, **fields):
            super().__init__(reason)
            self.fields = dict(fields, reason=reason)

    calls = []

    def steps(heads, context):
        calls.append(True)
        if len(calls) > 1:
            raise Refused("several")
        connection = context.connection
        if context.as_sql or connection is None:
            raise Refused("offline")
        if scalar(connection, request["identity"]) != request["answer"]:
            raise Refused("elsewhere")
        if set(heads) != set(request["heads"]):
            raise Refused("moved", found=sorted(heads))
        if request["check"]:
            return []
        if request["number"] is not None:
            tell("session", number=str(scalar(connection, request["number"])))

        @sqlalchemy.event.listens_for(connection, "before_cursor_execute")
        def told(connection, cursor, statement, *rest):
            tell("statement", sql=statement)

        step = MigrationStep.upgrade_from_script if request["upgrade"] else MigrationStep.downgrade_from_script
        return [step(script.revision_map, script.get_revision(request["revision"]))]

    def scalar(connection, sql):
        run = getattr(connection, "exec_driver_sql", None)
        return (run(sql) if run is not None else connection.execute(sqlalchemy.text(sql))).scalar()

    try:
        arguments = ["-c", request["ini"], "-n", request["section"]]
        arguments += ["-x" + value for value in request["x"]]
        arguments += ["upgrade" if request["upgrade"] else "downgrade"]
        arguments += [] if request["tag"] is None else ["--tag", request["tag"]]
        options = CommandLine(prog="alembic").parser.parse_args(arguments + [request["revision"]])
        files = {"file_": request["ini"]}
        if "toml_file" in inspect.signature(Config.__init__).parameters:
            files["toml_file"] = request["toml"]
        config = Config(ini_section=options.name, cmd_opts=options, **files)
        script = ScriptDirectory.from_config(config)
        place = script.dir
        script.get_revision(request["revision"])
        more = {"dont_mutate": True} if request["check"] else {}
        with EnvironmentContext(config, script, fn=steps, destination_rev=request["revision"], tag=request["tag"], **more):
            script.run_env()
        if not calls:
            raise Refused("nothing")
        tell("done")
        return 0
    except Refused as error:
        tell("failed", message="", **error.fields)
    except BaseException as error:
        tell("failed", **described(error, request["path"], place))
    return 1

def described(error, path, place):
    frames = traceback.extract_tb(error.__traceback__)
    own = lambda name: name is not None and os.path.normcase(os.path.realpath(name))
    known = [(frame[0], frame[1]) for frame in frames]
    if isinstance(error, SyntaxError) and error.filename is not None:
        known.append((error.filename, error.lineno))
    inside = [at for at in known if own(at[0]) == own(path)]
    if not inside and place is not None:
        inside = [at for at in known if own(at[0]).startswith(own(place) + os.sep)]
    if not inside:
        inside = [at for at in known if own(at[0]).startswith(own(os.getcwd()) + os.sep) and "site-packages" not in at[0]]
    file, line = inside[-1] if inside else (None, None)
    original = getattr(error, "orig", None)
    told = error if original is None else original
    return {
        "reason": "error",
        "type": type(told).__name__,
        "message": str(told).strip(),
        "sql": getattr(error, "statement", None) if original is not None else None,
        "file": None if file is None else os.path.realpath(file),
        "line": line,
    }

`;
