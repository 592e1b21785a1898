/** Rules of statements. */
import type { FunctionDef, ImportFrom, Statement, Try } from '../ast.ts';
import {
  checkArguments,
  checkDefaults,
  checkExpression,
  checkExpressions,
  checkValue,
} from './expressions.ts';
import { checkCases } from './patterns.ts';
import { complain, type Place } from './place.ts';
import { checkDeleted, checkTarget } from './targets.ts';

export function checkBody(place: Place, body: readonly Statement[]): void {
  for (const statement of body) checkStatement(place, statement);
}

function checkStatement(place: Place, node: Statement): void {
  switch (node.kind) {
    case 'FunctionDef':
      checkExpressions(place, node.decorators);
      checkDefaults(place, node.parameters);
      checkExpression(place, node.returns);
      checkBody(insideFunction(place, node), node.body);
      return;
    case 'ClassDef':
      checkExpressions(place, node.decorators);
      checkArguments(place, { args: node.bases, keywords: node.keywords });
      checkBody({ ...place, function: null, inLoop: false, inModule: false }, node.body);
      return;
    case 'Return':
      if (place.function === null) complain(place, node.range, "'return' outside function");
      checkValue(place, node.value);
      return;
    case 'Break':
      if (!place.inLoop) complain(place, node.range, "'break' outside loop");
      return;
    case 'Continue':
      if (!place.inLoop) complain(place, node.range, "'continue' not properly in loop");
      return;
    case 'Delete':
      for (const target of node.targets) checkDeleted(place, target);
      checkExpressions(place, node.targets);
      return;
    case 'Assign':
      for (const target of node.targets) checkTarget(place, target);
      checkExpressions(place, node.targets);
      checkValue(place, node.value);
      return;
    case 'AugAssign':
      if (node.target.kind === 'Tuple' || node.target.kind === 'List')
        complain(
          place,
          node.target.range,
          `'${node.target.kind.toLowerCase()}' is an illegal expression for augmented assignment`,
        );
      else checkTarget(place, node.target);
      checkValue(place, node.value);
      return;
    case 'AnnAssign':
      if (node.target.kind === 'Tuple' || node.target.kind === 'List')
        complain(
          place,
          node.target.range,
          `only single target (not ${node.target.kind.toLowerCase()}) can be annotated`,
        );
      else checkTarget(place, node.target);
      checkValue(place, node.annotation);
      checkValue(place, node.value);
      return;
    case 'For':
      if (node.isAsync) checkAsync(place, node, 'for');
      checkTarget(place, node.target);
      checkValue(place, node.iter);
      checkBody({ ...place, inLoop: true }, node.body);
      checkBody(place, node.orelse);
      return;
    case 'While':
      checkExpression(place, node.test);
      checkBody({ ...place, inLoop: true }, node.body);
      checkBody(place, node.orelse);
      return;
    case 'If':
      checkIfs(place, node);
      return;
    case 'With':
      if (node.isAsync) checkAsync(place, node, 'with');
      for (const { context, target } of node.items) {
        checkValue(place, context);
        if (target !== null) checkTarget(place, target);
      }
      checkBody(place, node.body);
      return;
    case 'Raise':
      checkExpressions(place, [node.exception, node.cause]);
      return;
    case 'Try':
      checkTry(place, node);
      return;
    case 'Match':
      checkExpression(place, node.subject);
      checkCases(place, node);
      for (const { guard, body } of node.cases) {
        checkExpression(place, guard);
        checkBody(place, body);
      }
      return;
    case 'Assert':
      checkExpressions(place, [node.test, node.message]);
      return;
    case 'ImportFrom':
      checkImport(place, node);
      return;
    case 'Global':
      for (const name of node.names)
        if (place.parameters.has(name)) complain(place, node.range, `name '${name}' is parameter and global`);
      return;
    case 'Nonlocal':
      if (place.inModule) complain(place, node.range, 'nonlocal declaration not allowed at module level');
      for (const name of node.names)
        if (place.parameters.has(name))
          complain(place, node.range, `name '${name}' is parameter and nonlocal`);
      return;
    case 'TypeAlias':
      checkExpression(place, node.value);
      return;
    case 'Expr':
      checkValue(place, node.value);
      return;
    case 'Import':
    case 'Pass':
    case 'ErrorStatement':
      return;
  }
}

function insideFunction(place: Place, { isAsync, parameters }: FunctionDef): Place {
  return {
    ...place,
    function: isAsync ? 'async' : 'plain',
    inLoop: false,
    inModule: false,
    parameters: new Set(parameters.map(({ name }) => name)),
  };
}

/** A chain of `elif` nests; a loop saves the stack. */
function checkIfs(place: Place, first: Statement & { kind: 'If' }): void {
  for (let node = first; ;) {
    checkExpression(place, node.test);
    checkBody(place, node.body);
    const [next, ...more] = node.orelse;
    if (next?.kind !== 'If' || more.length > 0) {
      checkBody(place, node.orelse);
      return;
    }
    node = next;
  }
}

function checkAsync(place: Place, node: Statement, what: string): void {
  if (place.function !== 'async') complain(place, node.range, `'async ${what}' outside async function`);
}

function checkTry(place: Place, node: Try): void {
  const { body, handlers, orelse, finalbody } = node;
  for (const [index, handler] of handlers.entries()) {
    if (handler.type === null && index < handlers.length - 1)
      complain(place, handler.range, "default 'except:' must be last");
    if (handler.isGroup && handler.type === null)
      complain(place, handler.range, 'expected one or more exception types');
    if (handler.isGroup !== handlers[0]?.isGroup)
      complain(place, handler.range, "cannot have both 'except' and 'except*' on the same 'try'");
    checkExpression(place, handler.type);
    checkBody(place, handler.body);
  }
  if (handlers.length === 0 && orelse.length > 0)
    complain(place, node.range, "expected 'except' or 'finally' block");
  for (const each of [body, orelse, finalbody]) checkBody(place, each);
}

function checkImport(place: Place, node: ImportFrom): void {
  if (node.names.some(({ name }) => name === '*') && !place.inModule)
    complain(place, node.range, 'import * only allowed at module level');
}
