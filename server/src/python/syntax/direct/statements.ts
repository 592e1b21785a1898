/** Statements, from tokens. The ranges are those that `convert/statements.ts` gives. */
import type { BinaryOperator, ExceptHandler, Expression, ImportAlias, Statement, WithItem } from '../ast.ts';
import {
  checkTarget,
  readArguments,
  readExpression,
  readForTargets,
  readList,
  readNamed,
  readPrimary,
  readYield,
} from './expressions.ts';
import { readParameters } from './parameters.ts';
import type { Reader } from './reader.ts';
import { unsupported } from './tokens.ts';

/** All statements of a module. */
export function readModule(reader: Reader): readonly Statement[] {
  const result: Statement[] = [];
  while (reader.kind !== 'end') result.push(readStatement(reader));
  return result;
}

/** A colon and the block behind it, on the same line or indented. */
function readBlock(reader: Reader): readonly Statement[] {
  reader.expect(':');
  if (reader.kind !== 'newline') {
    const only = readSimple(reader);
    reader.blockEnd = Math.max(only.range.end, reader.end);
    reader.expectKind('newline');
    return [only];
  }
  reader.advance();
  reader.expectKind('indent');
  reader.enter();
  const result: Statement[] = [];
  while (!reader.isAt('dedent')) result.push(readStatement(reader));
  reader.blockEnd = Math.max(result.at(-1)?.range.end ?? 0, reader.end);
  reader.advance();
  reader.leave();
  return result;
}

function readStatement(reader: Reader): Statement {
  if (reader.kind === 'operator' && reader.is('@')) return readDecorated(reader);
  if (reader.kind === 'keyword') {
    switch (reader.word) {
      case 'def':
        return readFunction(reader, reader.start, []);
      case 'class':
        return readClass(reader, []);
      case 'if':
        return readIf(reader);
      case 'for':
        return readFor(reader, reader.start);
      case 'while':
        return readWhile(reader);
      case 'with':
        return readWith(reader, reader.start);
      case 'try':
        return readTry(reader);
      case 'async':
        return readAsync(reader, []);
      default:
        break;
    }
  }
  const statement = readSimple(reader);
  reader.expectKind('newline');
  return statement;
}

// ---------------------------------------------------------------- simple statements

/** Words that begin statements of their own in some version of Python: tree-sitter tells which it is. */
const softKeywords: ReadonlySet<string> = new Set(['match', 'case', 'type', 'print', 'exec']);

function readSimple(reader: Reader): Statement {
  const { start, end } = reader;
  const endsHere = (): boolean => reader.kind === 'newline';
  if (reader.kind === 'name' && softKeywords.has(reader.word)) throw unsupported;
  if (reader.kind !== 'keyword') return readExpressionStatement(reader);
  switch (reader.word) {
    case 'pass':
    case 'break':
    case 'continue': {
      const kind = reader.word === 'pass' ? 'Pass' : reader.word === 'break' ? 'Break' : 'Continue';
      reader.advance();
      return { kind, range: { start, end } };
    }
    case 'return': {
      reader.advance();
      const value = endsHere() ? null : readList(reader);
      return { kind: 'Return', value, range: reader.rangeFrom(start) };
    }
    case 'raise': {
      reader.advance();
      const exception = endsHere() ? null : readExpression(reader);
      const cause = exception !== null && reader.accept('from') ? readExpression(reader) : null;
      return { kind: 'Raise', exception, cause, range: reader.rangeFrom(start) };
    }
    case 'del': {
      reader.advance();
      const targets = [readPrimary(reader)];
      while (reader.accept(',')) targets.push(readPrimary(reader));
      targets.forEach(checkTarget);
      return { kind: 'Delete', targets, range: reader.rangeFrom(start) };
    }
    case 'assert': {
      reader.advance();
      const test = readExpression(reader);
      const message = reader.accept(',') ? readExpression(reader) : null;
      return { kind: 'Assert', test, message, range: reader.rangeFrom(start) };
    }
    case 'global':
    case 'nonlocal': {
      const kind = reader.word === 'global' ? 'Global' : 'Nonlocal';
      reader.advance();
      const names = [reader.name().id];
      while (reader.accept(',')) names.push(reader.name().id);
      return { kind, names, range: reader.rangeFrom(start) };
    }
    case 'import':
      return readImport(reader);
    case 'from':
      return readImportFrom(reader);
    default:
      return readExpressionStatement(reader);
  }
}

const augmented = /^(?:\*\*|\/\/|<<|>>|[+\-*/%&|^@])=$/;

function readExpressionStatement(reader: Reader): Statement {
  const { start } = reader;
  const first = reader.is('yield') ? readYield(reader) : readList(reader);
  const range = () => reader.rangeFrom(start);
  if (reader.kind === 'newline') return { kind: 'Expr', value: first, range: range() };
  if (reader.accept(':')) {
    if (first.kind !== 'Name' && first.kind !== 'Attribute' && first.kind !== 'Subscript') throw unsupported;
    if (first.range.start !== start) throw unsupported;
    const annotation = readExpression(reader);
    const value = reader.accept('=') ? readValue(reader) : null;
    return { kind: 'AnnAssign', target: first, annotation, value, range: range() };
  }
  if (augmented.test(reader.word)) {
    checkTarget(first);
    const op = reader.word.slice(0, -1) as BinaryOperator;
    reader.advance();
    return { kind: 'AugAssign', target: first, op, value: readValue(reader), range: range() };
  }
  const targets: Expression[] = [];
  let value = first;
  while (reader.accept('=')) {
    // In parentheses a target has a range that the grammar counts in its own way.
    if (value.kind !== 'Tuple' && value.range.start !== start && targets.length === 0) throw unsupported;
    checkTarget(value);
    targets.push(value);
    value = readValue(reader);
  }
  if (targets.length === 0) throw unsupported;
  return { kind: 'Assign', targets, value, range: range() };
}

function readValue(reader: Reader): Expression {
  return reader.is('yield') ? readYield(reader) : readList(reader);
}

function readDotted(reader: Reader): string {
  let name = reader.name().id;
  while (reader.accept('.')) name += `.${reader.name().id}`;
  return name;
}

function readAlias(reader: Reader, readName: () => string): ImportAlias {
  const { start } = reader;
  const name = readName();
  const asName = reader.accept('as') ? reader.name().id : null;
  return { name, asName, range: reader.rangeFrom(start) };
}

function readImport(reader: Reader): Statement {
  const { start } = reader;
  reader.advance();
  const names: ImportAlias[] = [];
  do names.push(readAlias(reader, () => readDotted(reader)));
  while (reader.accept(','));
  return { kind: 'Import', names, range: reader.rangeFrom(start) };
}

function readImportFrom(reader: Reader): Statement {
  const { start } = reader;
  reader.advance();
  let level = 0;
  while (reader.is('.') || reader.is('...')) {
    level += reader.word.length;
    reader.advance();
  }
  const module = level > 0 && reader.is('import') ? '' : readDotted(reader);
  reader.expect('import');
  if (reader.is('*')) {
    const range = { start: reader.start, end: reader.end };
    reader.advance();
    const names = [{ name: '*', asName: null, range }];
    return { kind: 'ImportFrom', module, level, names, range: reader.rangeFrom(start) };
  }
  const isGrouped = reader.accept('(');
  const names: ImportAlias[] = [];
  do {
    if (isGrouped && names.length > 0 && reader.is(')')) break;
    names.push(readAlias(reader, () => reader.name().id));
  } while (reader.accept(','));
  if (isGrouped) reader.expect(')');
  return { kind: 'ImportFrom', module, level, names, range: reader.rangeFrom(start) };
}

// ---------------------------------------------------------------- compound statements

function readDecorated(reader: Reader): Statement {
  const decorators: Expression[] = [];
  while (reader.accept('@')) {
    decorators.push(readExpression(reader));
    reader.expectKind('newline');
  }
  if (reader.is('class')) return readClass(reader, decorators);
  if (reader.is('def')) return readFunction(reader, reader.start, decorators);
  return readAsync(reader, decorators);
}

function readAsync(reader: Reader, decorators: readonly Expression[]): Statement {
  const { start } = reader;
  reader.expect('async');
  if (reader.is('def')) return readFunction(reader, start, decorators);
  if (decorators.length > 0) throw unsupported;
  if (reader.is('for')) return readFor(reader, start);
  if (reader.is('with')) return readWith(reader, start);
  throw unsupported;
}

function readFunction(reader: Reader, start: number, decorators: readonly Expression[]): Statement {
  const isAsync = reader.start !== start;
  reader.expect('def');
  const { id, range: nameRange } = reader.name();
  const outer = reader.sawYield;
  const parameters = readParameters(reader, readExpression);
  reader.sawYield = outer;
  const returns = reader.accept('->') ? readExpression(reader) : null;
  const around = reader.sawYield;
  reader.sawYield = false;
  const body = readBlock(reader);
  const isGenerator = reader.sawYield;
  reader.sawYield = around;
  return {
    kind: 'FunctionDef',
    name: id,
    nameRange,
    parameters,
    body,
    decorators,
    returns,
    isAsync,
    isGenerator,
    range: { start, end: reader.blockEnd },
  };
}

function readClass(reader: Reader, decorators: readonly Expression[]): Statement {
  const { start } = reader;
  reader.expect('class');
  const { id, range: nameRange } = reader.name();
  const { args, keywords } = reader.is('(') ? readArguments(reader) : { args: [], keywords: [] };
  const body = readBlock(reader);
  return {
    kind: 'ClassDef',
    name: id,
    nameRange,
    bases: args,
    keywords,
    body,
    decorators,
    range: { start, end: reader.blockEnd },
  };
}

function readIf(reader: Reader): Statement {
  const { start } = reader;
  reader.advance();
  const test = readNamed(reader);
  const body = readBlock(reader);
  const orelse = reader.is('elif') ? [readIf(reader)] : readElse(reader);
  return { kind: 'If', test, body, orelse, range: { start, end: reader.blockEnd } };
}

function readElse(reader: Reader): readonly Statement[] {
  return reader.accept('else') ? readBlock(reader) : [];
}

function readFor(reader: Reader, start: number): Statement {
  const isAsync = reader.start !== start;
  reader.expect('for');
  const target = readForTargets(reader);
  reader.expect('in');
  const iter = readList(reader);
  const body = readBlock(reader);
  const orelse = readElse(reader);
  const range = { start, end: reader.blockEnd };
  return { kind: 'For', target, iter, body, orelse, isAsync, range };
}

function readWhile(reader: Reader): Statement {
  const { start } = reader;
  reader.advance();
  const test = readNamed(reader);
  const body = readBlock(reader);
  const orelse = readElse(reader);
  return { kind: 'While', test, body, orelse, range: { start, end: reader.blockEnd } };
}

function readWith(reader: Reader, start: number): Statement {
  const isAsync = reader.start !== start;
  reader.expect('with');
  // Parentheses around the items look like those of an expression.
  if (reader.is('(')) throw unsupported;
  const items: WithItem[] = [];
  do {
    const context = readExpression(reader);
    const target = reader.accept('as') ? readPrimary(reader) : null;
    if (target !== null) checkTarget(target);
    items.push({ context, target });
  } while (reader.accept(','));
  const body = readBlock(reader);
  return { kind: 'With', items, body, isAsync, range: { start, end: reader.blockEnd } };
}

function readTry(reader: Reader): Statement {
  const { start } = reader;
  reader.advance();
  const body = readBlock(reader);
  const handlers: ExceptHandler[] = [];
  while (reader.is('except')) handlers.push(readHandler(reader));
  const orelse = readElse(reader);
  const finalbody = reader.accept('finally') ? readBlock(reader) : [];
  if (handlers.length === 0 && (finalbody.length === 0 || orelse.length > 0)) throw unsupported;
  return { kind: 'Try', body, handlers, orelse, finalbody, range: { start, end: reader.blockEnd } };
}

function readHandler(reader: Reader): ExceptHandler {
  const { start } = reader;
  reader.advance();
  const type = reader.is(':') ? null : readExpression(reader);
  const name = type !== null && reader.accept('as') ? reader.name().id : null;
  const body = readBlock(reader);
  return { type, name, body, isGroup: false, range: { start, end: reader.blockEnd } };
}
