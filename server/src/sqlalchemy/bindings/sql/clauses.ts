/** How values of evaluated code become clauses: columns, expressions, and elements of the application's own classes. */
import { nativeInstance, str } from '../../../python/eval/native.ts';
import type { InstanceValue, Interpreter, NativeCall, Value } from '../../../python/eval/value.ts';
import { ClauseBuilder, ColumnBuilder } from '../../orm/builders.ts';
import { dialectNames } from '../../dialects/index.ts';
import type { DialectName } from '../../engine/dialect.ts';
import type { ClauseElement, CompiledText, ProcessedElement } from '../../sql/elements.ts';
import { compileWith, functionName, hasCompiler } from '../compilers.ts';
import { stateOf } from '../state.ts';
import { typeText } from '../types/compiled-types.ts';
import { dialectValue } from '../types/dialect-classes.ts';
import { isTypeValue, typeOf } from '../types/type-engine.ts';

/** The clause of an expression or column instance; null for any other value. */
export function clauseOf(value: Value): ClauseBuilder | null {
  if (value.kind !== 'instance') return null;
  const { payload } = value;
  if (payload instanceof ClauseBuilder) return payload;
  if (payload instanceof CustomElement) return payload.clause(value);
  return payload instanceof ColumnBuilder ? columnClause(payload) : null;
}

/** A column's reference; its name and table are read when the schema is frozen. */
export function columnClause(column: ColumnBuilder): ClauseBuilder {
  return new ClauseBuilder(
    () => ({
      kind: 'column',
      table: column.table?.name ?? null,
      schema: column.table?.schema ?? null,
      name: column.name ?? '',
      type: column.type,
    }),
    { type: () => column.type, columns: [column] },
  );
}

/** Functions that have the type of what they are given. Upstream: `ReturnTypeFromArgs`. */
const typedByArguments = new Set(['coalesce', 'max', 'min', 'sum']);

export function functionClause(name: string, args: readonly ClauseBuilder[]): ClauseBuilder {
  return new ClauseBuilder(
    () => ({ kind: 'function', name, args: args.map((argument) => argument.build()) }),
    {
      columns: args.flatMap((argument) => argument.columns),
      type: typedByArguments.has(name.toLowerCase())
        ? () => args.map((argument) => argument.type()).find((type) => type !== null) ?? null
        : () => null,
    },
  );
}

const deepestElement = 5;

/** What an instance of an element class of the application keeps. */
export class CustomElement {
  readonly interpreter: Interpreter;
  /** The arguments of a function element. */
  readonly args: readonly ClauseBuilder[];
  /** A `GenericFunction`: a plain function where no `@compiles` says otherwise. */
  readonly isFunction: boolean;

  constructor(interpreter: Interpreter, args: readonly ClauseBuilder[], isFunction: boolean) {
    this.interpreter = interpreter;
    this.args = args;
    this.isFunction = isFunction;
  }

  clause(self: InstanceValue): ClauseBuilder {
    const plain = functionClause(functionName(self.cls), this.args);
    const { interpreter } = this;
    const type = (): ReturnType<typeof typeOf> | null => {
      const given = interpreter.findAttribute(self, 'type', self.origin);
      return given !== undefined && isTypeValue(given)
        ? typeOf(interpreter, given, self.origin)
        : plain.type();
    };
    const build = (): ClauseElement =>
      this.isFunction && !hasCompiler(interpreter, self.cls)
        ? plain.build()
        : {
            kind: 'compiled',
            name: self.cls.name,
            texts: new Map(dialectNames.map((name) => [name, this.compile(self, name, plain)])),
          };
    return new ClauseBuilder(build, { columns: plain.columns, type });
  }

  private compile(self: InstanceValue, dialect: DialectName, plain: ClauseBuilder): CompiledText {
    const { compiling } = stateOf(this.interpreter);
    // Each level compiles what it holds for every dialect: a function that processes its own element would never end.
    if (compiling.includes(self) || compiling.length >= deepestElement)
      return {
        error: `the SQL of \`${self.cls.name}\` nests too deeply: its @compiles function processes it again`,
      };
    compiling.push(self);
    try {
      return this.compileOnce(self, dialect, plain);
    } finally {
      compiling.pop();
    }
  }

  private compileOnce(self: InstanceValue, dialect: DialectName, plain: ClauseBuilder): CompiledText {
    const { interpreter } = this;
    const compiled = compileWith(interpreter, self, dialect, {
      dialectValue: dialectValue(dialect, self.origin),
      site: self.origin,
      members: (processed) => {
        const place = (call: NativeCall): Value => str(placeholder(processed.push(call) - 1));
        return {
          process: (call) => processedText(call, dialect, place),
          visit_function: (call) => place({ ...call, args: [nativeInstance(self.cls, plain, self.origin)] }),
        };
      },
    });
    if (compiled === null)
      return this.isFunction
        ? { parts: [{ clause: plain.build(), keepsTable: true, keepsLiterals: true }] }
        : { error: `\`${self.cls.name}\` construct has no default compilation handler.` };
    if (compiled.kind === 'error') return { error: compiled.reason };
    return {
      parts: compiled.text
        .split(placeholders)
        .map((part, index) => (index % 2 === 0 ? part : processedElement(compiled.processed[Number(part)])))
        .filter((part) => part !== ''),
    };
  }
}

/** What a call of `compiler.process()` was given. */
function processedElement(call: NativeCall | undefined): ProcessedElement | string {
  const clause = call?.args[0] === undefined ? null : clauseOf(call.args[0]);
  if (call === undefined || clause === null) return '';
  return {
    clause: clause.build(),
    keepsTable: call.kwargs.has('include_table'),
    keepsLiterals: call.kwargs.has('literal_binds'),
  };
}

/** Characters of private use around the index of the value whose text belongs here. */
const placeholder = (index: number): string => `\uE000${index.toString()}\uE001`;
const placeholders = /\uE000(\d+)\uE001/u;

/** `compiler.process(element)`; a type is text at once. */
function processedText(call: NativeCall, dialect: DialectName, place: (call: NativeCall) => Value): Value {
  const [value] = call.args;
  if (value === undefined || value.kind === 'unknown') return value ?? str('');
  if (clauseOf(value) !== null) return place(call);
  if (!isTypeValue(value))
    return call.interpreter.unknown('what `compiler.process()` gives for this value', call.site);
  const type = typeOf(call.interpreter, value, call.site);
  return typeText(call.interpreter, type, dialect, call.site);
}
