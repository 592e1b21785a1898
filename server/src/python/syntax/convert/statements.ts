/** Statements, from tree-sitter's nodes to ours. */
import type { Node } from 'web-tree-sitter';
import type {
  BinaryOperator,
  ClassDef,
  ExceptHandler,
  Expression,
  FunctionDef,
  If,
  MatchCase,
  Statement,
  WithItem,
} from '../ast.ts';
import { describeBroken, errorStatement, isBroken, maximumDepth, type ConversionContext } from './context.ts';
import { convertArguments, convertExpression } from './expressions.ts';
import { convertImportFrom, importNames } from './imports.ts';
import { checkIndentation, checkLineEnds, checkSeparators } from './indentation.ts';
import { convertParameters } from './parameters.ts';
import { convertCasePatterns } from './patterns.ts';

/** Converts the statements of a module or a block. */
export function convertBody(context: ConversionContext, node: Node | null): Statement[] {
  const result: Statement[] = [];
  if (node === null) return result;
  const parts = context.children(node);
  const children = parts.filter((child) => child.type !== ';');
  checkIndentation(context, children, node.type === 'module' ? '' : null);
  if (context.hasErrors) checkSeparators(context, parts);
  for (const child of children) convertInto(context, child, result);
  return result;
}

function convertInto(context: ConversionContext, node: Node, result: Statement[]): void {
  if (context.hasErrors && isBroken(node)) {
    result.push(errorStatement(context, node, describeBroken(context, node)));
    // What the parser understood inside the broken stretch still counts.
    for (const child of node.children) if (isStatement(child.type)) convertInto(context, child, result);
    return;
  }
  if (context.depth >= maximumDepth) {
    result.push(errorStatement(context, node, 'too many nested parentheses or blocks'));
    return;
  }
  context.depth++;
  if (simpleStatements.has(node.type)) checkLineEnds(context, node);
  result.push(convertStatement(context, node));
  if (context.hasErrors) reportBrokenChildren(context, node);
  context.depth--;
}

const simpleStatements: ReadonlySet<string> = new Set([
  'expression_statement',
  'return_statement',
  'raise_statement',
  'assert_statement',
  'delete_statement',
]);

function isStatement(type: string): boolean {
  return type.endsWith('_statement') || type.endsWith('_definition');
}

/** A compound statement's own broken children; those inside its expressions were reported by the expressions. */
function reportBrokenChildren(context: ConversionContext, node: Node): void {
  for (const child of node.children) {
    if (isBroken(child)) context.error(context.range(child), describeBroken(context, child));
  }
}

function convertStatement(context: ConversionContext, node: Node): Statement {
  const range = context.range(node);
  switch (node.type) {
    case 'expression_statement':
      return convertExpressionStatement(context, node);
    case 'pass_statement':
      return { kind: 'Pass', range };
    case 'break_statement':
      return { kind: 'Break', range };
    case 'continue_statement':
      return { kind: 'Continue', range };
    case 'return_statement': {
      const value = context.children(node)[1];
      return {
        kind: 'Return',
        value: value === undefined ? null : convertExpression(context, value),
        range,
      };
    }
    case 'raise_statement': {
      const children = context.children(node);
      const cause = node.childForFieldName('cause');
      const exception = children[1]?.type === 'from' ? undefined : children[1];
      if (exception?.type === 'expression_list')
        return errorStatement(context, node, 'invalid syntax: one exception is raised');
      return {
        kind: 'Raise',
        exception: exception === undefined ? null : convertExpression(context, exception),
        cause: cause === null ? null : convertExpression(context, cause),
        range,
      };
    }
    case 'delete_statement': {
      const target = context.children(node)[1];
      if (target === undefined) break;
      const targets =
        target.type === 'expression_list'
          ? context.children(target).filter((child) => child.type !== ',')
          : [target];
      return { kind: 'Delete', targets: targets.map((t) => convertExpression(context, t)), range };
    }
    case 'assert_statement': {
      const [, test, , message] = context.children(node);
      if (test === undefined) break;
      return {
        kind: 'Assert',
        test: convertExpression(context, test),
        message: message === undefined ? null : convertExpression(context, message),
        range,
      };
    }
    case 'global_statement':
    case 'nonlocal_statement': {
      const names = node.children
        .filter((child) => child.type === 'identifier')
        .map((child) => context.source(child));
      return { kind: node.type === 'global_statement' ? 'Global' : 'Nonlocal', names, range };
    }
    case 'import_statement':
      return { kind: 'Import', names: importNames(context, node), range };
    case 'future_import_statement':
      return { kind: 'ImportFrom', module: '__future__', level: 0, names: importNames(context, node), range };
    case 'import_from_statement':
      return convertImportFrom(context, node);
    case 'type_alias_statement': {
      const left = node.childForFieldName('left');
      const right = node.childForFieldName('right');
      if (left === null || right === null) break;
      const name = convertExpression(context, left);
      const target = name.kind === 'Subscript' ? name.value : name;
      if (target.kind !== 'Name') break;
      const typeParameters = name.kind === 'Subscript' ? parameterNames(context, left) : [];
      return {
        kind: 'TypeAlias',
        name: target.id,
        typeParameters,
        value: convertExpression(context, right),
        range,
      };
    }
    case 'if_statement':
      return convertIf(context, node);
    case 'for_statement':
      return {
        kind: 'For',
        target: field(context, node, 'left'),
        iter: field(context, node, 'right'),
        body: block(context, node, 'body'),
        orelse: elseBody(context, node.childForFieldName('alternative')),
        isAsync: node.firstChild?.type === 'async',
        range,
      };
    case 'while_statement':
      return {
        kind: 'While',
        test: field(context, node, 'condition'),
        body: block(context, node, 'body'),
        orelse: elseBody(context, node.childForFieldName('alternative')),
        range,
      };
    case 'with_statement':
      return convertWith(context, node);
    case 'try_statement':
      return convertTry(context, node);
    case 'match_statement':
      return convertMatch(context, node);
    case 'function_definition':
      return convertFunction(context, node, []);
    case 'class_definition':
      return convertClass(context, node, []);
    case 'decorated_definition':
      return convertDecorated(context, node);
    case 'print_statement':
    case 'exec_statement':
      return errorStatement(
        context,
        node,
        `Missing parentheses in call to '${node.type.replace('_statement', '')}'`,
      );
    default:
      break;
  }
  return errorStatement(context, node, `invalid syntax near '${context.source(node).slice(0, 40)}'`);
}

function field(context: ConversionContext, node: Node, name: string): Expression {
  const child = node.childForFieldName(name);
  return child === null
    ? context.errorExpression(node, 'invalid syntax: expected an expression')
    : convertExpression(context, child);
}

function block(context: ConversionContext, node: Node, name: string): Statement[] {
  const child = node.childForFieldName(name);
  return blockNode(context, child, node);
}

function blockNode(context: ConversionContext, child: Node | null, owner: Node): Statement[] {
  const body = convertBody(context, child);
  if (body.length === 0) {
    const message = 'expected an indented block';
    const { end } = context.range(owner);
    const range = { start: Math.max(context.range(owner).start, end - 1), end };
    context.error(range, message);
    body.push({ kind: 'ErrorStatement', message, range });
  }
  return body;
}

function elseBody(context: ConversionContext, clause: Node | null): Statement[] {
  return clause === null ? [] : block(context, clause, 'body');
}

function convertExpressionStatement(context: ConversionContext, node: Node): Statement {
  const range = context.range(node);
  if (context.hasErrors) {
    const broken = node.children.find(isBroken);
    if (broken !== undefined)
      return { kind: 'ErrorStatement', message: describeBroken(context, broken), range };
  }
  const children = context.children(node);
  const first = children[0];
  if (first === undefined) return errorStatement(context, node, 'invalid syntax');
  if (first.type === 'assignment') return convertAssignment(context, first);
  if (first.type === 'augmented_assignment') {
    const op = first.childForFieldName('operator')?.type.slice(0, -1) ?? '+';
    return {
      kind: 'AugAssign',
      target: field(context, first, 'left'),
      op: op as BinaryOperator,
      value: field(context, first, 'right'),
      range,
    };
  }
  if (children.length === 1) return { kind: 'Expr', value: convertExpression(context, first), range };
  const elements = children
    .filter((child) => child.type !== ',')
    .map((child) => convertExpression(context, child));
  return { kind: 'Expr', value: { kind: 'Tuple', elements, range }, range };
}

function convertAssignment(context: ConversionContext, node: Node): Statement {
  const range = context.range(node);
  if (context.hasErrors) {
    const broken = node.children.find(isBroken);
    if (broken !== undefined) return errorStatement(context, node, describeBroken(context, broken));
  }
  const type = node.childForFieldName('type');
  if (type !== null) {
    const value = node.childForFieldName('right');
    return {
      kind: 'AnnAssign',
      target: field(context, node, 'left'),
      annotation: convertExpression(context, type),
      value: value === null ? null : convertExpression(context, value),
      range,
    };
  }
  const targets: Expression[] = [];
  let current = node;
  for (;;) {
    targets.push(field(context, current, 'left'));
    const right = current.childForFieldName('right');
    if (right?.type !== 'assignment') break;
    current = right;
  }
  return { kind: 'Assign', targets, value: field(context, current, 'right'), range };
}

function convertIf(context: ConversionContext, node: Node): If {
  const clauses = context
    .children(node)
    .filter((child) => child.type === 'elif_clause' || child.type === 'else_clause');
  let orelse: Statement[] = [];
  for (const clause of clauses.reverse()) {
    if (clause.type === 'else_clause') {
      orelse = elseBody(context, clause);
    } else {
      const range = { start: context.range(clause).start, end: context.range(node).end };
      orelse = [
        {
          kind: 'If',
          test: field(context, clause, 'condition'),
          body: block(context, clause, 'consequence'),
          orelse,
          range,
        },
      ];
    }
    if (context.hasErrors) reportBrokenChildren(context, clause);
  }
  return {
    kind: 'If',
    test: field(context, node, 'condition'),
    body: block(context, node, 'consequence'),
    orelse,
    range: context.range(node),
  };
}

function convertWith(context: ConversionContext, node: Node): Statement {
  const clause = node.children.find((child) => child.type === 'with_clause');
  const items: WithItem[] = [];
  for (const child of clause?.children ?? []) {
    if (child.type !== 'with_item') continue;
    const value = child.childForFieldName('value');
    if (value !== null) withItems(context, value, items);
  }
  return {
    kind: 'With',
    items,
    body: block(context, node, 'body'),
    isAsync: node.firstChild?.type === 'async',
    range: context.range(node),
  };
}

function withItems(context: ConversionContext, node: Node, items: WithItem[]): void {
  if (node.type === 'as_pattern') {
    const [value, , alias] = context.children(node);
    const target = alias?.type === 'as_pattern_target' ? alias.firstChild : alias;
    if (value === undefined || target === undefined || target === null) return;
    items.push({ context: convertExpression(context, value), target: convertExpression(context, target) });
    return;
  }
  // `with (a as b, c as d):` reads as a tuple or as parentheses around an `as`.
  if (node.type === 'tuple' || node.type === 'parenthesized_expression') {
    const inner = context.children(node).filter((child) => !['(', ')', ','].includes(child.type));
    if (inner.some((child) => child.type === 'as_pattern')) {
      for (const child of inner) withItems(context, child, items);
      return;
    }
    if (node.type === 'tuple' && inner.length > 0) {
      for (const child of inner) items.push({ context: convertExpression(context, child), target: null });
      return;
    }
  }
  items.push({ context: convertExpression(context, node), target: null });
}

function convertTry(context: ConversionContext, node: Node): Statement {
  const handlers: ExceptHandler[] = [];
  let orelse: Statement[] = [];
  let finalbody: Statement[] = [];
  for (const child of context.children(node)) {
    if (child.type === 'except_clause') handlers.push(convertHandler(context, child));
    else if (child.type === 'else_clause') orelse = elseBody(context, child);
    else if (child.type === 'finally_clause') {
      const body = child.children.find((c) => c.type === 'block') ?? null;
      finalbody = blockNode(context, body, child);
    } else continue;
    if (context.hasErrors) reportBrokenChildren(context, child);
  }
  const range = context.range(node);
  if (handlers.length === 0 && finalbody.length === 0) {
    context.error(range, "expected 'except' or 'finally' block");
  }
  return { kind: 'Try', body: block(context, node, 'body'), handlers, orelse, finalbody, range };
}

function convertHandler(context: ConversionContext, node: Node): ExceptHandler {
  const children = context.children(node);
  let type: Node | null = node.childForFieldName('value');
  let alias: Node | null = node.childForFieldName('alias');
  if (type?.type === 'as_pattern') {
    const [value, , target] = context.children(type);
    type = value ?? null;
    alias = target ?? null;
  }
  const body = children.find((child) => child.type === 'block') ?? null;
  return {
    type: type === null ? null : convertExpression(context, type),
    name: alias === null ? null : context.source(alias),
    body: blockNode(context, body, node),
    isGroup: children[1]?.type === '*',
    range: context.range(node),
  };
}

function convertMatch(context: ConversionContext, node: Node): Statement {
  const range = context.range(node);
  const subjects: Node[] = [];
  let hasComma = false;
  for (const child of context.children(node).slice(1)) {
    if (child.type === ':') break;
    if (child.type === ',') hasComma = true;
    else subjects.push(child);
  }
  const first = subjects[0];
  const last = subjects.at(-1);
  if (first === undefined || last === undefined) return errorStatement(context, node, 'invalid syntax');
  const subject: Expression = hasComma
    ? {
        kind: 'Tuple',
        elements: subjects.map((child) => convertExpression(context, child)),
        range: context.span(first, last),
      }
    : convertExpression(context, first);
  const cases: MatchCase[] = [];
  for (const clause of node.childForFieldName('body')?.children ?? []) {
    if (clause.type !== 'case_clause') continue;
    const guard = clause.childForFieldName('guard');
    const test = guard === null ? undefined : context.children(guard)[1];
    cases.push({
      pattern: convertCasePatterns(context, clause),
      guard: test === undefined ? null : convertExpression(context, test),
      body: block(context, clause, 'consequence'),
      range: context.range(clause),
    });
  }
  return { kind: 'Match', subject, cases, range };
}

function convertDecorated(context: ConversionContext, node: Node): Statement {
  const decorators: Expression[] = [];
  for (const child of node.children) {
    if (child.type !== 'decorator') continue;
    const value = context.children(child)[1];
    if (value !== undefined) decorators.push(convertExpression(context, value));
    if (context.hasErrors) reportBrokenChildren(context, child);
  }
  const definition = node.childForFieldName('definition');
  if (definition?.type === 'class_definition') return convertClass(context, definition, decorators);
  if (definition?.type === 'function_definition') return convertFunction(context, definition, decorators);
  return errorStatement(context, node, 'invalid syntax: expected a function or a class after a decorator');
}

/** Names of `[T, *Ts, **P]` behind a function's or class's name. */
function typeParameters(context: ConversionContext, node: Node): readonly string[] | undefined {
  const list = node.childForFieldName('type_parameters');
  if (list === null) return undefined;
  const names: string[] = [];
  for (const child of list.children) {
    if (child.type !== 'type') continue;
    const name = /[\p{L}_][\p{L}\p{N}_]*/u.exec(context.source(child));
    if (name !== null) names.push(name[0]);
  }
  return names;
}

/** Names of `[T, *Ts, **P]` behind a type alias's name, where a bound may follow each. */
function parameterNames(context: ConversionContext, left: Node): readonly string[] {
  const text = context.source(left);
  const list = text.slice(text.indexOf('[') + 1, text.lastIndexOf(']'));
  return [...list.matchAll(/(?:^|,)\s*\*{0,2}([\p{L}_][\p{L}\p{N}_]*)/gu)].map(([, name = '']) => name);
}

function convertFunction(
  context: ConversionContext,
  node: Node,
  decorators: readonly Expression[],
): FunctionDef {
  const name = node.childForFieldName('name') ?? node;
  const returns = node.childForFieldName('return_type');
  const outerYield = context.sawYield;
  const parameters = convertParameters(context, node.childForFieldName('parameters'));
  context.sawYield = false;
  const body = block(context, node, 'body');
  const isGenerator = context.sawYield;
  context.sawYield = outerYield;
  const types = typeParameters(context, node);
  return {
    kind: 'FunctionDef',
    name: context.source(name),
    nameRange: context.range(name),
    ...(types === undefined ? {} : { typeParameters: types }),
    parameters,
    body,
    decorators,
    returns: returns === null ? null : convertExpression(context, returns),
    isAsync: node.firstChild?.type === 'async',
    isGenerator,
    range: context.range(node),
  };
}

function convertClass(context: ConversionContext, node: Node, decorators: readonly Expression[]): ClassDef {
  const name = node.childForFieldName('name') ?? node;
  const { args, keywords } = convertArguments(context, node.childForFieldName('superclasses'));
  const types = typeParameters(context, node);
  return {
    kind: 'ClassDef',
    name: context.source(name),
    nameRange: context.range(name),
    ...(types === undefined ? {} : { typeParameters: types }),
    bases: args,
    keywords,
    body: block(context, node, 'body'),
    decorators,
    range: context.range(node),
  };
}
