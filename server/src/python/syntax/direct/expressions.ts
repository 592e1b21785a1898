/** Expressions, from tokens. The ranges are those that `convert/expressions.ts` gives. */
import type {
  BinaryOperator,
  CompareOperator,
  Comprehension,
  ComprehensionFor,
  Expression,
  Keyword,
  UnaryOperator,
} from '../ast.ts';
import { readNumber } from '../literals.ts';
import { readLambdaParameters } from './parameters.ts';
import type { Reader } from './reader.ts';
import { readStrings } from './strings.ts';
import { unsupported } from './tokens.ts';

/** One expression: no tuple without parentheses, no star, no walrus. */
export function readExpression(reader: Reader): Expression {
  reader.enter();
  const { start } = reader;
  let result: Expression;
  if (reader.is('lambda')) result = readLambda(reader);
  else {
    result = readOr(reader);
    if (reader.accept('if')) {
      const test = readOr(reader);
      reader.expect('else');
      const orelse = readExpression(reader);
      result = { kind: 'IfExp', test, body: result, orelse, range: reader.rangeFrom(start) };
    }
  }
  reader.leave();
  return result;
}

/** An expression, or `name := value`. */
export function readNamed(reader: Reader): Expression {
  const { start } = reader;
  if (reader.kind !== 'name' || reader.nextWord !== ':=') return readExpression(reader);
  const name = reader.name();
  reader.advance();
  const value = readExpression(reader);
  return { kind: 'NamedExpr', target: { kind: 'Name', ...name }, value, range: reader.rangeFrom(start) };
}

/** `a`, or the tuple `a, b`. */
export function readList(reader: Reader): Expression {
  const { start } = reader;
  const first = readExpression(reader);
  if (!reader.is(',')) return first;
  const elements = [first];
  while (reader.accept(',')) {
    if (endsList(reader)) break;
    elements.push(readExpression(reader));
  }
  return { kind: 'Tuple', elements, range: reader.rangeFrom(start) };
}

function endsList(reader: Reader): boolean {
  return (
    reader.kind === 'newline' || reader.kind === 'end' || reader.is('=') || reader.is(')') || reader.is(']')
  );
}

/** Targets of `for`, up to its `in`. */
export function readForTargets(reader: Reader): Expression {
  const { start } = reader;
  const first = readTarget(reader);
  if (!reader.is(',')) return first;
  const elements = [first];
  while (reader.accept(',')) {
    if (reader.is('in')) throw unsupported;
    elements.push(readTarget(reader));
  }
  return { kind: 'Tuple', elements, range: reader.rangeFrom(start) };
}

function readTarget(reader: Reader): Expression {
  const target = readPrimary(reader);
  checkTarget(target);
  return target;
}

/** What can be assigned to. A single name in parentheses, and stars, are left to tree-sitter. */
export function checkTarget(target: Expression): void {
  if (target.kind === 'Tuple' || target.kind === 'List') target.elements.forEach(checkTarget);
  else if (target.kind !== 'Name' && target.kind !== 'Attribute' && target.kind !== 'Subscript')
    throw unsupported;
}

export function readYield(reader: Reader): Expression {
  const { start } = reader;
  reader.expect('yield');
  reader.sawYield = true;
  if (reader.accept('from')) {
    const value = readExpression(reader);
    return { kind: 'YieldFrom', value, range: reader.rangeFrom(start) };
  }
  const value = endsList(reader) ? null : readList(reader);
  return { kind: 'Yield', value, range: reader.rangeFrom(start) };
}

function readLambda(reader: Reader): Expression {
  const { start, sawYield } = reader;
  reader.expect('lambda');
  const parameters = readLambdaParameters(reader, readExpression);
  reader.expect(':');
  const body = readExpression(reader);
  reader.sawYield = sawYield;
  return { kind: 'Lambda', parameters, body, range: reader.rangeFrom(start) };
}

function readOr(reader: Reader): Expression {
  return readBoolean(reader, 'or', (each) => readBoolean(each, 'and', readNot));
}

function readBoolean(reader: Reader, op: 'and' | 'or', operand: (reader: Reader) => Expression): Expression {
  const { start } = reader;
  const first = operand(reader);
  if (!reader.is(op)) return first;
  const values = [first];
  while (reader.accept(op)) values.push(operand(reader));
  return { kind: 'BoolOp', op, values, range: reader.rangeFrom(start) };
}

function readNot(reader: Reader): Expression {
  const { start } = reader;
  if (!reader.accept('not')) return readComparison(reader);
  reader.enter();
  const operand = readNot(reader);
  reader.leave();
  return { kind: 'UnaryOp', op: 'not', operand, range: reader.rangeFrom(start) };
}

function readComparison(reader: Reader): Expression {
  const { start } = reader;
  const left = readBinary(reader, 0);
  let op = compareOperator(reader);
  if (op === null) return left;
  const ops: CompareOperator[] = [];
  const comparators: Expression[] = [];
  for (; op !== null; op = compareOperator(reader)) {
    ops.push(op);
    comparators.push(readBinary(reader, 0));
  }
  return { kind: 'Compare', left, ops, comparators, range: reader.rangeFrom(start) };
}

function compareOperator(reader: Reader): CompareOperator | null {
  const { word } = reader;
  switch (word) {
    case '==':
    case '!=':
    case '<':
    case '<=':
    case '>':
    case '>=':
    case 'in':
      reader.advance();
      return word;
    case 'is':
      reader.advance();
      return reader.accept('not') ? 'is not' : 'is';
    case 'not':
      reader.advance();
      reader.expect('in');
      return 'not in';
    default:
      return null;
  }
}

/** By growing precedence. */
const binaryLevels: readonly (readonly string[])[] = [
  ['|'],
  ['^'],
  ['&'],
  ['<<', '>>'],
  ['+', '-'],
  ['*', '/', '//', '%', '@'],
];

function levelOf(operator: string): number {
  return binaryLevels.findIndex((level) => level.includes(operator));
}

function readBinary(reader: Reader, level: number): Expression {
  const { start } = reader;
  let left = readUnary(reader);
  for (;;) {
    const found = reader.kind === 'operator' ? levelOf(reader.word) : -1;
    if (found < level) return left;
    const op = reader.word as BinaryOperator;
    reader.advance();
    const right = readBinary(reader, found + 1);
    left = { kind: 'BinOp', left, op, right, range: reader.rangeFrom(start) };
  }
}

function readUnary(reader: Reader): Expression {
  const { start, word } = reader;
  if (reader.kind !== 'operator' || (word !== '-' && word !== '+' && word !== '~')) return readPower(reader);
  reader.enter();
  reader.advance();
  const operand = readUnary(reader);
  reader.leave();
  return { kind: 'UnaryOp', op: word satisfies UnaryOperator, operand, range: reader.rangeFrom(start) };
}

function readPower(reader: Reader): Expression {
  const { start } = reader;
  const left = readAwait(reader);
  if (!reader.accept('**')) return left;
  const right = readUnary(reader);
  return { kind: 'BinOp', left, op: '**', right, range: reader.rangeFrom(start) };
}

function readAwait(reader: Reader): Expression {
  const { start } = reader;
  if (!reader.accept('await')) return readPrimary(reader);
  const value = readPrimary(reader);
  return { kind: 'Await', value, range: reader.rangeFrom(start) };
}

/** A name, literal or display, with what hangs on it: attributes, calls, items. */
export function readPrimary(reader: Reader): Expression {
  const { start } = reader;
  let value = readAtom(reader);
  for (;;) {
    if (reader.accept('.')) {
      const { id, range } = reader.name();
      value = { kind: 'Attribute', value, attr: id, attrRange: range, range: reader.rangeFrom(start) };
    } else if (reader.is('(')) {
      const { args, keywords } = readArguments(reader);
      value = { kind: 'Call', func: value, args, keywords, range: reader.rangeFrom(start) };
    } else if (reader.accept('[')) {
      const slice = readIndex(reader);
      reader.expect(']');
      value = { kind: 'Subscript', value, slice, range: reader.rangeFrom(start) };
    } else return value;
  }
}

/** The arguments of a call or class, in their parentheses. */
export function readArguments(reader: Reader): {
  readonly args: readonly Expression[];
  readonly keywords: readonly Keyword[];
} {
  const open = reader.start;
  const args: Expression[] = [];
  const keywords: Keyword[] = [];
  reader.expect('(');
  while (!reader.accept(')')) {
    const { start } = reader;
    if (reader.accept('*')) {
      const value = readExpression(reader);
      args.push({ kind: 'Starred', value, range: reader.rangeFrom(start) });
    } else if (reader.accept('**')) {
      const value = readExpression(reader);
      keywords.push({ name: null, value, range: reader.rangeFrom(start) });
    } else if (reader.kind === 'name' && reader.nextWord === '=') {
      const { id } = reader.name();
      reader.advance();
      const value = readExpression(reader);
      keywords.push({ name: id, value, range: reader.rangeFrom(start) });
    } else {
      if (keywords.length > 0) throw unsupported;
      const value = readNamed(reader);
      if (reader.is('for')) {
        if (args.length > 0) throw unsupported;
        const made = readComprehension(reader, 'generator', value, null, open, ')');
        return { args: [made], keywords };
      }
      args.push(value);
    }
    if (!reader.is(')')) reader.expect(',');
  }
  return { args, keywords };
}

function readIndex(reader: Reader): Expression {
  const { start } = reader;
  const first = readSlice(reader);
  if (!reader.is(',')) return first;
  const elements = [first];
  while (reader.accept(',')) {
    if (reader.is(']')) break;
    elements.push(readSlice(reader));
  }
  return { kind: 'Tuple', elements, range: reader.rangeFrom(start) };
}

function readSlice(reader: Reader): Expression {
  const { start } = reader;
  const bound = (): Expression | null =>
    reader.is(':') || reader.is(']') || reader.is(',') ? null : readExpression(reader);
  const lower = bound();
  if (!reader.accept(':')) {
    if (lower === null) throw unsupported;
    return lower;
  }
  const upper = bound();
  const step = reader.accept(':') ? bound() : null;
  return { kind: 'Slice', lower, upper, step, range: reader.rangeFrom(start) };
}

function readAtom(reader: Reader): Expression {
  const { start, end, word } = reader;
  switch (reader.kind) {
    case 'name':
      reader.advance();
      return { kind: 'Name', id: word, range: { start, end } };
    case 'number': {
      const value = readNumber(reader.text.slice(start, end));
      if (typeof value === 'string') throw unsupported;
      reader.advance();
      return { kind: 'Constant', value, range: { start, end } };
    }
    case 'string':
      return readStrings(reader, readExpression);
    default:
      break;
  }
  const range = { start, end };
  switch (word) {
    case 'True':
    case 'False':
      reader.advance();
      return { kind: 'Constant', value: { type: 'bool', value: word === 'True' }, range };
    case 'None':
      reader.advance();
      return { kind: 'Constant', value: { type: 'none' }, range };
    case '...':
      reader.advance();
      return { kind: 'Constant', value: { type: 'ellipsis' }, range };
    case '(':
      return readParentheses(reader);
    case '[':
      return readBrackets(reader);
    case '{':
      return readBraces(reader);
    default:
      throw unsupported;
  }
}

/** An item of a display: an expression, a walrus or a star. */
function readItem(reader: Reader): Expression {
  const { start } = reader;
  if (!reader.accept('*')) return readNamed(reader);
  const value = readBinary(reader, 0);
  // The grammar is of two minds about the star of `*f(x)` here.
  if (value.kind !== 'Name') throw unsupported;
  return { kind: 'Starred', value, range: reader.rangeFrom(start) };
}

function readItems(reader: Reader, elements: Expression[], close: string): void {
  while (!reader.accept(close)) {
    reader.expect(',');
    if (!reader.is(close)) elements.push(readItem(reader));
  }
}

function readParentheses(reader: Reader): Expression {
  const { start } = reader;
  reader.expect('(');
  if (reader.accept(')')) return { kind: 'Tuple', elements: [], range: reader.rangeFrom(start) };
  if (reader.is('yield')) {
    const value = readYield(reader);
    reader.expect(')');
    return value;
  }
  const first = readItem(reader);
  if (reader.is('for')) return readComprehension(reader, 'generator', first, null, start, ')');
  if (first.kind !== 'Starred' && reader.accept(')')) return first;
  const elements = [first];
  readItems(reader, elements, ')');
  return { kind: 'Tuple', elements, range: reader.rangeFrom(start) };
}

function readBrackets(reader: Reader): Expression {
  const { start } = reader;
  reader.expect('[');
  if (reader.accept(']')) return { kind: 'List', elements: [], range: reader.rangeFrom(start) };
  const first = readItem(reader);
  if (reader.is('for')) return readComprehension(reader, 'list', first, null, start, ']');
  const elements = [first];
  readItems(reader, elements, ']');
  return { kind: 'List', elements, range: reader.rangeFrom(start) };
}

function readBraces(reader: Reader): Expression {
  const { start } = reader;
  reader.expect('{');
  if (reader.accept('}')) return { kind: 'Dict', entries: [], range: reader.rangeFrom(start) };
  if (!reader.is('**')) {
    const first = readItem(reader);
    if (reader.is('for')) return readComprehension(reader, 'set', first, null, start, '}');
    if (!reader.is(':')) {
      const elements = [first];
      readItems(reader, elements, '}');
      return { kind: 'Set', elements, range: reader.rangeFrom(start) };
    }
    reader.advance();
    const value = readExpression(reader);
    if (reader.is('for')) return readComprehension(reader, 'dict', first, value, start, '}');
    return readEntries(reader, start, [{ key: first, value }]);
  }
  return readEntries(reader, start, []);
}

function readEntries(
  reader: Reader,
  start: number,
  entries: { key: Expression | null; value: Expression }[],
): Expression {
  for (let isFirst = entries.length === 0; !reader.accept('}'); isFirst = false) {
    if (!isFirst) {
      reader.expect(',');
      if (reader.accept('}')) break;
    }
    if (reader.accept('**')) entries.push({ key: null, value: readBinary(reader, 0) });
    else {
      const key = readExpression(reader);
      reader.expect(':');
      entries.push({ key, value: readExpression(reader) });
    }
  }
  return { kind: 'Dict', entries, range: reader.rangeFrom(start) };
}

/** From the first `for` to the closing bracket. */
function readComprehension(
  reader: Reader,
  result: Comprehension['result'],
  element: Expression,
  value: Expression | null,
  start: number,
  close: string,
): Expression {
  const generators: ComprehensionFor[] = [];
  if (element.kind === 'Starred') throw unsupported;
  while (reader.accept('for')) {
    const target = readForTargets(reader);
    reader.expect('in');
    const iter = readOr(reader);
    const ifs: Expression[] = [];
    while (reader.accept('if')) ifs.push(readOr(reader));
    generators.push({ target, iter, ifs, isAsync: false });
  }
  reader.expect(close);
  return { kind: 'Comprehension', result, element, value, generators, range: reader.rangeFrom(start) };
}
