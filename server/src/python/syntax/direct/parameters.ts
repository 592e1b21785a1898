/** Parameters of functions and lambdas. */
import type { Expression, Parameter, ParameterKind } from '../ast.ts';
import type { Reader } from './reader.ts';
import { unsupported } from './tokens.ts';

type ReadExpression = (reader: Reader) => Expression;

/** Reads `(a, b: int = 1)` with its parentheses. */
export function readParameters(reader: Reader, readExpression: ReadExpression): readonly Parameter[] {
  reader.expect('(');
  const parameters = readUntil(reader, ')', readExpression);
  reader.expect(')');
  return parameters;
}

/** Reads the parameters of a lambda, up to its colon. */
export function readLambdaParameters(reader: Reader, readExpression: ReadExpression): readonly Parameter[] {
  return readUntil(reader, ':', readExpression);
}

function readUntil(reader: Reader, close: string, readExpression: ReadExpression): readonly Parameter[] {
  const result: Parameter[] = [];
  let kind: ParameterKind = 'positional-or-keyword';
  while (!reader.is(close)) {
    if (reader.is('/')) {
      if (result.length === 0 || kind !== 'positional-or-keyword') throw unsupported;
      if (result.some((parameter) => parameter.kind === 'positional-only')) throw unsupported;
      reader.advance();
      for (const [index, parameter] of result.entries())
        result[index] = { ...parameter, kind: 'positional-only' };
    } else if (reader.is('*') && (reader.nextWord === ',' || reader.nextWord === close)) {
      reader.advance();
      if (kind === 'keyword-only' || reader.nextWord === '**' || !reader.is(',')) throw unsupported;
      kind = 'keyword-only';
    } else {
      const parameter = readParameter(reader, kind, close === ')', readExpression);
      checkPlace(parameter, result);
      result.push(parameter);
      if (parameter.kind === 'var-positional') kind = 'keyword-only';
    }
    if (!reader.is(close)) reader.expect(',');
  }
  return result;
}

function readParameter(
  reader: Reader,
  plainKind: ParameterKind,
  takesAnnotation: boolean,
  readExpression: ReadExpression,
): Parameter {
  const { start } = reader;
  const kind = reader.accept('*') ? 'var-positional' : reader.accept('**') ? 'var-keyword' : plainKind;
  const { id } = reader.name();
  const annotation = takesAnnotation && reader.accept(':') ? readExpression(reader) : null;
  let value: Expression | null = null;
  if (reader.is('=')) {
    if (kind === 'var-positional' || kind === 'var-keyword') throw unsupported;
    reader.advance();
    value = readExpression(reader);
  }
  return { kind, name: id, annotation, default: value, range: reader.rangeFrom(start) };
}

/** What Python refuses is left to tree-sitter's converter, which says it. */
function checkPlace(parameter: Parameter, before: readonly Parameter[]): void {
  const misplaced =
    before.some(({ name }) => name === parameter.name) ||
    before.at(-1)?.kind === 'var-keyword' ||
    (parameter.kind === 'var-positional' && before.some(({ kind }) => kind === 'var-positional')) ||
    (parameter.kind === 'positional-or-keyword' &&
      parameter.default === null &&
      before.some((other) => other.default !== null));
  if (misplaced) throw unsupported;
}
