/** Tests that ask for something that has no answer here, each with its reason. Everything else is compared. */
import type { RecordedTest } from './suite.ts';

const noAnswer: Readonly<Record<string, string>> = {
  'test_op.py::OpTest.test_add_foreign_key_dialect_kw': 'looks at calls of a mock, which is no SQL',
  'test_op.py::OpTest.test_run_async_error': 'run_async() needs an engine; the errors are of its arguments',
  'test_batch.py::BatchApplyTest.test_add_ck_unnamed': 'gives a private marker of Alembic instead of a name',
  'test_batch.py::BatchApplyTest.test_change_type_schematype_to_non':
    'plans the copy for SQLite and prints it for the default dialect, which casts nothing by itself',
  'test_autogen_render.py::AutogenRenderTest.test_render_table_max_cols':
    'replaces a constant of Alembic’s renderer',
  'test_autogen_render.py::AutogenRenderTest.test_drop_unique_constraint_schema_reprobj':
    'the schema is a str subclass whose repr() is code',
  'test_autogen_render.py::AutogenRenderTest.test_render_table_w_unsupported_constraint':
    'Alembic writes “[Unknown Python object …]”, which is no Python; ours refuses',
};

/** Where Alembic goes through a Python set: its answer is one order of several. */
const openOrder: readonly string[] = [
  'test_op.py::OpTest.test_add_column_multiple_fk_inline_references',
  'test_batch.py::BatchApplyTest.test_regen_multi_fk',
  'test_batch.py::BatchApplyTest.test_regen_multi_fk_schema',
  'test_revision.py::LabeledBranchTest.test_dupe_branch_collection',
];

function nameOf({ file, cls, function: fn }: RecordedTest): string {
  return `${file}::${cls ?? ''}.${fn}`;
}

/** Why a test has no answer here; null for all others. */
export function whyNoAnswer(test: RecordedTest): string | null {
  return noAnswer[nameOf(test)] ?? null;
}

/** Whether two texts are the same, or differ in an order that Alembic leaves open. */
export function isSame(test: RecordedTest, theirs: string, ours: string): boolean {
  if (theirs === ours) return true;
  return openOrder.includes(nameOf(test)) && parts(theirs) === parts(ours);
}

function parts(text: string): string {
  return text
    .split(/[\s,"\\]+/u)
    .sort()
    .join(' ');
}
