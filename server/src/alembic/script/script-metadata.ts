import type { Expression, Module, Statement } from '../../python/syntax/ast.ts';
import { basename } from '../../util/paths.ts';
import type { Problem } from '../../util/problem.ts';
import type { Origin, TextRange } from '../../util/text-range.ts';
import type { Script } from './script.ts';

export type IdentifierName = 'revision' | 'down_revision' | 'branch_labels' | 'depends_on';
/** Evaluates a file whose identifiers are no literals; null for one that cannot be known. */
export type EvaluateIdentifiers = (module: Module) => (name: IdentifierName) => readonly string[] | null;

export interface ScriptReading {
  /** Null when no revision id can be told. */
  readonly script: Script | null;
  readonly problems: readonly Problem[];
}

/**
 * Reads what the graph needs of a revision file from its syntax tree, without evaluating it: module-level literals, and
 * names bound to them; `evaluate` is asked where that is not enough. Mirrors `Script._from_path`; what upstream raises
 * on import becomes a problem.
 */
export function readScript(module: Module, evaluate: EvaluateIdentifiers | null = null): ScriptReading {
  const file = module.file;
  const problems: Problem[] = [];
  const report = (code: string, message: string, range: TextRange): void => {
    problems.push({ code, severity: 'error', message, origin: { file, range } });
  };
  for (const error of module.errors.slice(0, 1)) {
    report(
      'script-syntax',
      `${error.message}; the script cannot run, and the history is not certain, until this line is corrected`,
      error.range,
    );
  }
  const bindings = moduleBindings(module.body);
  let evaluated: ReturnType<EvaluateIdentifiers> | null = null;
  const value = (name: IdentifierName): readonly string[] | null => {
    const expression = bindings.get(name);
    if (expression === undefined) return null;
    const read = literalStrings(expression, bindings, 0);
    if (read !== null) return read;
    evaluated ??= evaluate?.(module) ?? null;
    const known = evaluated?.(name) ?? null;
    if (known !== null) return known;
    report(
      'script-metadata',
      `${name} is not a literal; write it as a string, a tuple of strings or None`,
      expression.range,
    );
    return [];
  };

  const start = { start: 0, end: 0 };
  const written = value('revision');
  const revision = written === null ? legacyRevision(file) : (written[0] ?? null);
  if (revision === null) {
    if (written === null && problems.length === 0) {
      report(
        'script-without-revision',
        `Could not determine revision id from filename ${basename(file)}. ` +
          "Be sure the 'revision' variable is declared inside the script " +
          "(please see 'Upgrading from Alembic 0.1 to 0.2' in the documentation).",
        start,
      );
    } else if (problems.length === 0) {
      report(
        'script-metadata',
        `revision is empty in ${basename(file)}`,
        bindings.get('revision')?.range ?? start,
      );
    }
    return { script: null, problems };
  }
  const down = value('down_revision');
  if (down === null && module.errors.length === 0) {
    report(
      'script-metadata',
      `${basename(file)} has no down_revision; write None for a first revision`,
      start,
    );
  }
  const origin = (name: IdentifierName): Origin | null => {
    const expression = bindings.get(name);
    return expression === undefined ? null : { file, range: expression.range };
  };
  const longDoc = docstring(module.body).trim();
  return {
    script: {
      revision,
      downRevisions: down ?? [],
      branchLabels: value('branch_labels') ?? [],
      dependsOn: value('depends_on') ?? [],
      longDoc,
      doc: longDoc.split('\n\n')[0] ?? '',
      path: file,
      revisionOrigin: origin('revision'),
      downRevisionOrigin: origin('down_revision'),
    },
    problems,
  };
}

type Bindings = ReadonlyMap<string, Expression>;

/** The last binding of each name at module level; what is bound in a branch or a loop is left to evaluation. */
function moduleBindings(body: readonly Statement[]): Bindings {
  const bindings = new Map<string, Expression>();
  for (const statement of body) {
    if (statement.kind === 'Assign') {
      for (const target of statement.targets) {
        if (target.kind === 'Name') bindings.set(target.id, statement.value);
      }
    } else if (
      statement.kind === 'AnnAssign' &&
      statement.value !== null &&
      statement.target.kind === 'Name'
    ) {
      bindings.set(statement.target.id, statement.value);
    }
  }
  return bindings;
}

/** `None` is an empty list; null means that the value cannot be told. */
function literalStrings(expression: Expression, bindings: Bindings, depth: number): readonly string[] | null {
  if (depth > 8) return null;
  switch (expression.kind) {
    case 'Constant':
      if (expression.value.type === 'none') return [];
      return expression.value.type === 'str' && expression.value.value !== ''
        ? [expression.value.value]
        : null;
    case 'Tuple':
    case 'List':
    case 'Set': {
      const all = expression.elements.map((element) => literalStrings(element, bindings, depth + 1));
      return all.some((each) => each === null) ? null : all.flatMap((each) => each ?? []);
    }
    case 'Name': {
      const bound = bindings.get(expression.id);
      return bound === undefined ? null : literalStrings(bound, bindings, depth + 1);
    }
    default:
      return null;
  }
}

function docstring(body: readonly Statement[]): string {
  const [first] = body;
  if (first?.kind !== 'Expr' || first.value.kind !== 'Constant' || first.value.value.type !== 'str')
    return '';
  return first.value.value.value.replace(/\r\n?/g, '\n');
}

/** Alembic 0.1 kept the id in the file name alone. */
function legacyRevision(file: string): string | null {
  return /^([a-f0-9]+)\.py$/.exec(basename(file))?.[1] ?? null;
}
