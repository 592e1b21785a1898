import type { Dialect } from '../sqlalchemy/engine/dialect.ts';
import { createAll } from '../sqlalchemy/engine/schema-generator.ts';
import { namedTypes } from '../sqlalchemy/sql/named-types.ts';
import type { Column, Constraint, Index, MetaData, Table } from '../sqlalchemy/sql/schema.ts';
import { LineIndex } from '../util/line-index.ts';
import type { Problem } from '../util/problem.ts';
import type { Origin } from '../util/text-range.ts';
import type { Models } from '../workspace/project.ts';
import type { Host } from './host.ts';

/** Where an object is written; line and column are 1-based. Null when it has no place of its own. */
interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}
type ToPlace = (origin: Origin | null) => Place | null;

/** The schema as data: every object with its place, and what of it could not be known. */
export function schemaJson(
  host: Host,
  models: Models,
  dialect: Dialect,
  options: { readonly unknown: readonly Problem[]; readonly withSql: boolean },
): unknown {
  const place = placer(host);
  const { source, names, metadata } = models;
  return {
    dialect: dialect.name,
    source: {
      kind: source?.kind ?? 'environment',
      reason: source?.kind === 'workspace' ? source.reason : null,
    },
    metadata: metadata.map((each) => ({
      name: names?.get(each) ?? null,
      schema: each.schema,
      tables: [...each.tables.values()].map((table) => tableJson(table, dialect, place)),
      types: typesOf(each, dialect, place),
      sequences: [...(each.sequences?.values() ?? [])].map(
        ({ name, schema, options: given, optional, hasColumn, origin }) => ({
          name,
          schema,
          options: given,
          optional,
          ofColumn: hasColumn,
          place: place(origin),
        }),
      ),
      ...(options.withSql ? { statements: statementsOf(each, dialect, place) } : {}),
    })),
    unknown: options.unknown.map(({ code, severity, message, origin }) => ({
      code,
      severity,
      message,
      place: place(origin),
    })),
  };
}

function tableJson(table: Table, dialect: Dialect, place: ToPlace): unknown {
  return {
    name: table.name,
    schema: table.schema,
    comment: table.comment,
    columns: table.columns.map((column) => columnJson(column, table, dialect, place)),
    constraints: table.constraints
      .filter((constraint) => constraint.kind !== 'primary_key' || constraint.columns.length > 0)
      .map((constraint) => constraintJson(constraint, dialect, place)),
    indexes: table.indexes.map((index) => indexJson(index, dialect, place)),
    place: place(table.nameOrigin ?? table.origin),
  };
}

function columnJson(column: Column, table: Table, dialect: Dialect, place: ToPlace): unknown {
  const site = { table: table.name, column: column.name };
  const type = attempt(() => dialect.typeCompiler.process(column.type, site));
  const hasDefault = column.serverDefault?.kind === 'default';
  const serverDefault = hasDefault ? attempt(() => dialect.ddlCompiler.defaultString(column) ?? '') : null;
  return {
    name: column.name,
    key: column.key,
    type: type.text,
    /** Why `type` is null. */
    typeUnknown: type.reason,
    nullable: column.nullableUnknown === undefined ? column.nullable : null,
    nullableUnknown: column.nullableUnknown ?? null,
    primaryKey: column.primaryKey,
    serverDefault: serverDefault?.text ?? null,
    identity: column.serverDefault?.kind === 'identity',
    computed: column.serverDefault?.kind === 'computed',
    sequence: column.sequence?.name ?? null,
    comment: column.comment,
    place: place(column.origin),
  };
}

function constraintJson(constraint: Constraint, dialect: Dialect, place: ToPlace): unknown {
  const common = {
    kind: constraint.kind,
    name: constraint.name?.text ?? null,
    place: place(constraint.origin),
  };
  switch (constraint.kind) {
    case 'primary_key':
    case 'unique':
      return { ...common, columns: constraint.columns };
    case 'foreign_key':
      return {
        ...common,
        columns: constraint.columns,
        referredSchema: constraint.referredSchema,
        referredTable: constraint.referredTable,
        referredColumns: constraint.referredColumns,
        onupdate: constraint.onupdate,
        ondelete: constraint.ondelete,
        useAlter: constraint.useAlter,
      };
    case 'check': {
      const { text } = attempt(() =>
        dialect.sqlCompiler.process(constraint.sqltext, { includeTable: false }),
      );
      return { ...common, sqltext: text };
    }
    case 'exclude':
      return { ...common, using: constraint.using };
  }
}

function indexJson(index: Index, dialect: Dialect, place: ToPlace): unknown {
  return {
    name: index.name?.text ?? null,
    unique: index.unique,
    expressions: index.expressions.map(
      (expression) => attempt(() => dialect.sqlCompiler.process(expression, { includeTable: false })).text,
    ),
    place: place(index.origin),
  };
}

function typesOf(metadata: MetaData, dialect: Dialect, place: ToPlace): unknown {
  if (!dialect.supportsNamedTypes) return [];
  return namedTypes(metadata, dialect.name).map(({ type, name, schema, origin }) => ({
    kind: type.kind === 'Enum' ? 'enum' : 'domain',
    name,
    schema,
    labels: type.kind === 'Enum' ? type.enums : null,
    place: place(origin),
  }));
}

function statementsOf(metadata: MetaData, dialect: Dialect, place: ToPlace): unknown {
  const { statements, failures } = createAll(metadata, dialect);
  return {
    sql: statements.map(({ kind, sql, origin }) => ({ kind, sql: sql.trim(), place: place(origin) })),
    failures: failures.map(({ error, origin }) => ({ message: error.message, place: place(origin) })),
  };
}

function attempt(compile: () => string): { readonly text: string | null; readonly reason: string | null } {
  try {
    return { text: compile(), reason: null };
  } catch (error) {
    return { text: null, reason: error instanceof Error ? error.message : String(error) };
  }
}

function placer(host: Host): ToPlace {
  const lines = new Map<string, LineIndex | null>();
  return (origin) => {
    if (origin === null || origin.file === '') return null;
    let index = lines.get(origin.file);
    if (index === undefined) {
      const text = host.files.readFile(origin.file);
      index = text === null ? null : new LineIndex(text);
      lines.set(origin.file, index);
    }
    if (index === null) return null;
    const { line, column } = index.lineColumn(origin.range.start);
    const isBelow = origin.file.startsWith(`${host.cwd}/`);
    const file = isBelow ? origin.file.slice(host.cwd.length + 1) : origin.file;
    return { file, line: line + 1, column: column + 1 };
  };
}
