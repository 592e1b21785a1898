/** Two versions of the same models in, the revision between them out. */
import { compareMetadata, renderRevision } from '../../../../server/src/alembic/autogenerate/index.ts';
import {
  beyondOptionNames,
  compareBeyond,
  nothingBeyond,
  planRevision,
  type Answers,
  type BeyondOption,
  type BeyondOptions,
  type Question,
} from '../../../../server/src/alembic/autogenerate/beyond/index.ts';
import type { AutogenContext } from '../../../../server/src/alembic/autogenerate/index.ts';
import type { DialectName } from '../../../../server/src/sqlalchemy/engine/dialect.ts';
import type { MetaData } from '../../../../server/src/sqlalchemy/sql/schema.ts';
import { evaluateModels } from '../../../sqlalchemy/bindings/evaluate-models.ts';
import { contextOf } from '../support.ts';

export interface Case {
  /** Bodies of a module in which `m` is the MetaData. */
  readonly before: string;
  readonly after: string;
  readonly dialect?: DialectName;
  /** The switches that are on; all by default. */
  readonly on?: readonly BeyondOption[];
  readonly answers?: Answers;
  readonly context?: Partial<AutogenContext>;
  readonly serverVersion?: number;
  readonly uncertain?: readonly string[];
}
export interface Outcome {
  readonly up: readonly string[];
  readonly down: readonly string[];
  readonly questions: readonly Question[];
}

export function modelsOf(body: string): MetaData {
  const text = `import sqlalchemy as sa
from sqlalchemy import *
from sqlalchemy.dialects import postgresql
m = MetaData()
${dedent(body)}
`;
  const { metadata, problems } = evaluateModels(text);
  if (problems.length > 0) throw new Error(JSON.stringify(problems));
  return metadata[0] ?? { kind: 'metadata', schema: null, namingConvention: {}, tables: new Map() };
}

function dedent(body: string): string {
  const lines = body.split('\n').filter((line) => line.trim() !== '');
  const indent = Math.min(...lines.map((line) => /^ */.exec(line)?.[0].length ?? 0));
  return lines.map((line) => line.slice(indent)).join('\n');
}

export function revisionOf(given: Case): Outcome {
  const on = given.on ?? beyondOptionNames.filter((name) => name !== 'notNullInSteps');
  const options: BeyondOptions = { ...nothingBeyond, ...Object.fromEntries(on.map((name) => [name, true])) };
  const context = contextOf(given.dialect ?? 'postgresql', given.context ?? {});
  const [current, target] = [modelsOf(given.before), modelsOf(given.after)];
  const found = compareMetadata(current, [target], context);
  const beyond = compareBeyond(
    found,
    {
      current,
      target: [target],
      answers: given.answers ?? {},
      isUncertainType: (name) => given.uncertain?.includes(name) === true,
      serverVersion: given.serverVersion ?? null,
    },
    context,
    options,
  );
  const { upgrades, downgrades } = planRevision(beyond.ops, { current, target: [target] }, context, options);
  const rendered = renderRevision(upgrades, context, downgrades);
  return {
    up: statements(rendered.upgrades),
    down: statements(rendered.downgrades),
    questions: beyond.questions,
  };
}

/** Without the markers, each statement of several lines on one. */
function statements(body: string): readonly string[] {
  const lines = body.split('\n').filter((line) => !line.startsWith('# ###') && line !== '');
  const result: string[] = [];
  let depth = 0;
  for (const line of lines) {
    if (depth > 0) result[result.length - 1] = `${result.at(-1) ?? ''} ${line.trim()}`.replace('( ', '(');
    else result.push(line);
    depth += (line.match(/[([{]/g) ?? []).length - (line.match(/[)\]}]/g) ?? []).length;
  }
  return result.map((line) => line.replace(/ \)$/, ')'));
}
