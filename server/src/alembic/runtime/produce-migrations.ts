import { autogenImplFor, type AutogenContext, type DatabaseQuestion } from '../autogenerate/index.ts';
import { withExcludes } from '../autogenerate/beyond/index.ts';
import type { Dialect } from '../../sqlalchemy/engine/dialect.ts';
import { DatabaseError, type Connection } from '../../sqlalchemy/engine/connection.ts';
import { metaDataOf } from '../../sqlalchemy/sql/schema-builder.ts';
import type { MetaData } from '../../sqlalchemy/sql/schema.ts';
import type { Problem } from '../../util/problem.ts';

export interface ProducedMigrations<T> {
  readonly found: T;
  /** The database, as it was compared. */
  readonly current: MetaData;
  /** What the comparison was made with: what renders the operations needs the same. */
  readonly autogen: AutogenContext;
  /** What upstream warns about, and what could not be compared. */
  readonly problems: readonly Problem[];
}

/**
 * What must be done to a live database so that it becomes the models: `options.dialect` is the database's, in the mode
 * of a run, and `compare` compares it with the models, again and again until it asks nothing new. Throws DatabaseError
 * where the database refuses a question, as upstream does. Mirrors `alembic.autogenerate.produce_migrations`.
 */
export async function produceMigrations<T>(
  connection: Connection,
  options: AutogenContext,
  compare: (current: MetaData, autogen: AutogenContext) => T,
  { withExclusions = false }: { readonly withExclusions?: boolean } = {},
): Promise<ProducedMigrations<T>> {
  const { reflection } = autogenImplFor(options.dialect);
  const defaultSchemaName =
    reflection.defaultSchemaQuery === null
      ? options.dialect.defaultSchemaName
      : await scalar(connection, reflection.defaultSchemaQuery);
  const dialect = { ...options.dialect, defaultSchemaName };
  const autogen: AutogenContext = { ...options, dialect, fromHistory: false };
  const warnings: Problem[] = [];
  const tables = await reflected(connection, autogen, warnings);
  const current = withExclusions ? await excluding(connection, tables, dialect) : tables;
  const answers = new Map<string, boolean>();
  for (;;) {
    const asked = new Map<string, DatabaseQuestion>();
    const problems: Problem[] = [];
    const found = compare(current, {
      ...autogen,
      report: (problem) => problems.push(problem),
      holds: (question) => {
        const answer = answers.get(question.condition);
        if (answer === undefined) asked.set(question.condition, question);
        return answer ?? null;
      },
    });
    if (asked.size === 0) {
      return { found, current, autogen, problems: [...warnings, ...problems] };
    }
    for (const [condition, answer] of await ask(connection, [...asked.values()]))
      answers.set(condition, answer);
  }
}

/** The tables of the schemata that upstream looks into, those of the default schema without its name. */
async function reflected(
  connection: Connection,
  autogen: AutogenContext,
  warnings: Problem[],
): Promise<MetaData> {
  const { inspector, defaultSchemaName } = autogen.dialect;
  const schemas: (string | null)[] = [null];
  if (autogen.includeSchemas === true) {
    for (const name of await inspector.names(connection, 'schema', null)) {
      if (name !== 'information_schema' && name !== defaultSchemaName) schemas.push(name);
    }
  }
  const included = schemas.filter((schema) => autogen.filters?.includeName(schema, 'schema', {}) !== false);
  const warn = (message: string): void => {
    warnings.push({ code: 'reflection', severity: 'warning', message, origin: null });
  };
  const tables = [...(await inspector.reflect(connection, included, { warn })).tables.values()];
  const { reflection } = autogenImplFor(autogen.dialect);
  const query = reflection.query(tables);
  const rows = query === null ? [] : (await connection.execute(query)).rows;
  return metaDataOf(tables.map((table) => reflection.adjust(table, rows)));
}

/** With the EXCLUDE constraints of the tables, which upstream does not see. */
async function excluding(connection: Connection, current: MetaData, dialect: Dialect): Promise<MetaData> {
  const schemas = new Set([...current.tables.values()].map(({ schema }) => schema));
  const { constraints } = await dialect.inspector.objects(connection, [...schemas]);
  return withExcludes(current, constraints, dialect.defaultSchemaName);
}

/** All conditions in one query; one by one when that fails, so that the one that cannot be asked is named. */
async function ask(
  connection: Connection,
  questions: readonly DatabaseQuestion[],
): Promise<readonly (readonly [string, boolean])[]> {
  const query = (asked: readonly DatabaseQuestion[]): string =>
    `SELECT ${asked.map(({ condition }) => condition).join(', ')}`;
  const answers = async (
    asked: readonly DatabaseQuestion[],
  ): Promise<readonly (readonly [string, boolean])[]> => {
    const [row = []] = (await connection.execute(query(asked))).rows;
    return asked.map(({ condition }, at) => [condition, row[at] === true || row[at] === 1]);
  };
  try {
    return await answers(questions);
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error;
  }
  const found: (readonly [string, boolean])[] = [];
  for (const question of questions) {
    try {
      found.push(...(await answers([question])));
    } catch (error) {
      if (!(error instanceof DatabaseError)) throw error;
      const { sql, code, hint } = error;
      throw new DatabaseError(
        `the server defaults of ${question.table}.${question.column} cannot be compared: ${error.message}`,
        { sql, code, hint },
      );
    }
  }
  return found;
}

async function scalar(connection: Connection, sql: string): Promise<string | null> {
  const value = (await connection.execute(sql)).rows[0]?.[0];
  return typeof value === 'string' ? value : null;
}
