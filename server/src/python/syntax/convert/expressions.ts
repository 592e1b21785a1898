/** Expressions, from tree-sitter's nodes to ours. */
import type { Node } from 'web-tree-sitter';
import type {
  Comprehension,
  ComprehensionFor,
  Dict,
  Expression,
  Keyword,
  Name,
  UnaryOperator,
} from '../ast.ts';
import { describeBroken, isBroken, maximumDepth, type ConversionContext } from './context.ts';
import { convertNumber } from './numbers.ts';
import { convertBinary, convertBoolean, convertComparison } from './operators.ts';
import { convertParameters } from './parameters.ts';
import { convertString } from './strings.ts';

/** Converts any expression, pattern (assignment target) or type (annotation) node. */
export function convertExpression(context: ConversionContext, node: Node): Expression {
  if (context.depth >= maximumDepth)
    return context.errorExpression(node, 'too many nested parentheses or blocks');
  context.depth++;
  try {
    if (context.hasErrors && !isCollection(node.type)) {
      const broken = isBroken(node) ? node : node.children.find(isBroken);
      if (broken !== undefined) {
        const message = describeBroken(context, broken);
        context.error(context.range(broken), message);
        return { kind: 'ErrorExpression', message, range: context.range(node) };
      }
    }
    return hoistStar(convert(context, node));
  } finally {
    context.depth--;
  }
}

/** In some places the grammar binds `*` tighter than Python does: `*f(x)` comes as the call of `*f`. */
function hoistStar(node: Expression): Expression {
  switch (node.kind) {
    case 'Call':
      return node.func.kind === 'Starred'
        ? { ...node.func, value: { ...node, func: node.func.value } }
        : node;
    case 'Attribute':
    case 'Subscript':
      return node.value.kind === 'Starred'
        ? { ...node.value, value: { ...node, value: node.value.value } }
        : node;
    case 'BinOp':
    case 'Compare':
      return node.left.kind === 'Starred'
        ? { ...node.left, value: { ...node, left: node.left.value } }
        : node;
    default:
      return node;
  }
}

/** Nodes whose broken children become elements of their own, so that the rest keeps its meaning. */
function isCollection(type: string): boolean {
  switch (type) {
    case 'call':
    case 'argument_list':
    case 'list':
    case 'tuple':
    case 'set':
    case 'dictionary':
    case 'expression_list':
    case 'string':
      return true;
    default:
      return false;
  }
}

function convert(context: ConversionContext, node: Node): Expression {
  const range = context.range(node);
  switch (node.type) {
    case 'identifier':
    case 'keyword_identifier':
    case 'print':
    case 'exec':
    case 'type':
      if (node.type === 'type' && node.firstChild !== null)
        return convertExpression(context, node.firstChild);
      return { kind: 'Name', id: context.source(node), range };
    case 'string':
    case 'concatenated_string': {
      const broken = context.hasErrors && node.hasError ? node.children.find(isBroken) : undefined;
      if (broken !== undefined) return context.errorExpression(node, 'unterminated string literal');
      return convertString(context, node);
    }
    case 'integer':
    case 'float':
      return convertNumber(context, node);
    case 'true':
    case 'false':
      return { kind: 'Constant', value: { type: 'bool', value: node.type === 'true' }, range };
    case 'none':
      return { kind: 'Constant', value: { type: 'none' }, range };
    case 'ellipsis':
      return { kind: 'Constant', value: { type: 'ellipsis' }, range };
    case 'parenthesized_expression': {
      const inner = context.children(node)[1];
      return inner === undefined
        ? context.errorExpression(node, 'invalid syntax: expected an expression')
        : convertExpression(context, inner);
    }
    case 'attribute': {
      const attribute = required(node, 'attribute');
      return {
        kind: 'Attribute',
        value: field(context, node, 'object'),
        attr: context.source(attribute),
        attrRange: context.range(attribute),
        range,
      };
    }
    case 'member_type': {
      const [value, , name] = context.children(node);
      if (value === undefined || name === undefined) break;
      return {
        kind: 'Attribute',
        value: convertExpression(context, value),
        attr: context.source(name),
        attrRange: context.range(name),
        range,
      };
    }
    case 'call':
      return convertCall(context, node);
    case 'subscript':
      return convertSubscript(context, node);
    case 'generic_type':
      return convertGenericType(context, node);
    case 'slice':
      return convertSlice(context, node);
    case 'list':
    case 'list_pattern':
      return { kind: 'List', elements: elements(context, node), range };
    case 'set':
      return { kind: 'Set', elements: elements(context, node), range };
    case 'tuple':
    case 'tuple_pattern': {
      const items = elements(context, node);
      const only = items[0];
      // The grammar reads the target `(a)` as a tuple of one; Python needs a comma for that.
      if (
        node.type === 'tuple_pattern' &&
        items.length === 1 &&
        only !== undefined &&
        !node.children.some((c) => c.type === ',')
      ) {
        return only;
      }
      return { kind: 'Tuple', elements: items, range };
    }
    case 'expression_list':
    case 'pattern_list':
      return { kind: 'Tuple', elements: elements(context, node), range };
    case 'dictionary':
      return convertDictionary(context, node);
    case 'list_comprehension':
    case 'set_comprehension':
    case 'generator_expression':
    case 'dictionary_comprehension':
      return convertComprehension(context, node);
    case 'list_splat':
    case 'list_splat_pattern':
    case 'splat_type': {
      const value = context.children(node)[1];
      if (value === undefined) break;
      return { kind: 'Starred', value: convertExpression(context, value), range };
    }
    case 'binary_operator':
      return convertBinary(context, node);
    case 'union_type': {
      const [left, , right] = context.children(node);
      if (left === undefined || right === undefined) break;
      return unionOf(convertExpression(context, left), convertExpression(context, right), right);
    }
    case 'unary_operator':
      return {
        kind: 'UnaryOp',
        op: required(node, 'operator').type as UnaryOperator,
        operand: field(context, node, 'argument'),
        range,
      };
    case 'not_operator':
      return { kind: 'UnaryOp', op: 'not', operand: field(context, node, 'argument'), range };
    case 'boolean_operator':
      return convertBoolean(context, node);
    case 'comparison_operator':
      return convertComparison(context, node);
    case 'conditional_expression': {
      const [body, , test, , orelse] = context.children(node);
      if (body === undefined || test === undefined || orelse === undefined) break;
      return {
        kind: 'IfExp',
        test: convertExpression(context, test),
        body: convertExpression(context, body),
        orelse: convertExpression(context, orelse),
        range,
      };
    }
    case 'named_expression': {
      const name = required(node, 'name');
      const target: Name = { kind: 'Name', id: context.source(name), range: context.range(name) };
      return { kind: 'NamedExpr', target, value: field(context, node, 'value'), range };
    }
    case 'lambda':
    case 'lambda_within_for_in_clause': {
      const outerYield = context.sawYield;
      const parameters = convertParameters(context, node.childForFieldName('parameters'));
      const body = field(context, node, 'body');
      context.sawYield = outerYield;
      return { kind: 'Lambda', parameters, body, range };
    }
    case 'await': {
      const value = context.children(node)[1];
      if (value === undefined) break;
      return { kind: 'Await', value: convertExpression(context, value), range };
    }
    case 'yield': {
      context.sawYield = true;
      const children = context.children(node);
      const value = children.at(-1);
      if (children[1]?.type === 'from' && value !== undefined) {
        return { kind: 'YieldFrom', value: convertExpression(context, value), range };
      }
      return {
        kind: 'Yield',
        value: children.length < 2 || value === undefined ? null : convertExpression(context, value),
        range,
      };
    }
    default:
      break;
  }
  return context.errorExpression(node, describeUnexpected(context, node));
}

/** `A[x] | B | C`: the grammar groups the right two, Python the left two. */
function unionOf(left: Expression, right: Expression, rightNode: Node): Expression {
  const inner = rightNode.type === 'type' ? rightNode.firstChild : rightNode;
  const range = { start: left.range.start, end: right.range.end };
  const isGroup = inner?.type === 'parenthesized_expression';
  if (!isGroup && right.kind === 'BinOp' && right.op === '|') {
    return { ...right, left: unionLeft(left, right.left), range };
  }
  return { kind: 'BinOp', left, op: '|', right, range };
}

function unionLeft(left: Expression, right: Expression): Expression {
  const range = { start: left.range.start, end: right.range.end };
  if (right.kind === 'BinOp' && right.op === '|')
    return { ...right, left: unionLeft(left, right.left), range };
  return { kind: 'BinOp', left, op: '|', right, range };
}

function describeUnexpected(context: ConversionContext, node: Node): string {
  return isBroken(node)
    ? describeBroken(context, node)
    : `invalid syntax near '${context.source(node).slice(0, 40)}'`;
}

function required(node: Node, name: string): Node {
  return node.childForFieldName(name) ?? node;
}

function field(context: ConversionContext, node: Node, name: string): Expression {
  const child = node.childForFieldName(name);
  return child === null
    ? context.errorExpression(node, 'invalid syntax: expected an expression')
    : convertExpression(context, child);
}

function elements(context: ConversionContext, node: Node): Expression[] {
  const result: Expression[] = [];
  for (const child of context.children(node)) {
    switch (child.type) {
      case ',':
      case '(':
      case ')':
      case '[':
      case ']':
      case '{':
      case '}':
        if (context.hasErrors && child.isMissing)
          context.error(context.range(child), describeBroken(context, child));
        break;
      default:
        result.push(convertExpression(context, child));
    }
  }
  return result;
}

function convertCall(context: ConversionContext, node: Node): Expression {
  const range = context.range(node);
  const func = field(context, node, 'function');
  const argumentNode = node.childForFieldName('arguments');
  if (context.hasErrors) {
    for (const child of node.children) {
      if (isBroken(child)) context.error(context.range(child), describeBroken(context, child));
    }
  }
  if (argumentNode?.type === 'generator_expression') {
    return { kind: 'Call', func, args: [convertExpression(context, argumentNode)], keywords: [], range };
  }
  const { args, keywords } = convertArguments(context, argumentNode);
  return { kind: 'Call', func, args, keywords, range };
}

/** Converts an `argument_list`, of a call or of a class statement. */
export function convertArguments(
  context: ConversionContext,
  node: Node | null,
): { readonly args: Expression[]; readonly keywords: Keyword[] } {
  const args: Expression[] = [];
  const keywords: Keyword[] = [];
  for (const child of node === null ? [] : context.children(node)) {
    switch (child.type) {
      case '(':
      case ')':
      case ',':
        if (child.type === ',' && args.length + keywords.length === 0)
          context.error(context.range(child), "invalid syntax near ','");
        if (context.hasErrors && child.isMissing)
          context.error(context.range(child), describeBroken(context, child));
        break;
      case 'keyword_argument': {
        const name = required(child, 'name');
        keywords.push({
          name: context.source(name),
          value: field(context, child, 'value'),
          range: context.range(child),
        });
        break;
      }
      case 'dictionary_splat': {
        const value = context.children(child)[1] ?? child;
        keywords.push({ name: null, value: convertExpression(context, value), range: context.range(child) });
        break;
      }
      default:
        if (keywords.length > 0 && child.type !== 'list_splat' && keywords.some((k) => k.name !== null)) {
          context.error(context.range(child), 'positional argument follows keyword argument');
        }
        args.push(convertExpression(context, child));
    }
  }
  return { args, keywords };
}

function convertSubscript(context: ConversionContext, node: Node): Expression {
  const range = context.range(node);
  const [valueNode, ...rest] = context.children(node);
  const items = rest.filter((child) => child.type !== '[' && child.type !== ']');
  return {
    kind: 'Subscript',
    value: valueNode === undefined ? field(context, node, 'value') : convertExpression(context, valueNode),
    slice: subscriptIndex(context, node, items),
    range,
  };
}

/** `x[a]` has the index `a`; `x[a, b]` and `x[a,]` have a tuple. */
function subscriptIndex(context: ConversionContext, node: Node, items: readonly Node[]): Expression {
  const values = items.filter((item) => item.type !== ',');
  const first = values[0];
  const last = items.at(-1);
  if (first === undefined || last === undefined)
    return context.errorExpression(node, 'invalid syntax: expected an index');
  if (items.length === 1 && first.type !== 'list_splat') return convertExpression(context, first);
  return {
    kind: 'Tuple',
    elements: values.map((value) => convertExpression(context, value)),
    range: context.span(first, last),
  };
}

function convertGenericType(context: ConversionContext, node: Node): Expression {
  const [name, parameters] = context.children(node);
  if (name === undefined || parameters === undefined) {
    return context.errorExpression(node, 'invalid syntax: expected a type');
  }
  const items = context.children(parameters).filter((child) => child.type !== '[' && child.type !== ']');
  return {
    kind: 'Subscript',
    value: { kind: 'Name', id: context.source(name), range: context.range(name) },
    slice: subscriptIndex(context, node, items),
    range: context.range(node),
  };
}

function convertSlice(context: ConversionContext, node: Node): Expression {
  const bounds: (Expression | null)[] = [null, null, null];
  let index = 0;
  for (const child of context.children(node)) {
    if (child.type === ':') index++;
    else bounds[index] = convertExpression(context, child);
  }
  const [lower = null, upper = null, step = null] = bounds;
  return { kind: 'Slice', lower, upper, step, range: context.range(node) };
}

function convertDictionary(context: ConversionContext, node: Node): Dict {
  const entries: { key: Expression | null; value: Expression }[] = [];
  for (const child of context.children(node)) {
    if (child.type === 'pair') {
      entries.push({ key: field(context, child, 'key'), value: field(context, child, 'value') });
    } else if (child.type === 'dictionary_splat') {
      entries.push({ key: null, value: convertExpression(context, context.children(child)[1] ?? child) });
    } else if (context.hasErrors && isBroken(child)) {
      const error = context.errorExpression(child, describeBroken(context, child));
      if (child.isError) entries.push({ key: null, value: error });
    }
  }
  return { kind: 'Dict', entries, range: context.range(node) };
}

function convertComprehension(context: ConversionContext, node: Node): Comprehension {
  const results = {
    list_comprehension: 'list',
    set_comprehension: 'set',
    generator_expression: 'generator',
    dictionary_comprehension: 'dict',
  } as const;
  const body = required(node, 'body');
  const isPair = body.type === 'pair';
  const generators: (ComprehensionFor & { ifs: Expression[] })[] = [];
  for (const child of context.children(node)) {
    if (child.type === 'for_in_clause') {
      generators.push({
        target: field(context, child, 'left'),
        iter: comprehensionSource(context, child),
        ifs: [],
        isAsync: child.firstChild?.type === 'async',
      });
    } else if (child.type === 'if_clause') {
      const test = context.children(child)[1];
      if (test !== undefined) generators.at(-1)?.ifs.push(convertExpression(context, test));
    }
  }
  return {
    kind: 'Comprehension',
    result: results[node.type as keyof typeof results],
    element: isPair ? field(context, body, 'key') : convertExpression(context, body),
    value: isPair ? field(context, body, 'value') : null,
    generators,
    range: context.range(node),
  };
}

function comprehensionSource(context: ConversionContext, clause: Node): Expression {
  const children = context.children(clause);
  const source = children[children.findIndex((child) => child.type === 'in') + 1];
  return source === undefined
    ? context.errorExpression(clause, 'invalid syntax: expected an expression')
    : convertExpression(context, source);
}
