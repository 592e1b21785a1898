/**
 * Both branches of a condition that is not known, where running them changes nothing but names: what they bind or return is
 * then one of a few values instead of anything.
 */
import type { Expression, If, IfExp, Statement } from '../syntax/ast.ts';
import type { Origin } from '../../util/text-range.ts';
import { oneOf } from './alternatives.ts';
import { PythonException } from './errors.ts';
import { none } from './native.ts';
import type { Completion, Frame, Runtime } from './runtime.ts';
import { effectsOf } from './unknown-flow.ts';
import type { UnknownValue, Value } from './value.ts';

/** Runs both branches of an `if`; null, with nothing changed, when they do more than bind names and return. */
export function joinBranches(rt: Runtime, statement: If, test: Value, frame: Frame): Completion | null {
  const { leaves, names, attributes, changed } = effectsOf([statement]);
  const rest = leaves ? statementsAfter(frame.function?.definition.body, statement) : [];
  if (rest === null || attributes.length + changed.size > 0) return null;
  const branches = [
    [...statement.body, ...rest],
    [...statement.orelse, ...rest],
  ];
  if (!branches.every((branch) => branch.every(isPlain)) || conditions(rest) > maxConditions) return null;
  for (const name of effectsOf(rest).names) names.add(name);
  const { scope } = frame;
  if ([...names].some((name) => scope.globals.has(name) || scope.nonlocals.has(name))) return null;
  const before = bindings(frame, names);
  const endings: { readonly bound: Bindings; readonly returned: Value | null }[] = [];
  for (const branch of branches) {
    restore(frame, before);
    const completion = attempt(() => rt.execute(branch, frame));
    if (completion === null) {
      restore(frame, before);
      return null;
    }
    const returned = completion === 'return' ? frame.returned : leaves ? none : null;
    endings.push({ bound: bindings(frame, names), returned });
  }
  const unknown = undecided(rt, test, { file: frame.file, range: statement.test.range });
  for (const name of names) {
    const values = endings.map(({ bound }) => bound.get(name));
    const known = values.filter((value) => value !== undefined);
    scope.names.set(name, known.length === values.length ? oneOf(known, unknown) : unknown);
  }
  const returned = endings.map((ending) => ending.returned).filter((value) => value !== null);
  if (returned.length === 0) return 'normal';
  frame.returned = oneOf(returned, unknown);
  return 'return';
}

/** `a if condition else b`. */
export function joinExpressions(rt: Runtime, node: IfExp, test: Value, frame: Frame): Value {
  const { alternatives: _alternatives, ...unknown } = undecided(rt, test, {
    file: frame.file,
    range: node.range,
  });
  if (!isPlainExpression(node.body) || !isPlainExpression(node.orelse)) return unknown;
  const values = attempt(() => [rt.evaluate(node.body, frame), rt.evaluate(node.orelse, frame)]);
  return values === null ? unknown : oneOf(values, unknown);
}

/** What a condition that is not known decides; the reason is that of the first one. */
export function undecided(rt: Runtime, test: Value, site: Origin): UnknownValue {
  const reason = test.kind === 'unknown' ? test.reason : 'it depends on a value that is not known';
  return rt.unknown(reason.startsWith(prefix) ? reason : prefix + reason, site);
}
const prefix = 'it depends on a condition that is not known: ';

/** What runs after a statement of a function until the function ends; null inside of a loop or another block. */
function statementsAfter(
  body: readonly Statement[] | Expression | undefined,
  target: Statement,
): readonly Statement[] | null {
  if (body === undefined || !Array.isArray(body)) return null;
  const statements = body as readonly Statement[];
  for (const [index, statement] of statements.entries()) {
    const rest = statements.slice(index + 1);
    if (statement === target) return rest;
    if (statement.kind !== 'If') continue;
    const inside = statementsAfter(statement.body, target) ?? statementsAfter(statement.orelse, target);
    if (inside !== null) return [...inside, ...rest];
  }
  return null;
}

/** Running it changes nothing but the names that it binds. */
function isPlain(statement: Statement): boolean {
  switch (statement.kind) {
    case 'Pass':
      return true;
    case 'Return':
      return statement.value === null || isPlainExpression(statement.value);
    case 'Expr':
      return isPlainExpression(statement.value);
    case 'Assign':
      return (
        statement.targets.every((target) => target.kind === 'Name') && isPlainExpression(statement.value)
      );
    case 'AnnAssign':
      return (
        statement.target.kind === 'Name' && statement.value !== null && isPlainExpression(statement.value)
      );
    case 'If':
      return isPlainExpression(statement.test) && [...statement.body, ...statement.orelse].every(isPlain);
    default:
      return false;
  }
}

/** Evaluating it has no effect: it calls nothing and binds nothing. */
function isPlainExpression(node: Expression): boolean {
  switch (node.kind) {
    case 'Constant':
    case 'Name':
      return true;
    case 'Attribute':
    case 'Starred':
      return isPlainExpression(node.value);
    case 'Subscript':
      return isPlainExpression(node.value) && isPlainExpression(node.slice);
    case 'BinOp':
      return isPlainExpression(node.left) && isPlainExpression(node.right);
    case 'UnaryOp':
      return isPlainExpression(node.operand);
    case 'BoolOp':
      return node.values.every(isPlainExpression);
    case 'Compare':
      return [node.left, ...node.comparators].every(isPlainExpression);
    case 'IfExp':
      return [node.test, node.body, node.orelse].every(isPlainExpression);
    case 'List':
    case 'Tuple':
    case 'Set':
      return node.elements.every(isPlainExpression);
    case 'Dict':
      return node.entries.every(
        ({ key, value }) => (key === null || isPlainExpression(key)) && isPlainExpression(value),
      );
    default:
      return false;
  }
}

/** Each condition behind this one doubles the ways through the rest. */
const maxConditions = 4;

function conditions(statements: readonly Statement[]): number {
  return statements.reduce(
    (count, statement) =>
      statement.kind === 'If' ? count + 1 + conditions(statement.body) + conditions(statement.orelse) : count,
    0,
  );
}

type Bindings = ReadonlyMap<string, Value | undefined>;

function bindings({ scope }: Frame, names: ReadonlySet<string>): Bindings {
  return new Map(Array.from(names, (name) => [name, scope.names.get(name)] as const));
}

function restore({ scope }: Frame, bound: Bindings): void {
  for (const [name, value] of bound) {
    if (value === undefined) scope.names.delete(name);
    else scope.names.set(name, value);
  }
}

/** Null for a branch that raises: which exception then ends the code is not known either. */
function attempt<T>(run: () => T): T | null {
  try {
    return run();
  } catch (error) {
    if (error instanceof PythonException) return null;
    throw error;
  }
}
