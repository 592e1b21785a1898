/** EXCLUDE constraints, which SQLAlchemy's reflection leaves out of its tables. */
import type { ClauseElement } from '../../../../sqlalchemy/sql/elements.ts';
import type { ExcludeConstraint, ExcludeElement, MetaData } from '../../../../sqlalchemy/sql/schema.ts';
import { tableKey } from '../../../../sqlalchemy/sql/schema.ts';
import type { ConstraintObject } from '../../../../sqlalchemy/engine/schema-objects.ts';

/** The reflected tables with those of them that can be read; `defaultSchema` has no name in them. */
export function withExcludes(
  metadata: MetaData,
  constraints: readonly ConstraintObject[],
  defaultSchema: string | null,
): MetaData {
  const tables = new Map(metadata.tables);
  for (const { kind, name, table, schema, definition } of constraints) {
    const key = tableKey(table, schema === defaultSchema ? null : schema);
    const owner = tables.get(key);
    const constraint = kind === 'exclude' ? parsed(name, definition) : null;
    if (owner === undefined || constraint === null) continue;
    tables.set(key, { ...owner, constraints: [...owner.constraints, constraint] });
  }
  return { ...metadata, tables };
}

/** `EXCLUDE USING gist (room WITH =, during WITH &&) WHERE (…)`; null for one with more to it. */
function parsed(name: string, definition: string): ExcludeConstraint | null {
  const parts = /^EXCLUDE USING (\w+) \((.*?)\)(?: WHERE \((.*)\))?$/s.exec(definition);
  const [, using, list, where] = parts ?? [];
  if (using === undefined || list === undefined) return null;
  const elements = topLevel(list).map(element);
  return {
    kind: 'exclude',
    name: { text: name, isFinal: true },
    comment: null,
    deferrable: null,
    initially: null,
    dialectOptions: {},
    origin: null,
    using,
    elements: elements.filter((each) => each !== null),
    where: where === undefined ? null : { kind: 'text', text: where, bindparams: [] },
  };
}

function element(text: string): ExcludeElement | null {
  const parts = /^(.*) WITH (\S+)$/s.exec(text.trim());
  const [, expression = '', operator = ''] = parts ?? [];
  if (parts === null) return null;
  const isColumn = /^[a-z_][a-z0-9_$]*$/.test(expression);
  const clause: ClauseElement = isColumn
    ? { kind: 'column', table: null, schema: null, name: expression, type: null }
    : { kind: 'literal_column', text: expression };
  return { expression: clause, operator };
}

/** Split at commas that no parenthesis is around. */
function topLevel(list: string): readonly string[] {
  const parts: string[] = [''];
  let depth = 0;
  for (const letter of list) {
    if (letter === '(') depth++;
    if (letter === ')') depth--;
    if (letter === ',' && depth === 0) parts.push('');
    else parts[parts.length - 1] = (parts.at(-1) ?? '') + letter;
  }
  return parts;
}
