import type { Node, Parser } from 'web-tree-sitter';
import type { Expression, Module } from './ast.ts';
import { checkModule } from './check/index.ts';
import { reportBrokenNodes } from './convert/broken-nodes.ts';
import { ConversionContext } from './convert/context.ts';
import { convertExpression } from './convert/expressions.ts';
import { convertBody } from './convert/statements.ts';
import { readDirectly } from './direct/index.ts';

let load: (() => Parser) | null = null;
let parser: Parser | null = null;

/** How to come by tree-sitter's parser. The engine does no I/O: a composition root says it, before any text is parsed. */
export function useParser(loadParser: () => Parser): void {
  load ??= loadParser;
}

/** Parses one Python file. Never throws: what does not parse is in `errors`, the rest of the tree stands. */
export function parseModule(file: string, text: string): Module {
  const module = readDirectly(file, text) ?? parseByGrammar(file, text);
  const problems = checkModule(module.body);
  if (problems.length === 0) return module;
  // A statement that could not be read was told; what it leaves behind proves nothing.
  const errors = [...module.errors, ...problems].sort((a, b) => a.range.start - b.range.start);
  return { ...module, errors };
}

/** The same over tree-sitter alone, which takes any text. */
export function parseByGrammar(file: string, text: string): Module {
  const range = { start: 0, end: text.length };
  return (
    withTree(file, text, 0, (context, root) => {
      const body = convertBody(context, root);
      return { kind: 'Module', file, text, body, errors: context.errors, range };
    }) ?? {
      kind: 'Module',
      file,
      text,
      body: [{ kind: 'ErrorStatement', message: unparsable, range }],
      errors: [{ range, message: unparsable }],
      range,
    }
  );
}

const unparsable = 'the file could not be parsed: it is too large or nested too deeply';

/**
 * Parses the text of one expression, such as a string annotation. Its ranges are moved by `offset`. Null when the text
 * is no expression.
 */
export function parseExpression(file: string, text: string, offset: number): Expression | null {
  return withTree(file, `(${text}\n)`, offset - 1, (context, root) => {
    const statement = root.firstChild;
    const value = statement?.type === 'expression_statement' ? statement.firstChild : null;
    if (value === null || root.childCount !== 1 || statement?.childCount !== 1) return null;
    const expression = convertExpression(context, value);
    return context.errors.length === 0 && !root.hasError ? expression : null;
  });
}

function withTree<T>(
  file: string,
  text: string,
  offset: number,
  convert: (context: ConversionContext, root: Node) => T,
): T | null {
  // Most runs meet no text that needs it.
  parser ??= load?.() ?? null;
  if (parser === null) return null;
  // `parse` gives null only when it was cancelled, and it throws past its limits of memory.
  try {
    const tree = parser.parse(text);
    if (tree === null) return null;
    try {
      const root = tree.rootNode;
      const context = new ConversionContext(file, text, root.hasError, offset, convertExpression);
      const converted = convert(context, root);
      if (root.hasError) reportBrokenNodes(context, root);
      return converted;
    } finally {
      tree.delete();
    }
  } catch {
    parser.reset();
    return null;
  }
}
