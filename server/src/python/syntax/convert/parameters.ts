/** Parameters of functions and lambdas. */
import type { Node } from 'web-tree-sitter';
import type { Parameter, ParameterKind } from '../ast.ts';
import type { ConversionContext } from './context.ts';

/** Converts a `parameters` or `lambda_parameters` node. */
export function convertParameters(context: ConversionContext, node: Node | null): Parameter[] {
  if (node === null) return [];
  const result: Parameter[] = [];
  let kind: ParameterKind = 'positional-or-keyword';
  let star: Node | null = null;
  const before: Before = { names: new Set(), hasDefault: false, last: null };
  for (const child of context.children(node)) {
    switch (child.type) {
      case '(':
      case ')':
      case ',':
        break;
      case 'positional_separator':
      case '/':
        checkSlash(context, child, result, kind);
        for (const [index, parameter] of result.entries()) {
          if (parameter.kind === 'positional-or-keyword')
            result[index] = { ...parameter, kind: 'positional-only' };
        }
        break;
      case 'keyword_separator':
      case '*':
        if (kind === 'keyword-only') context.error(context.range(child), '* argument may appear only once');
        kind = 'keyword-only';
        star = child;
        break;
      default: {
        const parameter = convertParameter(context, child, kind);
        if (parameter === null) break;
        checkPlace(context, parameter, before);
        before.names.add(parameter.name);
        before.hasDefault ||= parameter.default !== null;
        before.last = parameter.kind;
        result.push(parameter);
        if (parameter.kind === 'var-positional') {
          if (kind === 'keyword-only') context.error(parameter.range, '* argument may appear only once');
          kind = 'keyword-only';
        }
      }
    }
  }
  if (star !== null && !result.some((parameter) => parameter.kind === 'keyword-only'))
    context.error(context.range(star), 'named arguments must follow bare *');
  return result;
}

function checkSlash(
  context: ConversionContext,
  slash: Node,
  before: readonly Parameter[],
  kind: ParameterKind,
): void {
  const complain = (message: string): void => {
    context.error(context.range(slash), message);
  };
  if (before.length === 0) complain('at least one argument must precede /');
  else if (kind === 'keyword-only') complain('/ must be ahead of *');
  else if (before.some((parameter) => parameter.kind === 'positional-only'))
    complain('/ may appear only once');
}

/** What stands before a parameter. */
interface Before {
  readonly names: Set<string>;
  hasDefault: boolean;
  last: ParameterKind | null;
}

/** Python's rules for the order of parameters, which the grammar leaves open. */
function checkPlace(context: ConversionContext, parameter: Parameter, before: Before): void {
  const complain = (message: string): void => {
    context.error(parameter.range, message);
  };
  if (before.names.has(parameter.name)) {
    complain(`duplicate argument '${parameter.name}' in function definition`);
  } else if (before.last === 'var-keyword') {
    complain('arguments cannot follow var-keyword argument');
  } else if (parameter.kind === 'positional-or-keyword' && parameter.default === null && before.hasDefault) {
    complain('non-default argument follows default argument');
  }
}

function convertParameter(context: ConversionContext, node: Node, kind: ParameterKind): Parameter | null {
  const range = context.range(node);
  switch (node.type) {
    case 'identifier':
      return { kind, name: context.source(node), annotation: null, default: null, range };
    case 'default_parameter':
    case 'typed_default_parameter': {
      const name = node.childForFieldName('name');
      const type = node.childForFieldName('type');
      const value = node.childForFieldName('value');
      if (name?.type !== 'identifier') return broken(context, node);
      return {
        kind,
        name: context.source(name),
        annotation: type === null ? null : context.expression(context, type),
        default: value === null ? null : context.expression(context, value),
        range,
      };
    }
    case 'typed_parameter': {
      const type = node.childForFieldName('type');
      const inner = node.firstChild === null ? null : convertParameter(context, node.firstChild, kind);
      if (inner === null) return null;
      return { ...inner, annotation: type === null ? null : context.expression(context, type), range };
    }
    case 'list_splat_pattern':
    case 'dictionary_splat_pattern': {
      const name = node.child(1);
      if (name?.type !== 'identifier') return broken(context, node);
      const splat = node.type === 'list_splat_pattern' ? 'var-positional' : 'var-keyword';
      return { kind: splat, name: context.source(name), annotation: null, default: null, range };
    }
    default:
      return broken(context, node);
  }
}

function broken(context: ConversionContext, node: Node): null {
  context.error(context.range(node), 'invalid syntax: expected a parameter');
  return null;
}
