/** What code that was not run might have assigned. */
import type { Call, Expression, Pattern, Statement } from '../syntax/ast.ts';

/** The names that statements may bind in their own scope, and whether they may leave it. */
export interface Effects {
  readonly names: Set<string>;
  /** `self.x = …`: attributes of what a name stands for. */
  readonly attributes: { readonly object: string; readonly name: string }[];
  /** `x[…] = …` and `x.append(…)`: names of what may have been changed. */
  readonly changed: Set<string>;
  /** `globals()[…] = …`. */
  globals: boolean;
  /** `return`, `break` or `continue` may have ended the surrounding code. */
  leaves: boolean;
}

export function effectsOf(
  statements: readonly Statement[],
  effects: Effects = { names: new Set(), attributes: [], changed: new Set(), globals: false, leaves: false },
): Effects {
  for (const statement of statements) collect(statement, effects);
  return effects;
}

function collect(statement: Statement, effects: Effects): void {
  switch (statement.kind) {
    case 'FunctionDef':
    case 'ClassDef':
    case 'TypeAlias':
      effects.names.add(statement.name);
      return;
    case 'Assign':
      statement.targets.forEach((target) => {
        targetNames(target, effects.names);
        targetAttributes(target, effects);
      });
      return;
    case 'AugAssign':
    case 'AnnAssign':
      targetNames(statement.target, effects.names);
      targetAttributes(statement.target, effects);
      return;
    case 'Delete':
      statement.targets.forEach((target) => {
        targetNames(target, effects.names);
        targetAttributes(target, effects);
      });
      return;
    case 'For':
      targetNames(statement.target, effects.names);
      effectsOf(statement.body, effects);
      effectsOf(statement.orelse, effects);
      return;
    case 'While':
    case 'If':
      effectsOf(statement.body, effects);
      effectsOf(statement.orelse, effects);
      return;
    case 'With':
      for (const item of statement.items) if (item.target !== null) targetNames(item.target, effects.names);
      effectsOf(statement.body, effects);
      return;
    case 'Try':
      effectsOf(statement.body, effects);
      for (const handler of statement.handlers) {
        if (handler.name !== null) effects.names.add(handler.name);
        effectsOf(handler.body, effects);
      }
      effectsOf(statement.orelse, effects);
      effectsOf(statement.finalbody, effects);
      return;
    case 'Match':
      for (const { pattern, body } of statement.cases) {
        patternNames(pattern, effects.names);
        effectsOf(body, effects);
      }
      return;
    case 'Import':
      for (const { name, asName } of statement.names) effects.names.add(asName ?? name.split('.')[0] ?? name);
      return;
    case 'ImportFrom':
      for (const { name, asName } of statement.names) effects.names.add(asName ?? name);
      return;
    case 'Return':
    case 'Break':
    case 'Continue':
      effects.leaves = true;
      return;
    case 'Expr':
      if (statement.value.kind === 'Call') callEffects(statement.value, effects);
      return;
    case 'Raise':
    case 'Assert':
    case 'Global':
    case 'Nonlocal':
    case 'Pass':
    case 'ErrorStatement':
      return;
  }
}

/** Methods that change a list, dict or set. */
const changing = new Set([
  ...[
    'add',
    'append',
    'appendleft',
    'clear',
    'difference_update',
    'discard',
    'extend',
    'extendleft',
    'insert',
  ],
  ...['intersection_update', 'pop', 'popitem', 'remove', 'reverse', 'setdefault', 'sort', 'update'],
]);

function callEffects({ func }: Call, effects: Effects): void {
  if (func.kind === 'Attribute' && changing.has(func.attr)) changes(func.value, effects);
}

/** Notes that the container an expression stands for may have changed. */
function changes(container: Expression, effects: Effects): void {
  if (container.kind === 'Subscript') changes(container.value, effects);
  else if (container.kind === 'Name') effects.changed.add(container.id);
  else if (container.kind === 'Attribute' && container.value.kind === 'Name')
    effects.attributes.push({ object: container.value.id, name: container.attr });
  else if (container.kind === 'Call' && container.func.kind === 'Name' && container.func.id === 'globals')
    effects.globals = true;
}

function targetAttributes(target: Expression, effects: Effects): void {
  if (target.kind === 'Subscript') changes(target.value, effects);
  if (target.kind === 'Attribute' && target.value.kind === 'Name')
    effects.attributes.push({ object: target.value.id, name: target.attr });
  if (target.kind !== 'Tuple' && target.kind !== 'List') return;
  for (const element of target.elements) targetAttributes(element, effects);
}

export function targetNames(target: Expression, names: Set<string>): void {
  switch (target.kind) {
    case 'Name':
      names.add(target.id);
      return;
    case 'Tuple':
    case 'List':
      target.elements.forEach((element) => {
        targetNames(element, names);
      });
      return;
    case 'Starred':
      targetNames(target.value, names);
      return;
    default:
  }
}

function patternNames(pattern: Pattern, names: Set<string>): void {
  switch (pattern.kind) {
    case 'MatchAs':
      if (pattern.name !== null) names.add(pattern.name);
      if (pattern.pattern !== null) patternNames(pattern.pattern, names);
      return;
    case 'MatchStar':
      if (pattern.name !== null) names.add(pattern.name);
      return;
    case 'MatchMapping':
      if (pattern.rest !== null) names.add(pattern.rest);
      pattern.entries.forEach((entry) => {
        patternNames(entry.pattern, names);
      });
      return;
    case 'MatchClass':
      pattern.patterns.forEach((p) => {
        patternNames(p, names);
      });
      pattern.keywords.forEach((k) => {
        patternNames(k.pattern, names);
      });
      return;
    case 'MatchSequence':
    case 'MatchOr':
      pattern.patterns.forEach((p) => {
        patternNames(p, names);
      });
      return;
    case 'MatchValue':
  }
}

/** True when running the statements cannot but raise: such a branch is not the one that a working program takes. */
export function alwaysRaises(statements: readonly Statement[]): boolean {
  const last = statements.at(-1);
  return last?.kind === 'Raise';
}
