import type { Expression } from '../../python/syntax/ast.ts';
import { parseExpression } from '../../python/syntax/parser.ts';
import { CommandError } from './revision-errors.ts';

/** What a template sees. A tuple and a list differ in their `repr`. */
export type TemplateValue =
  | { readonly kind: 'none' }
  | { readonly kind: 'undefined' }
  | { readonly kind: 'str'; readonly value: string }
  | { readonly kind: 'tuple' | 'list'; readonly items: readonly string[] };

/**
 * Renders the part of Mako that revision templates use: text, `${expression}` with filters, `##` comments and
 * line ends taken away by `\`. Throws CommandError, with the line, for control lines, blocks and other expressions.
 */
export function renderTemplate(
  file: string,
  template: string,
  values: ReadonlyMap<string, TemplateValue>,
): string {
  const refuse = (line: number, what: string): CommandError =>
    new CommandError(
      `${file}:${line}: the template has ${what}, which Retort cannot render; use \${…} expressions, or create the file with alembic`,
    );
  const lines = template.replaceAll('\r\n', '\n').split('\n');
  const kept: { text: string; line: number }[] = [];
  lines.forEach((text, index) => {
    const start = text.trimStart();
    if (start.startsWith('##')) return;
    if (start.startsWith('%') && !start.startsWith('%%')) {
      throw refuse(index + 1, `a control line ("${start.trim()}")`);
    }
    if (text.includes('<%') || text.includes('</%')) throw refuse(index + 1, 'a <% … %> block');
    kept.push({ text: start.startsWith('%%') ? text.replace('%%', '%') : text, line: index + 1 });
  });
  let output = '';
  kept.forEach(({ text, line }, index) => {
    output += renderLine(text, (source) => evaluate(file, source, values, (what) => refuse(line, what)));
    const last = index === kept.length - 1;
    if (output.endsWith('\\') && text.endsWith('\\') && !last) output = output.slice(0, -1);
    else if (!last) output += '\n';
  });
  return output;
}

function renderLine(text: string, evaluateSource: (source: string) => string): string {
  let output = '';
  let rest = text;
  for (let at = rest.indexOf('${'); at >= 0; at = rest.indexOf('${')) {
    const end = closingBrace(rest, at + 2);
    output += rest.slice(0, at) + evaluateSource(rest.slice(at + 2, end));
    rest = rest.slice(end + 1);
  }
  return output + rest;
}

/** The `}` that ends an expression; braces in its strings do not count. */
function closingBrace(text: string, start: number): number {
  let quote = '';
  let depth = 0;
  for (let index = start; index < text.length; index++) {
    const character = text[index] ?? '';
    if (quote !== '') {
      if (character === quote) quote = '';
    } else if (character === '"' || character === "'") quote = character;
    else if (character === '{') depth += 1;
    else if (character === '}') {
      if (depth === 0) return index;
      depth -= 1;
    }
  }
  return text.length;
}

function evaluate(
  file: string,
  source: string,
  values: ReadonlyMap<string, TemplateValue>,
  refuse: (what: string) => CommandError,
): string {
  // Filters stand behind the last bar; the expressions that are understood have no bar of their own.
  const bar = source.indexOf('|');
  const filters = bar < 0 ? [] : source.slice(bar + 1).split(',');
  const text = (bar < 0 ? source : source.slice(0, bar)).trim();
  const expression = parseExpression(file, text, 0);
  if (expression === null) throw refuse(`the expression "${text}"`);
  let value = evaluateExpression(expression, values, () => refuse(`the expression "${text}"`));
  for (const filter of filters.map((each) => each.trim())) {
    if (filter === 'comma') value = str(commaFormat(value));
    else if (filter === 'trim') value = str(display(value).trim());
    else if (filter !== 'n' && filter !== 'str') throw refuse(`the filter "${filter}"`);
  }
  return display(value);
}

function evaluateExpression(
  expression: Expression,
  values: ReadonlyMap<string, TemplateValue>,
  refuse: () => CommandError,
): TemplateValue {
  const go = (each: Expression): TemplateValue => evaluateExpression(each, values, refuse);
  switch (expression.kind) {
    case 'Name':
      return values.get(expression.id) ?? { kind: 'undefined' };
    case 'Constant':
      if (expression.value.type === 'str') return str(expression.value.value);
      if (expression.value.type === 'none') return { kind: 'none' };
      throw refuse();
    case 'IfExp':
      return truthy(go(expression.test)) ? go(expression.body) : go(expression.orelse);
    case 'BoolOp': {
      let result: TemplateValue = { kind: 'none' };
      for (const each of expression.values) {
        result = go(each);
        if (truthy(result) === (expression.op === 'or')) break;
      }
      return result;
    }
    case 'BinOp': {
      const left = go(expression.left);
      const right = go(expression.right);
      if (expression.op !== '+' || left.kind !== 'str' || right.kind !== 'str') throw refuse();
      return str(left.value + right.value);
    }
    case 'Call': {
      const [argument] = expression.args;
      if (argument === undefined || expression.args.length > 1 || expression.keywords.length > 0)
        throw refuse();
      if (expression.func.kind !== 'Name') throw refuse();
      if (expression.func.id === 'repr') return str(repr(go(argument)));
      if (expression.func.id === 'str') return str(display(go(argument)));
      if (expression.func.id === 'comma') return str(commaFormat(go(argument)));
      throw refuse();
    }
    default:
      throw refuse();
  }
}

function str(value: string): TemplateValue {
  return { kind: 'str', value };
}

function truthy(value: TemplateValue): boolean {
  switch (value.kind) {
    case 'none':
    case 'undefined':
      return false;
    case 'str':
      return value.value !== '';
    case 'tuple':
    case 'list':
      return value.items.length > 0;
  }
}

function display(value: TemplateValue): string {
  if (value.kind === 'str') return value.value;
  if (value.kind === 'undefined') throw new CommandError('the template uses a name that is not defined');
  return repr(value);
}

/** `alembic.util.format_as_comma`. */
function commaFormat(value: TemplateValue): string {
  if (value.kind === 'str') return value.value;
  if (value.kind === 'tuple' || value.kind === 'list') return value.items.join(', ');
  return '';
}

function repr(value: TemplateValue): string {
  switch (value.kind) {
    case 'none':
      return 'None';
    case 'undefined':
      return 'Undefined';
    case 'str':
      return reprString(value.value);
    case 'list':
      return `[${value.items.map(reprString).join(', ')}]`;
    case 'tuple': {
      const [only] = value.items;
      if (only !== undefined && value.items.length === 1) return `(${reprString(only)},)`;
      return `(${value.items.map(reprString).join(', ')})`;
    }
  }
}

/** Python's `repr` of the texts that come here: ids and labels. */
function reprString(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const escaped = text
    .replaceAll('\\', '\\\\')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t')
    .replaceAll(quote, `\\${quote}`);
  return `${quote}${escaped}${quote}`;
}
