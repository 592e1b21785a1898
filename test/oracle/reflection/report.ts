import type { DialectName } from '../../../server/src/sqlalchemy/engine/dialect.ts';
import type { Difference } from './comparable.ts';

export interface ReportRow {
  readonly name: string;
  readonly dialect: DialectName;
  readonly tables: number;
  readonly facts: number;
  /** Statements that the database refused, on the way to the schema. */
  readonly failures: readonly string[];
  readonly differences: readonly Difference[];
}

/** The text of REPORT.md. */
export function document(constructs: readonly ReportRow[], real: readonly ReportRow[]): string {
  const all = [...constructs, ...real];
  const sum = (of: (row: ReportRow) => number): number => all.reduce((total, row) => total + of(row), 0);
  return [
    '# Reflection, by SQLAlchemy and by Retort',
    '',
    `Written by \`npm run report:reflection\` on ${new Date().toISOString().slice(0, 10)}. Each database is reflected by both, and`,
    'the tables compared as JSON, value by value: columns with their types and all options of these, defaults, identities,',
    'computed columns, comments, keys, constraints and indexes with everything that reflection tells.',
    '',
    `${String(all.length)} databases, ${String(sum(({ tables }) => tables))} tables, ${String(sum(({ facts }) => facts))} values: ${String(sum(({ differences }) => differences.length))} differences.`,
    '',
    '## Every construct',
    '',
    '`postgresql-constructs.ts`, `sqlite-constructs.ts`, and for SQL Server `mssql/`: the rows of its catalog views, held by',
    "SQLite, which SQLAlchemy's mssql dialect reads with its own queries.",
    '',
    ...table(constructs),
    '',
    '## Real schemas',
    '',
    "What `create_all` of these packages' models makes.",
    '',
    ...table(real),
    '',
    ...details(all),
    '## Differences that are wanted',
    '',
    'The comparison leaves these out, or cannot meet them because SQLAlchemy fails.',
    '',
    '- PostgreSQL: tables that an extension owns (PostGIS’ `spatial_ref_sys`) are not in a reflected schema. Lists of names that a',
    '  script asks for have them, as with SQLAlchemy.',
    '- PostgreSQL: a CHECK that is NOT VALID keeps that as `postgresql_not_valid`. SQLAlchemy puts it under a name that nothing',
    '  reads (`dialect_options`), with a warning; the same with NO INHERIT, which Retort leaves out.',
    '- PostgreSQL: a foreign key of a column with a comma in its name is read. SQLAlchemy splits the name and fails.',
    '- SQLite: a virtual table whose module is not there is skipped with a warning. SQLAlchemy fails.',
    '- SQLite: what an argument of a type means by mistake (`DATETIME(6)` is `timezone=6`) is kept as true or false.',
    '- SQL Server: the columns of a foreign key are paired as the key pairs them. SQLAlchemy pairs by the position in the referred',
    '  key, which is another pairing when they are written in another order; and it misses a foreign key of a table to a unique',
    '  index of its own.',
    '- SQL Server: included columns are in the order of the index. SQLAlchemy asks for none.',
    '- SQLite: a foreign key to a table with a dot in its name is to that table. SQLAlchemy takes what is before the dot for a schema.',
    '- Foreign keys are not followed into other schemas (`resolve_fks=False`).',
    '',
  ].join('\n');
}

function table(rows: readonly ReportRow[]): readonly string[] {
  return [
    '| schema | database | tables | values | differences |',
    '|---|---|---|---|---|',
    ...rows.map(
      ({ name, dialect, tables, facts, differences }) =>
        `| ${name} | ${dialect} | ${String(tables)} | ${String(facts)} | ${String(differences.length)} |`,
    ),
  ];
}

function details(rows: readonly ReportRow[]): readonly string[] {
  const lines = rows.flatMap(({ name, dialect, differences, failures }) => [
    ...failures.map(
      (message) =>
        `- ${name}, ${dialect}: a statement of \`create_all\` fails: ${message.split('\n')[0] ?? ''}`,
    ),
    ...differences.map(
      ({ path, ours, theirs }) => `- ${name}, ${dialect}: \`${path}\`: ours ${ours}, theirs ${theirs}`,
    ),
  ]);
  return lines.length === 0 ? [] : ['## Details', '', ...lines, ''];
}
