/** Details of rendered Python that Alembic's own test suite found. */
import { beforeAll, expect, test } from 'vitest';
import { compareMetadata, renderRevision } from '../../../server/src/alembic/autogenerate/index.ts';
import { initTestParser } from '../../support/python.ts';
import { evaluateModels } from '../../sqlalchemy/bindings/evaluate-models.ts';
import { metadata } from '../support/tables.ts';
import { contextOf } from './support.ts';

beforeAll(initTestParser);

/** The rendered upgrade of a database that is empty. */
function rendered(items: string): string {
  const { metadata: models, problems } = evaluateModels(
    `import sqlalchemy as sa\nm = sa.MetaData()\nx = sa.Column("x", sa.Integer)\nsa.Table("t", m, x, ${items})\n`,
  );
  expect(problems).toEqual([]);
  const context = contextOf('postgresql');
  return renderRevision(compareMetadata(metadata(), models, context), context).upgrades;
}

test.each([
  ['sa.Index("ix", (x + 1).label("more"))', "[sa.literal_column('(x + 1)').label('more')], unique=False"],
  ['sa.Index("ix", x.label("z"))', "[sa.literal_column('x').label('z')], unique=False"],
  ['sa.Index("ix", x, postgresql_include=("x",))', "postgresql_include=('x',))"],
  ['sa.Index("ix", x, postgresql_include=["x"])', "postgresql_include=['x'])"],
  [
    'sa.Column("y", sa.Integer, server_default=sa.FetchedValue())',
    "sa.Column('y', sa.Integer(), server_default=sa.FetchedValue(), nullable=True)",
  ],
  ['sa.Column("y", sa.Integer, sa.Identity(always=None))', 'sa.Identity(always=None)'],
  [
    'sa.Column("y", sa.Integer, sa.Identity(order=True, start=3, on_null=True))',
    'sa.Identity(always=False, on_null=True, start=3, order=True)',
  ],
])('%s', (item, expected) => {
  expect(rendered(item)).toContain(expected);
});
