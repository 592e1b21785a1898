/** `element.compile(…)`: the SQL of an element as evaluated code asks for it. Mirrors `CompilerElement.compile`. */
import {
  nativeClass,
  nativeInstance,
  nativeMethod,
  nativeProperty,
  none,
  str,
} from '../../../python/eval/native.ts';
import type { InstanceValue, NativeCall, Value } from '../../../python/eval/value.ts';
import { dialectFor, isDialectName } from '../../dialects/index.ts';
import type { DialectName } from '../../engine/dialect.ts';
import { CompileError } from '../../sql/errors.ts';
import { Arguments } from '../arguments.ts';
import { clauseOf } from './clauses.ts';

const textOf = (self: Value | undefined): Value =>
  str(self?.kind === 'instance' && typeof self.payload === 'string' ? self.payload : '');

const compiledClass = nativeClass({
  name: 'SQLCompiler',
  module: 'sqlalchemy.sql.compiler',
  members: {
    __str__: nativeMethod('__str__', (call) => textOf(call.args[0])),
    string: nativeProperty('string', textOf),
  },
});

/** Gives an Unknown, with the reason, for a dialect that is not known and for SQL with parameters. */
export const compileMethod = nativeMethod('compile', (call): Value => {
  const unknown = (reason: string): Value =>
    call.interpreter.unknown(`what compile() gives cannot be known: ${reason}`, call.site);
  const given = new Arguments('compile', call, ['bind', 'dialect', 'compile_kwargs'], { skip: 1 });
  const dialect = dialectOf(call, given.value('bind'), given.value('dialect'));
  if (dialect === null) return unknown('its dialect is not known');
  const clause = call.args[0] === undefined ? null : clauseOf(call.args[0]);
  if (clause === null) return unknown('the element is not read');
  const options = given.value('compile_kwargs');
  const isLiteral = options?.kind === 'dict' && literalBinds(options);
  try {
    const sql = dialectFor(dialect, 'offline').sqlCompiler.process(clause.build(), {
      includeTable: true,
      withoutLiterals: !isLiteral,
    });
    // Whether a driver doubles them is not known here.
    return sql.includes('%') ? unknown('it has a percent sign') : compiled(sql, call);
  } catch (error) {
    if (!(error instanceof CompileError)) throw error;
    return unknown(error.message);
  }
});

const compiled = (sql: string, call: NativeCall): InstanceValue =>
  nativeInstance(compiledClass, sql, call.site);

function literalBinds(options: Value & { readonly kind: 'dict' }): boolean {
  return [...options.entries.values()].some(
    ({ key, value }) =>
      key.kind === 'str' && key.value === 'literal_binds' && value.kind === 'bool' && value.value,
  );
}

/** Of a connection, a dialect, or neither. */
function dialectOf(call: NativeCall, bind: Value = none, dialect: Value = none): DialectName | null {
  const { interpreter, site } = call;
  const asked = bind.kind === 'none' ? dialect : (interpreter.findAttribute(bind, 'dialect', site) ?? none);
  if (asked.kind === 'none') return bind.kind === 'none' ? 'default' : null;
  const name = interpreter.findAttribute(asked, 'name', site);
  return name?.kind === 'str' && isDialectName(name.value) ? name.value : null;
}
