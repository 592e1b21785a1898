"""Records what real Alembic prints for `--sql` on the history of test/alembic/runtime/offline.test.ts.

Run with a Python that has test/oracle/requirements.txt: python test/oracle/runtime/record_offline.py
Sections of the output start with a line `##### dialect, transaction per migration or run, command`.
"""
import contextlib
import io
import pathlib
import sys
import tempfile

import alembic
import sqlalchemy
from alembic import command
from alembic.config import Config

ENV = """
from alembic import context
section = context.config.attributes
context.configure(url=section["url"], literal_binds=True, transaction_per_migration=section["per"])
with context.begin_transaction():
    context.run_migrations()
"""
VERSIONS = {
    "a": """
revision = "a"
down_revision = None
import sqlalchemy as sa
from alembic import op
def upgrade():
    op.create_table("t", sa.Column("id", sa.Integer(), primary_key=True))
def downgrade():
    op.drop_table("t")
""",
    "b": """
revision = "b"
down_revision = "a"
from alembic import op
def upgrade():
    op.execute("INSERT INTO t VALUES (1)")
    with op.get_context().autocommit_block():
        op.execute("VACUUM")
    op.execute("SELECT 2")
def downgrade():
    op.execute("DELETE FROM t")
""",
}
URLS = {"postgresql": "postgresql://", "sqlite": "sqlite://", "mssql": "mssql+pymssql://"}
COMMANDS = [("upgrade", "head"), ("downgrade", "b:base"), ("stamp", "b"), ("stamp", "a:b")]


def record(folder: pathlib.Path) -> str:
    versions = folder / "versions"
    versions.mkdir()
    (folder / "env.py").write_text(ENV)
    (folder / "script.py.mako").write_text("")
    for name, text in VERSIONS.items():
        (versions / f"{name}.py").write_text(text)
    parts = [f"# SQLAlchemy {sqlalchemy.__version__}, Alembic {alembic.__version__}\n"]
    for dialect, url in URLS.items():
        for per in (False, True):
            for name, argument in COMMANDS:
                buffer = io.StringIO()
                config = Config(output_buffer=buffer, stdout=io.StringIO())
                config.set_main_option("script_location", str(folder))
                config.attributes.update(url=url, per=per)
                with contextlib.redirect_stderr(io.StringIO()):
                    getattr(command, name)(config, argument, sql=True)
                parts.append(f"##### {dialect}, {'migration' if per else 'run'}, {name} {argument}\n")
                parts.append(buffer.getvalue())
    return "".join(parts)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        text = record(pathlib.Path(name))
    recorded_at = pathlib.Path(__file__).parent.parent / "recorded" / "offline.txt"
    target = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else recorded_at
    target.write_text(text)
