/** `column["key"]` and `.astext` of PostgreSQL's JSON and JSONB. Mirrors `sqlalchemy.dialects.postgresql.json`. */
import type { NativeCall, Value } from '../../../python/eval/value.ts';
import { nativeInstance, nativeMethod, none } from '../../../python/eval/native.ts';
import { ClauseBuilder } from '../../orm/builders.ts';
import type { TypeEngine } from '../../sql/types.ts';
import { stringOf } from '../arguments.ts';
import { clauseOf } from './clauses.ts';
import { literalOf } from './literals.ts';
import { binary } from './operators.ts';

const asText: Readonly<Record<string, string>> = { '->': '->>', '#>': '#>>' };

const isJson = (type: TypeEngine | null): boolean =>
  type?.kind === 'dialect' &&
  type.dialect === 'postgresql' &&
  (type.name === 'JSON' || type.name === 'JSONB');

/** Subscripts of other types are Unknown: each database writes them in its own way. */
const getItem = nativeMethod('__getitem__', (call) => {
  const [self, index = none] = call.args;
  const clause = self === undefined ? null : clauseOf(self);
  if (self?.kind !== 'instance' || clause === null || !isJson(clause.type()))
    return unread(call, 'a subscript');
  if (index.kind === 'unknown') return index;
  if (index.kind === 'tuple' || index.kind === 'list') {
    const path = index.items.map((item) => (item.kind === 'int' ? item.value.toString() : stringOf(item)));
    if (!path.every((part) => typeof part === 'string')) return unread(call, 'this path');
    return made(self, '#>', clause, literalText(`{${path.join(', ')}}`), call);
  }
  const literal = literalOf(call.interpreter, index, call.site);
  if (literal === null) return unread(call, 'this subscript');
  const key = new ClauseBuilder(() => ({
    kind: 'bindparam',
    name: null,
    value: literal,
    type: null,
    inline: false,
  }));
  return made(self, '->', clause, key, call);
});

function made(
  self: Value & { readonly kind: 'instance' },
  operator: string,
  left: ClauseBuilder,
  right: ClauseBuilder,
  call: NativeCall,
): Value {
  return nativeInstance(expressionClass(self), binary(left, operator, right), call.site);
}

/** The class of plain expressions, which a column's class derives from. */
function expressionClass(self: Value & { readonly kind: 'instance' }): typeof self.cls {
  return self.cls.mro.find((base) => base.name === 'ColumnElement') ?? self.cls;
}

const literalText = (value: string): ClauseBuilder =>
  new ClauseBuilder(() => ({
    kind: 'bindparam',
    name: null,
    value: { type: 'str', value },
    type: null,
    inline: false,
  }));

const unread = (call: NativeCall, what: string): Value =>
  call.interpreter.unknown(`${what} of a column of this type is not read`, call.site);

const textType: TypeEngine = { kind: 'Text', length: null, collation: null };

/** Members of every column element. */
export const subscriptMembers: Readonly<Record<string, Value>> = {
  __getitem__: getItem,
  astext: {
    kind: 'property',
    get: nativeMethod('astext', (call) => {
      const self = call.args[0];
      const clause = self === undefined ? null : clauseOf(self);
      const operator = asText[clause?.operator ?? ''];
      if (self?.kind !== 'instance' || clause === null || operator === undefined)
        return unread(call, '`astext`');
      const text = new ClauseBuilder(
        () => {
          const built = clause.build();
          return built.kind === 'binary' ? { ...built, operator } : built;
        },
        { operator, columns: clause.columns, type: () => textType },
      );
      return nativeInstance(expressionClass(self), text, call.site);
    }),
    set: null,
  },
  ...Object.fromEntries(
    ['as_string', 'as_integer', 'as_float', 'as_boolean', 'as_json', 'as_numeric'].map(
      (name): [string, Value] => [name, nativeMethod(name, (call) => unread(call, `\`${name}()\``))],
    ),
  ),
};
