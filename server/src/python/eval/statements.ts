/** Executing statements. */
import type { AnnAssign, Expression, For, If, Raise, Statement, While } from '../syntax/ast.ts';
import type { Origin } from '../../util/text-range.ts';
import { assign, unbind } from './assignment.ts';
import { joinBranches, undecided } from './branch-join.ts';
import { isSubclass } from './classes.ts';
import { defineClass, defineFunction } from './definitions.ts';
import { PythonException } from './errors.ts';
import { evaluateTypeAlias } from './type-alias.ts';
import { execImport, execImportFrom } from './import-statements.ts';
import { executeMatch } from './match.ts';
import { none } from './native.ts';
import { noKeywords, type Completion, type Frame, type Runtime } from './runtime.ts';
import { executeTry } from './try-statement.ts';
import { readName } from './scopes.ts';
import { alwaysRaises, effectsOf, targetNames } from './unknown-flow.ts';
import type { InstanceValue, Scope, Value } from './value.ts';
import { executeWith } from './with-statement.ts';

export function execute(rt: Runtime, statements: readonly Statement[], frame: Frame): Completion {
  for (const statement of statements) {
    const completion = executeOne(rt, statement, frame);
    if (completion !== 'normal') return completion;
  }
  return 'normal';
}

function siteOf(frame: Frame, node: { readonly range: Origin['range'] }): Origin {
  return { file: frame.file, range: node.range };
}

function executeOne(rt: Runtime, statement: Statement, frame: Frame): Completion {
  rt.step(frame.file, statement);
  switch (statement.kind) {
    case 'Expr': {
      if (statement.value.kind === 'Constant') return 'normal';
      const value = rt.evaluate(statement.value, frame);
      if (value.kind === 'unknown') rt.unknownUse(siteOf(frame, statement), value.reason, 'statement');
      return 'normal';
    }
    case 'Assign': {
      const value = rt.evaluate(statement.value, frame);
      for (const target of statement.targets) {
        assign(rt, target, value, frame);
        remember(target, statement, frame);
      }
      return 'normal';
    }
    case 'AnnAssign':
      return annotated(rt, statement, frame);
    case 'AugAssign': {
      const site = siteOf(frame, statement);
      const current = rt.evaluate(statement.target, frame);
      const operand = rt.evaluate(statement.value, frame);
      const result = inPlace(rt, current, statement.op, operand, site);
      assign(rt, statement.target, result ?? rt.binary(statement.op, current, operand, site), frame);
      return 'normal';
    }
    case 'FunctionDef': {
      const value = defineFunction(rt, statement, frame);
      assign(rt, { kind: 'Name', id: statement.name, range: statement.nameRange }, value, frame);
      rememberName(statement.name, statement, frame);
      return 'normal';
    }
    case 'ClassDef': {
      const value = defineClass(rt, statement, frame);
      assign(rt, { kind: 'Name', id: statement.name, range: statement.nameRange }, value, frame);
      rememberName(statement.name, statement, frame);
      return 'normal';
    }
    case 'Return':
      frame.returned = statement.value === null ? none : rt.evaluate(statement.value, frame);
      return 'return';
    case 'If':
      return executeIf(rt, statement, frame);
    case 'For':
      return executeFor(rt, statement, frame);
    case 'While':
      return executeWhile(rt, statement, frame);
    case 'With':
      return executeWith(rt, statement, 0, frame);
    case 'Try':
      return executeTry(rt, statement, frame);
    case 'Match':
      return executeMatch(rt, statement, frame);
    case 'Raise':
      return executeRaise(rt, statement, frame);
    case 'Assert': {
      const truth = rt.isTrue(rt.evaluate(statement.test, frame), siteOf(frame, statement));
      if (truth === false) {
        const message =
          statement.message === null
            ? ''
            : rt.str(rt.evaluate(statement.message, frame), siteOf(frame, statement));
        rt.raise('AssertionError', message, siteOf(frame, statement));
      }
      return 'normal';
    }
    case 'Import':
      execImport(rt, statement, frame);
      return 'normal';
    case 'ImportFrom':
      execImportFrom(rt, statement, frame);
      return 'normal';
    case 'Global':
      for (const name of statement.names) frame.scope.globals.add(name);
      return 'normal';
    case 'Nonlocal':
      for (const name of statement.names) frame.scope.nonlocals.add(name);
      return 'normal';
    case 'Delete':
      for (const target of statement.targets) unbind(rt, target, frame);
      return 'normal';
    case 'TypeAlias':
      assign(
        rt,
        { kind: 'Name', id: statement.name, range: statement.range },
        evaluateTypeAlias(rt, statement, frame),
        frame,
      );
      return 'normal';
    case 'Pass':
      return 'normal';
    case 'Break':
      return 'break';
    case 'Continue':
      return 'continue';
    case 'ErrorStatement':
      rt.unknownUse(siteOf(frame, statement), `it does not parse: ${statement.message}`, 'error');
      return 'normal';
  }
}

/** Notes where a class body names a member. */
function remember(target: Expression, statement: Statement, frame: Frame): void {
  if (frame.classBody === null || frame.scope.kind !== 'class') return;
  const names = new Set<string>();
  targetNames(target, names);
  for (const name of names) rememberName(name, statement, frame);
}

function rememberName(name: string, statement: Statement, frame: Frame): void {
  if (frame.classBody === null || frame.scope.kind !== 'class') return;
  const { memberOrigins } = frame.classBody;
  if (!memberOrigins.has(name)) memberOrigins.set(name, siteOf(frame, statement));
}

function annotated(rt: Runtime, statement: AnnAssign, frame: Frame): Completion {
  const { target, annotation, value } = statement;
  if (target.kind === 'Name' && frame.classBody !== null && frame.scope.kind === 'class') {
    frame.classBody.annotations.set(target.id, {
      expression: annotation,
      scope: frame.scope,
      file: frame.file,
      origin: siteOf(frame, annotation),
    });
    rememberName(target.id, statement, frame);
  }
  if (value !== null) assign(rt, target, rt.evaluate(value, frame), frame);
  return 'normal';
}

/** `+=` and the like change lists, dictionaries and sets themselves; undefined when a new value is made. */
function inPlace(rt: Runtime, target: Value, op: string, operand: Value, site: Origin): Value | undefined {
  if (target.kind === 'list' && op === '+') {
    const items = rt.iterate(operand, site);
    if (items === null) return operand;
    rt.checkSize(target.items.length + items.length, site);
    rt.grow(items.length, site);
    for (const item of items) target.items.push(item);
    return target;
  }
  if (target.kind === 'dict' && op === '|' && operand.kind === 'dict') {
    for (const { key, value } of operand.entries.values()) rt.setItem(target, key, value, site);
    return target;
  }
  if (target.kind === 'set' && !target.frozen && operand.kind === 'set') {
    const result = rt.binary(op as '|', target, operand, site);
    if (result.kind !== 'set') return undefined;
    target.entries.clear();
    for (const [key, item] of result.entries) target.entries.set(key, item);
    return target;
  }
  if (target.kind === 'instance') {
    const names: Readonly<Record<string, string>> = {
      '+': '__iadd__',
      '-': '__isub__',
      '*': '__imul__',
      '|': '__ior__',
      '&': '__iand__',
    };
    const method = names[op] === undefined ? undefined : rt.findAttribute(target.cls, names[op], site);
    if (method !== undefined && method.kind !== 'unknown')
      return rt.call(method, [target, operand], noKeywords, site);
  }
  return undefined;
}

function executeIf(rt: Runtime, statement: If, frame: Frame): Completion {
  const test = rt.evaluate(statement.test, frame);
  const truth = rt.isTrue(test, siteOf(frame, statement.test));
  if (truth !== null) return execute(rt, truth ? statement.body : statement.orelse, frame);
  rt.unknownUse(siteOf(frame, statement.test), reasonOf(test), 'condition');
  // A program that works does not take the branch that only raises.
  if (alwaysRaises(statement.body)) return execute(rt, statement.orelse, frame);
  if (statement.orelse.length > 0 && alwaysRaises(statement.orelse))
    return execute(rt, statement.body, frame);
  return (
    joinBranches(rt, statement, test, frame) ??
    passOver(rt, [...statement.body, ...statement.orelse], test, siteOf(frame, statement.test), frame)
  );
}

function reasonOf(value: Value): string {
  return value.kind === 'unknown' ? value.reason : 'it depends on a value that is not known';
}

/** Leaves code out whose running is not known: what it may have bound is Unknown, and so is the end of the function. */
function passOver(
  rt: Runtime,
  statements: readonly Statement[],
  cause: Value,
  site: Origin,
  frame: Frame,
): Completion {
  const effects = effectsOf(statements);
  const unknown = undecided(rt, cause, site);
  for (const name of effects.names) {
    assign(rt, { kind: 'Name', id: name, range: site.range }, unknown, frame);
    if (frame.classBody !== null)
      rememberName(name, statements[0] ?? { kind: 'Pass', range: site.range }, frame);
  }
  for (const { object, name } of effects.attributes) {
    const owner = frame.scope.names.get(object);
    if (owner?.kind === 'instance' && owner.cls.origin !== null) owner.attributes.set(name, unknown);
  }
  for (const name of effects.changed) loseContents(frame, name, unknown);
  if (effects.globals) (frame.scope.module ?? frame.scope).names.set('*', unknown);
  if (!effects.leaves || frame.function === null) return 'normal';
  frame.returned = unknown;
  return 'return';
}

/** A list, dict or set that code not run may have changed is not known any more, wherever its name is bound. */
function loseContents(frame: Frame, name: string, unknown: Value): void {
  const value = readName(frame.scope, name);
  if (value === undefined || !['list', 'dict', 'set'].includes(value.kind)) return;
  for (let scope: Scope | null = frame.scope; scope !== null; scope = scope.parent)
    if (scope.names.get(name) === value) scope.names.set(name, unknown);
}

function executeFor(rt: Runtime, statement: For, frame: Frame): Completion {
  const source = rt.evaluate(statement.iter, frame);
  let ending: Completion = 'normal';
  const known = rt.forEach(source, siteOf(frame, statement.iter), (item) => {
    rt.step(frame.file, statement);
    assign(rt, statement.target, item, frame);
    const completion = execute(rt, statement.body, frame);
    if (completion === 'break' || completion === 'return') {
      ending = completion;
      return false;
    }
    return true;
  });
  if (!known) {
    rt.unknownUse(siteOf(frame, statement.iter), reasonOf(source), 'condition');
    const over = passOver(rt, [statement], source, siteOf(frame, statement.iter), frame);
    return over === 'return' ? over : 'normal';
  }
  return endLoop(rt, ending, statement.orelse, frame);
}

function endLoop(rt: Runtime, ending: Completion, orelse: readonly Statement[], frame: Frame): Completion {
  if (ending === 'return') return 'return';
  return ending === 'break' ? 'normal' : execute(rt, orelse, frame);
}

function executeWhile(rt: Runtime, statement: While, frame: Frame): Completion {
  for (;;) {
    rt.step(frame.file, statement);
    const test = rt.evaluate(statement.test, frame);
    const truth = rt.isTrue(test, siteOf(frame, statement.test));
    if (truth === null) {
      rt.unknownUse(siteOf(frame, statement.test), reasonOf(test), 'condition');
      const over = passOver(rt, statement.body, test, siteOf(frame, statement.test), frame);
      return over === 'return' ? over : 'normal';
    }
    if (!truth) return execute(rt, statement.orelse, frame);
    const completion = execute(rt, statement.body, frame);
    if (completion === 'return') return 'return';
    if (completion === 'break') return 'normal';
  }
}

function executeRaise(rt: Runtime, statement: Raise, frame: Frame): never {
  const site = siteOf(frame, statement);
  if (statement.exception === null) {
    if (frame.handling !== null) throw frame.handling;
    return rt.raise('RuntimeError', 'No active exception to reraise', site);
  }
  let exception = rt.evaluate(statement.exception, frame);
  if (exception.kind === 'class') exception = rt.call(exception, [], noKeywords, site);
  if (exception.kind === 'unknown') {
    return rt.raise('Exception', `an exception that is not known: ${exception.reason}`, site);
  }
  const base = rt.builtin('BaseException');
  if (exception.kind !== 'instance' || base.kind !== 'class' || !isException(exception, base)) {
    return rt.raise('TypeError', 'exceptions must derive from BaseException', site);
  }
  if (statement.cause !== null) exception.attributes.set('__cause__', rt.evaluate(statement.cause, frame));
  throw new PythonException(exception, site);
}

function isException(exception: InstanceValue, base: Value & { kind: 'class' }): boolean {
  return isSubclass(exception.cls, base) || exception.cls.bases.some((b) => b.kind === 'unknown');
}
