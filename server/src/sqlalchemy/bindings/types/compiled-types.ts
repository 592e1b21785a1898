/** Column types whose SQL functions of the application write. */
import { none, str } from '../../../python/eval/native.ts';
import type { InstanceValue, Interpreter, NativeCall, Value } from '../../../python/eval/value.ts';
import type { Origin } from '../../../util/text-range.ts';
import { dialectFor, dialectNames } from '../../dialects/index.ts';
import type { DialectName } from '../../engine/dialect.ts';
import { CompileError } from '../../sql/errors.ts';
import type { TypeEngine } from '../../sql/types.ts';
import { resolveType } from '../../sql/type-resolution.ts';
import { compileWith } from '../compilers.ts';

type CompiledTexts = NonNullable<TypeEngine['compiled']>;

/** What the `@compiles` functions of a type's class write, by dialect; nothing for dialects that none is for. */
export function compiledTexts(
  interpreter: Interpreter,
  value: InstanceValue,
  type: TypeEngine,
  tools: {
    readonly typeOf: (value: Value) => TypeEngine;
    readonly dialectValue: (name: string, site: Origin) => InstanceValue;
  },
): CompiledTexts {
  const texts = new Map<string, { readonly text: string } | { readonly error: string }>();
  for (const name of dialectNames) {
    const text = (shown: TypeEngine): Value => typeText(interpreter, shown, name, value.origin);
    const compiled = compileWith(interpreter, value, name, {
      dialectValue: tools.dialectValue(name, value.origin),
      site: value.origin,
      members: () => ({
        process: (call: NativeCall) => text(tools.typeOf(call.args[0] ?? none)),
        [`visit_${visitName(resolveType(type, name))}`]: () => text(type),
        ...Object.fromEntries(
          Object.entries(visits(type)).map(([kind, shown]) => [`visit_${kind}`, (): Value => text(shown)]),
        ),
      }),
    });
    if (compiled !== null)
      texts.set(name, compiled.kind === 'text' ? { text: compiled.text } : { error: compiled.reason });
  }
  return texts;
}

/** `__visit_name__` of the generic types: what `compiler.visit_unicode(element)` of a Unicode is called. */
const visitName = (type: TypeEngine): string => type.kind.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toLowerCase();

/** A type's SQL as a `str`; unknown where it cannot be compiled. */
export function typeText(
  interpreter: Interpreter,
  type: TypeEngine,
  dialect: DialectName,
  site: Origin,
): Value {
  try {
    return str(dialectFor(dialect).typeCompiler.process(type, { table: null, column: null }));
  } catch (error) {
    if (!(error instanceof CompileError)) throw error;
    return interpreter.unknown(error.message, site);
  }
}

/** The types that `compiler.visit_TEXT(element)` and its like write, with the element's own length. */
function visits(type: TypeEngine): Readonly<Record<string, TypeEngine>> {
  const length = 'length' in type ? type.length : null;
  const collation = 'collation' in type ? type.collation : null;
  return {
    INTEGER: { kind: 'INTEGER' },
    BIGINT: { kind: 'BIGINT' },
    SMALLINT: { kind: 'SMALLINT' },
    DATE: { kind: 'DATE' },
    BOOLEAN: { kind: 'BOOLEAN' },
    TEXT: { kind: 'TEXT', length, collation },
    VARCHAR: { kind: 'VARCHAR', length, collation },
    CHAR: { kind: 'CHAR', length, collation },
    BLOB: { kind: 'BLOB', length: length === 'max' ? null : length },
    JSON: { kind: 'JSON', noneAsNull: false },
  };
}
