import { CommandError } from '../alembic/script/revision-errors.ts';
import type { Command } from './command.ts';
import { placePrefix } from './context.ts';

/** Alembic has no such command: the evaluated models, as DDL of the configured database or as JSON. */
export const schema: Command = {
  name: 'schema',
  help: 'Print the tables of the models as CREATE TABLE statements.',
  positionals: [],
  options: [],
  run(context) {
    const project = context.project();
    const models = project.models();
    const problem = models.problems.find((each) => each.severity === 'error');
    if (problem !== undefined) {
      throw new CommandError(`${placePrefix(context.host, problem.origin)}${problem.message}`);
    }
    const { ddlCompiler } = project.dialect;
    const tables = models.metadata.flatMap((metadata) => [...metadata.tables.values()]);
    const rendered = tables.map((table) => ({
      table,
      ddl: ddlCompiler.createTable(table, { ifNotExists: false }),
    }));
    return {
      printed: rendered.map(({ ddl }) => `${ddl.trim()};\n`),
      data: rendered.map(({ table, ddl }) => ({
        name: table.name,
        schema: table.schema,
        columns: table.columns.map((column) => ({ name: column.name, nullable: column.nullable })),
        ddl: ddl.trim(),
      })),
    };
  },
};
