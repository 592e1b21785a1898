/** What the converters from tree-sitter's tree to ours share. */
import type { Node } from 'web-tree-sitter';
import type { TextRange } from '../../../util/text-range.ts';
import type { Expression, Statement, SyntaxProblem } from '../ast.ts';

/** Nested expressions or blocks past this become an error: deeper ones would exhaust the stack of whoever walks them. */
export const maximumDepth = 150;

export class ConversionContext {
  readonly text: string;
  readonly file: string;
  readonly errors: SyntaxProblem[] = [];
  /** False for a text without errors, where all checks for them are skipped. */
  readonly hasErrors: boolean;
  /** Set by `yield`; a function definition reads and restores it. */
  sawYield = false;
  depth = 0;
  /** Converts an expression node; set by `expressions.ts`, used by files that it imports. */
  readonly expression: (context: ConversionContext, node: Node) => Expression;
  private readonly base: number;

  constructor(
    file: string,
    text: string,
    hasErrors: boolean,
    base: number,
    expression: (context: ConversionContext, node: Node) => Expression,
  ) {
    this.file = file;
    this.text = text;
    this.hasErrors = hasErrors;
    this.base = base;
    this.expression = expression;
  }

  range(node: Node): TextRange {
    return { start: node.startIndex + this.base, end: node.endIndex + this.base };
  }

  span(first: Node, last: Node): TextRange {
    return { start: first.startIndex + this.base, end: last.endIndex + this.base };
  }

  source(node: Node): string {
    return this.text.slice(node.startIndex, node.endIndex);
  }

  error(range: TextRange, message: string): void {
    this.errors.push({ range, message });
  }

  errorExpression(node: Node, message: string): Expression {
    const range = this.range(node);
    this.error(range, message);
    return { kind: 'ErrorExpression', message, range };
  }

  /** Children that are neither comments nor line continuations. */
  children(node: Node): Node[] {
    return node.children.filter((child) => child.type !== 'comment' && child.type !== 'line_continuation');
  }
}

/** True for a node that the grammar did not expect, or that it had to invent. */
export function isBroken(node: Node): boolean {
  return node.isError || node.isMissing;
}

/** Says what is wrong with an ERROR or MISSING node. */
export function describeBroken(context: ConversionContext, node: Node): string {
  if (node.isMissing) {
    const what = node.type === 'identifier' ? 'a name' : `'${node.type}'`;
    return `invalid syntax: expected ${what}`;
  }
  const open = unclosedBracket(node);
  if (open !== null) return `'${open}' was never closed`;
  const source = context.source(node).trim();
  const first = /^\S{1,40}/.exec(source)?.[0];
  return first === undefined ? 'invalid syntax' : `invalid syntax near '${first}'`;
}

function unclosedBracket(node: Node): string | null {
  const open: string[] = [];
  for (const child of node.children) {
    if (child.type === '(' || child.type === '[' || child.type === '{') open.push(child.type);
    else if (child.type === ')' || child.type === ']' || child.type === '}') open.pop();
  }
  return open[0] ?? null;
}

/** A statement that could not be read, told at its node. */
export function errorStatement(context: ConversionContext, node: Node, message: string): Statement {
  const range = context.range(node);
  context.error(range, message);
  return { kind: 'ErrorStatement', message, range };
}
