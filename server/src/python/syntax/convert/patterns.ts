/** Patterns of `match` statements. */
import type { Node } from 'web-tree-sitter';
import type { Expression, Pattern } from '../ast.ts';
import { convertExpression } from './expressions.ts';
import { maximumDepth, type ConversionContext } from './context.ts';

/** Converts what stands between `case` and its guard: one pattern, or several with commas (a sequence). */
export function convertCasePatterns(context: ConversionContext, clause: Node): Pattern {
  const patterns: Node[] = [];
  let hasComma = false;
  for (const child of context.children(clause)) {
    if (child.type === 'case_pattern') patterns.push(child);
    else if (child.type === ',') hasComma = true;
    else if (child.type === ':') break;
  }
  const first = patterns[0];
  const last = patterns.at(-1);
  if (first === undefined || last === undefined) return wildcardError(context, clause);
  if (!hasComma) return convertPattern(context, first);
  return {
    kind: 'MatchSequence',
    patterns: patterns.map((pattern) => convertPattern(context, pattern)),
    range: context.span(first, last),
  };
}

function wildcardError(context: ConversionContext, node: Node): Pattern {
  const value = context.errorExpression(node, 'invalid syntax: expected a pattern');
  return { kind: 'MatchValue', value, range: value.range };
}

function convertPattern(context: ConversionContext, node: Node): Pattern {
  if (context.depth >= maximumDepth) return wildcardError(context, node);
  context.depth++;
  try {
    return convert(context, node);
  } finally {
    context.depth--;
  }
}

function convert(context: ConversionContext, node: Node): Pattern {
  const range = context.range(node);
  const children = context.children(node);
  switch (node.type) {
    case 'case_pattern': {
      const [first, second] = children;
      if (first === undefined) return wildcardError(context, node);
      if (first.type === '-' && second !== undefined) {
        const operand = convertExpression(context, second);
        return { kind: 'MatchValue', value: { kind: 'UnaryOp', op: '-', operand, range }, range };
      }
      return convertPattern(context, first);
    }
    case '_':
      return { kind: 'MatchAs', pattern: null, name: null, range };
    case 'dotted_name':
      return convertDotted(context, node);
    case 'as_pattern': {
      const [pattern, , name] = children;
      if (pattern === undefined || name === undefined) return wildcardError(context, node);
      return {
        kind: 'MatchAs',
        pattern: convertPattern(context, pattern),
        name: context.source(name),
        range,
      };
    }
    case 'union_pattern': {
      const patterns: Pattern[] = [];
      for (const [index, child] of children.entries()) {
        if (child.type === '|') continue;
        if (child.type === '-') {
          const number = children[index + 1];
          if (number !== undefined) patterns.push(negative(context, child, number));
        } else if (children[index - 1]?.type !== '-') {
          patterns.push(convertPattern(context, child));
        }
      }
      return { kind: 'MatchOr', patterns, range };
    }
    case 'list_pattern':
    case 'tuple_pattern': {
      const patterns = children.filter((child) => child.type === 'case_pattern');
      const only = patterns[0];
      const isGroup =
        node.type === 'tuple_pattern' && patterns.length === 1 && !children.some((c) => c.type === ',');
      if (isGroup && only !== undefined && only.firstChild?.type !== 'splat_pattern') {
        return convertPattern(context, only);
      }
      return { kind: 'MatchSequence', patterns: patterns.map((p) => convertPattern(context, p)), range };
    }
    case 'splat_pattern': {
      const name = children[1] === undefined ? '_' : context.source(children[1]);
      return { kind: 'MatchStar', name: name === '_' ? null : name, range };
    }
    case 'dict_pattern':
      return convertMapping(context, node, children);
    case 'class_pattern':
      return convertClass(context, node, children);
    case 'keyword_pattern':
      return wildcardError(context, node);
    default:
      return { kind: 'MatchValue', value: convertValue(context, node), range };
  }
}

function negative(context: ConversionContext, minus: Node, number: Node): Pattern {
  const range = context.span(minus, number);
  const operand = convertExpression(context, number);
  return { kind: 'MatchValue', value: { kind: 'UnaryOp', op: '-', operand, range }, range };
}

function convertValue(context: ConversionContext, node: Node): Expression {
  if (node.type !== 'complex_pattern') return convertExpression(context, node);
  return context.errorExpression(node, 'complex numbers in patterns are not supported by Retort');
}

/** A bare name captures, `_` matches anything, a dotted name is a value. */
function convertDotted(context: ConversionContext, node: Node): Pattern {
  const range = context.range(node);
  const names = node.children.filter((child) => child.type === 'identifier');
  const first = names[0];
  if (names.length === 1 && first !== undefined) {
    const name = context.source(first);
    return { kind: 'MatchAs', pattern: null, name: name === '_' ? null : name, range };
  }
  return { kind: 'MatchValue', value: dottedExpression(context, node), range };
}

function dottedExpression(context: ConversionContext, node: Node): Expression {
  let result: Expression | null = null;
  for (const child of node.children) {
    if (child.type !== 'identifier') continue;
    const name = context.source(child);
    result =
      result === null
        ? { kind: 'Name', id: name, range: context.range(child) }
        : {
            kind: 'Attribute',
            value: result,
            attr: name,
            attrRange: context.range(child),
            range: { start: result.range.start, end: context.range(child).end },
          };
  }
  return result ?? context.errorExpression(node, 'invalid syntax: expected a name');
}

function convertMapping(context: ConversionContext, node: Node, children: readonly Node[]): Pattern {
  const entries: { key: Expression; pattern: Pattern }[] = [];
  let rest: string | null = null;
  let key: Expression | null = null;
  for (const [index, child] of children.entries()) {
    if (child.type === 'splat_pattern') {
      const name = context.children(child)[1];
      rest = name === undefined ? null : context.source(name);
    } else if (children[index + 1]?.type === ':') {
      key =
        child.type === 'dotted_name'
          ? dottedExpression(context, child)
          : convertValue(context, child.type === 'case_pattern' ? (child.firstChild ?? child) : child);
    } else if (child.type === 'case_pattern' && key !== null) {
      entries.push({ key, pattern: convertPattern(context, child) });
      key = null;
    }
  }
  return { kind: 'MatchMapping', entries, rest, range: context.range(node) };
}

function convertClass(context: ConversionContext, node: Node, children: readonly Node[]): Pattern {
  const [name] = children;
  if (name === undefined) return wildcardError(context, node);
  const patterns: Pattern[] = [];
  const keywords: { name: string; pattern: Pattern }[] = [];
  for (const child of children) {
    if (child.type !== 'case_pattern') continue;
    const keyword = convertKeyword(context, child.firstChild);
    if (keyword !== null) keywords.push(keyword);
    else patterns.push(convertPattern(context, child));
  }
  return {
    kind: 'MatchClass',
    cls: dottedExpression(context, name),
    patterns,
    keywords,
    range: context.range(node),
  };
}

/** `name=pattern`, and `name=pattern as other`, which the grammar takes for `(name=pattern) as other`. Null for neither. */
function convertKeyword(
  context: ConversionContext,
  node: Node | null,
): { readonly name: string; readonly pattern: Pattern } | null {
  if (node?.type === 'as_pattern') {
    const [inner, , target] = context.children(node);
    const keyword = convertKeyword(context, inner?.firstChild ?? null);
    if (keyword === null || target === undefined) return null;
    const range = { start: keyword.pattern.range.start, end: context.range(target).end };
    return {
      name: keyword.name,
      pattern: { kind: 'MatchAs', pattern: keyword.pattern, name: context.source(target), range },
    };
  }
  if (node?.type !== 'keyword_pattern') return null;
  const [name, , value, number] = context.children(node);
  if (name === undefined || value === undefined) return null;
  const pattern =
    value.type === '-' && number !== undefined
      ? negative(context, value, number)
      : convertPattern(context, value);
  return { name: context.source(name), pattern };
}
