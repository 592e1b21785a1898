import type { ScriptEvaluation } from '../alembic/bindings/script-evaluator.ts';
import type { Script } from '../alembic/script/script.ts';
import type { Expression, Module, Statement } from '../python/syntax/ast.ts';
import type { Origin } from '../util/text-range.ts';
import type { FileSystem } from './file-system.ts';
import type { SourceCache } from './source-cache.ts';

/** `@compiles(sa.ForeignKeyConstraint, "postgresql")` in a script. */
export interface CompileOverride {
  readonly element: string;
  /** Empty: every dialect. */
  readonly dialects: readonly string[];
  readonly origin: Origin;
}

/**
 * The functions of scripts that replace how SQLAlchemy writes an element of its own. Alembic imports all scripts, so
 * one of them changes the SQL of every revision. Elements of a script's own classes are nobody else's.
 */
export function overridesOf(
  fs: FileSystem,
  sources: SourceCache,
  scripts: Iterable<Script>,
): readonly CompileOverride[] {
  return [...scripts].flatMap(({ path }) => {
    if (fs.readFile(path)?.includes('compiles(') !== true) return [];
    const module = sources.parse(fs, path);
    return module === null ? [] : compileOverrides(module);
  });
}

function compileOverrides(module: Module): readonly CompileOverride[] {
  const own = new Set(module.body.flatMap((each) => (each.kind === 'ClassDef' ? [each.name] : [])));
  return module.body.flatMap((statement) =>
    decoratorsOf(statement).flatMap((each) => overrideOf(each, own, module)),
  );
}

function decoratorsOf(statement: Statement): readonly Expression[] {
  return statement.kind === 'FunctionDef' ? statement.decorators : [];
}

function overrideOf(
  decorator: Expression,
  own: ReadonlySet<string>,
  module: Module,
): readonly CompileOverride[] {
  if (decorator.kind !== 'Call' || lastName(decorator.func) !== 'compiles') return [];
  const [target, ...specs] = decorator.args;
  const element = target === undefined ? null : lastName(target);
  if (element === null || own.has(element)) return [];
  const dialects = specs.flatMap((spec) =>
    spec.kind === 'Constant' && spec.value.type === 'str' ? [spec.value.value] : [],
  );
  return [{ element, dialects, origin: { file: module.file, range: decorator.range } }];
}

function lastName(expression: Expression): string | null {
  if (expression.kind === 'Name') return expression.id;
  return expression.kind === 'Attribute' ? expression.attr : null;
}

/** What a constraint class is called among the operations' data. */
const constraintKinds: Readonly<Record<string, string>> = {
  ForeignKeyConstraint: 'foreign_key',
  UniqueConstraint: 'unique',
  CheckConstraint: 'check',
  PrimaryKeyConstraint: 'primary_key',
};

/** The evaluation, refused where an override changes the SQL of its operations. */
export function refuseOverridden(
  evaluation: ScriptEvaluation,
  overrides: readonly CompileOverride[],
  dialectName: string,
): ScriptEvaluation {
  const changed = overrides.filter(({ element, dialects }) => {
    if (dialects.length > 0 && !dialects.includes(dialectName)) return false;
    const kind = constraintKinds[element];
    return kind === undefined ? evaluation.operations.length > 0 : holds(evaluation.operations, kind);
  });
  if (changed.length === 0) return evaluation;
  const refusals = changed.map(({ element, origin }) => ({
    message: `this @compiles function replaces how SQLAlchemy writes ${element}, in every revision, which Retort does not follow; run the revisions that have one with Alembic itself`,
    origin,
  }));
  return { ...evaluation, refusals: [...evaluation.refusals, ...refusals] };
}

function holds(value: unknown, kind: string): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if ('kind' in value && value.kind === kind) return true;
  const parts = value instanceof Map ? [...value.values()] : Object.values(value);
  return parts.some((part) => holds(part, kind));
}
