/** What env.py decides: the revisions that both tools write for the same models and the same database. */
import { beforeAll, describe, expect, it } from 'vitest';
import { initTestParser } from '../support/python.ts';
import { playScenario, type Files } from './support/scenario.ts';

/** One table as the history has it, and the models that differ from it in many ways. */
const files = (options: string, functions: string, before = ''): Files => ({
  'alembic.ini':
    '[alembic]\nscript_location = db\nprepend_sys_path = .\npath_separator = os\nsqlalchemy.url = sqlite:///x.db\n',
  'db/script.py.mako':
    'revision = ${repr(up_revision)}\ndown_revision = ${repr(down_revision)}\nbranch_labels = ${repr(branch_labels)}\ndepends_on = ${repr(depends_on)}\nfrom alembic import op\nimport sqlalchemy as sa\n${imports if imports else ""}\ndef upgrade():\n    ${upgrades if upgrades else "pass"}\ndef downgrade():\n    ${downgrades if downgrades else "pass"}\n',
  'db/versions/a.py': `revision = "aaaa"
down_revision = None
from alembic import op
import sqlalchemy as sa
def upgrade():
    op.create_table("person", sa.Column("id", sa.Integer(), nullable=False), sa.Column("name", sa.String(20)), sa.Column("gone", sa.Integer()), sa.PrimaryKeyConstraint("id"))
    op.create_index("ix_gone", "person", ["gone"])
    op.create_table("old_log", sa.Column("id", sa.Integer(), nullable=False), sa.PrimaryKeyConstraint("id"))
def downgrade():
    pass
`,
  'models.py': `from sqlalchemy import *
metadata = MetaData()
Table("person", metadata, Column("id", Integer, primary_key=True), Column("name", String(30)), Column("note", Text, info={"skip": True}), Column("age", Integer, index=True))
Table("view_a", metadata, Column("id", Integer, primary_key=True), info={"is_view": True})
Table("thing", metadata, Column("id", Integer, primary_key=True), Column("email", String(10), unique=True))
`,
  'db/env.py': `from alembic import context
from sqlalchemy import engine_from_config, pool
from models import metadata
config = context.config
${before}
${functions}
def online():
    engine = engine_from_config(config.get_section(config.config_ini_section), prefix="sqlalchemy.", poolclass=pool.NullPool)
    with engine.connect() as connection:
        context.configure(connection=connection, target_metadata=metadata, ${options})
        with context.begin_transaction():
            context.run_migrations()
if context.is_offline_mode():
    context.configure(url=config.get_main_option("sqlalchemy.url"), target_metadata=metadata, ${options})
    with context.begin_transaction():
        context.run_migrations()
else:
    online()
`,
});

const cases: Readonly<Record<string, Files>> = {
  nothing: files('', ''),
  'tables by name': files(
    'include_object=include_object',
    `EXCLUDED = {"old_log"}
def include_object(object, name, type_, reflected, compare_to):
    if type_ == "table" and name in EXCLUDED:
        return False
    return True`,
  ),
  'what is reflected only': files(
    'include_object=include_object',
    `def include_object(obj, name, type_, reflected, compare_to):
    return not (reflected and compare_to is None)`,
  ),
  'info of tables and columns': files(
    'include_object=include_object',
    `def include_object(object, name, type_, reflected, compare_to):
    if object.info.get("is_view", False):
        return False
    return not (type_ == "column" and not reflected and object.info.get("skip"))`,
  ),
  'schemas and tables of objects': files(
    'include_object=include_object',
    `def include_object(object, name, type_, reflected, compare_to):
    if type_ == "table":
        return object.schema is None and not name.startswith("old")
    return object.table.name != "person" or type_ == "index"`,
  ),
  'a lambda': files('include_object=lambda o, n, t, r, c: t != "table" or n == "person"', ''),
  'names of tables': files(
    'include_name=include_name',
    `def include_name(name, type_, parent_names):
    if type_ == "table":
        return name in metadata.tables
    if type_ == "schema":
        return name in [None, "x"]
    return True`,
  ),
  'names of columns and indexes': files(
    'include_name=include_name',
    `def include_name(name, type_, parent_names):
    if type_ == "column":
        return not (parent_names["table_name"] == "person" and name == "gone")
    return type_ != "index"`,
  ),
  'qualified names': files(
    'include_name=include_name',
    `def include_name(name, type_, parent_names):
    return type_ != "table" or parent_names["schema_qualified_table_name"] in metadata.tables`,
  ),
  'a class that is callable': files(
    'include_object=Filter(["thing", "view_a"])',
    `class Filter:
    def __init__(self, names):
        self.names = names
    def __call__(self, object, name, type_, reflected, compare_to):
        return type_ != "table" or name in self.names`,
  ),
  'types that are never compared': files('compare_type=False', ''),
  'types by a function': files(
    'compare_type=compare_type',
    `def compare_type(context, inspected_column, metadata_column, inspected_type, metadata_type):
    if metadata_column.name == "name":
        return False
    return None`,
  ),
  'types by a function that finds every one different': files(
    'compare_type=compare_type',
    `def compare_type(context, inspected_column, metadata_column, inspected_type, metadata_type):
    return context.dialect.name == "sqlite" and metadata_column.table.name == "person"`,
  ),
  'no revision wanted': files(
    'process_revision_directives=process',
    `def process(context, revision, directives):
    if getattr(config.cmd_opts, "autogenerate", False):
        script = directives[0]
        if not script.upgrade_ops.is_empty():
            directives[:] = []`,
  ),
  'a revision wanted': files(
    'process_revision_directives=process',
    `import logging
logger = logging.getLogger("alembic.env")
def process(context, revision, directives):
    if directives[0].upgrade_ops.is_empty():
        directives[:] = []
        logger.info("No changes in schema detected.")`,
  ),
  'numbers for ids': files(
    'process_revision_directives=process',
    `from alembic.script import ScriptDirectory
def process(context, revision, directives):
    head = ScriptDirectory.from_config(config).get_current_head()
    number = 1 if head is None else int(head, 16) + 1
    directives[0].rev_id = "{0:06}".format(number)`,
  ),
  'another message, head and label': files(
    'process_revision_directives=process',
    `def process(context, revision, directives):
    script = directives[0]
    script.message = "Rev of " + revision[0]
    script.head = "base"
    script.branch_label = "side"
    script.depends_on = ["aaaa"]`,
  ),
  'another prefix': files('sqlalchemy_module_prefix="sqla.", alembic_module_prefix="ops."', ''),
};

describe.each(Object.entries(cases).map(([name, project]) => ({ name, project })))('$name', ({ project }) => {
  beforeAll(initTestParser);

  it('gives the same revision', async () => {
    const lines = [
      ['upgrade', 'head'],
      ['revision', '--autogenerate', '-m', 'x', '--rev-id', 'bbbb'],
      ['history'],
    ];
    const { ours, theirs } = await playScenario({ files: project, lines });
    expect(ours).toEqual(theirs);
    expect(JSON.stringify(theirs)).toContain('def upgrade');
  });
});
