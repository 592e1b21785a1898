/**
 * One DDL statement of raw SQL as operations, when every word of it is understood: DROP TABLE and INDEX, ALTER TABLE that
 * renames columns or constraints or drops or changes nullability, ALTER INDEX … RENAME, CREATE INDEX on plain columns. Null for anything else,
 * whose effect is then uncertain.
 */
import type { Origin } from '../../util/text-range.ts';
import type { MigrateOperation } from '../ops/operations.ts';
import type { ConstraintName } from '../../sqlalchemy/sql/schema.ts';

export interface RenamedIndex {
  readonly kind: 'rename_index';
  readonly from: string;
  readonly to: string;
  readonly origin: Origin | null;
}
export interface RenamedConstraint extends Target {
  readonly kind: 'rename_constraint';
  readonly from: string;
  readonly to: string;
  readonly origin: Origin | null;
}
type Effect = MigrateOperation | RenamedIndex | RenamedConstraint;

export function readDdl(sql: string, origin: Origin | null): readonly Effect[] | null {
  const tokens = tokenize(sql);
  if (tokens === null) return null;
  const reader = new Reader(tokens, origin);
  const effects = reader.statement();
  return reader.isDone ? effects : null;
}

/** A keyword or bare name in lower case, a quoted name as it is, or a sign. */
interface Token {
  readonly kind: 'word' | 'quoted' | 'sign';
  readonly text: string;
}

/** Null where a character belongs to none of them, or a bare name has capitals: databases fold them in different ways. */
function tokenize(sql: string): readonly Token[] | null {
  const tokens: Token[] = [];
  let rest = sql.trim();
  while (rest !== '') {
    const quoted = /^"((?:[^"]|"")+)"/.exec(rest);
    const word = /^[A-Za-z_][A-Za-z0-9_]*/.exec(rest);
    const sign = /^[(),.]/.exec(rest);
    const [text] = quoted ?? word ?? sign ?? [null];
    if (text === null) return null;
    if (quoted !== null) tokens.push({ kind: 'quoted', text: (quoted[1] ?? '').replaceAll('""', '"') });
    else tokens.push({ kind: word === null ? 'sign' : 'word', text });
    rest = rest.slice(text.length).trimStart();
  }
  return tokens;
}

const final = (text: string): NonNullable<ConstraintName> => ({ text, isFinal: true });

class Reader {
  readonly #tokens: readonly Token[];
  readonly #origin: Origin | null;
  #at = 0;

  constructor(tokens: readonly Token[], origin: Origin | null) {
    this.#tokens = tokens;
    this.#origin = origin;
  }

  get isDone(): boolean {
    return this.#at === this.#tokens.length;
  }

  statement(): readonly Effect[] | null {
    if (this.#words('drop', 'table')) return this.#dropTables();
    if (this.#words('drop', 'index')) return this.#dropIndex();
    if (this.#words('alter', 'index')) return this.#alterIndex();
    if (this.#words('alter', 'table')) return this.#alterTable();
    if (this.#words('create', 'unique', 'index')) return this.#createIndex(true);
    return this.#words('create', 'index') ? this.#createIndex(false) : null;
  }

  /** Without CASCADE, which changes other tables. */
  #dropTables(): readonly Effect[] | null {
    const ifExists = this.#words('if', 'exists');
    const effects: Effect[] = [];
    do {
      const target = this.#target();
      if (target === null) return null;
      effects.push({ kind: 'drop_table', ...target, ifExists, original: null, ...this.#plain() });
    } while (this.#sign(','));
    this.#words('restrict');
    return effects;
  }

  #dropIndex(): readonly Effect[] | null {
    this.#words('concurrently');
    const ifExists = this.#words('if', 'exists');
    const target = this.#target();
    if (target === null) return null;
    this.#words('restrict');
    const { table: name, schema } = target;
    return [
      {
        kind: 'drop_index',
        name: final(name),
        table: null,
        schema,
        ifExists,
        original: null,
        ...this.#plain(),
      },
    ];
  }

  #alterIndex(): readonly Effect[] | null {
    this.#words('if', 'exists');
    const from = this.#target()?.table;
    if (from === undefined || !this.#words('rename', 'to')) return null;
    const to = this.#name();
    return to === null ? null : [{ kind: 'rename_index', from, to, origin: this.#origin }];
  }

  #alterTable(): readonly Effect[] | null {
    this.#words('only');
    const target = this.#target();
    if (target === null) return null;
    if (this.#words('rename', 'to')) {
      const newTable = this.#name();
      return newTable === null ? null : [{ kind: 'rename_table', ...target, newTable, origin: this.#origin }];
    }
    if (this.#words('rename')) return this.#renameColumn(target);
    const effects: Effect[] = [];
    do {
      const effect = this.#action(target);
      if (effect === null) return null;
      effects.push(effect);
    } while (this.#sign(','));
    return effects;
  }

  #renameColumn(target: Target): readonly Effect[] | null {
    if (this.#words('constraint')) {
      const from = this.#name();
      if (from === null || !this.#words('to')) return null;
      const to = this.#name();
      return to === null ? null : [{ kind: 'rename_constraint', ...target, from, to, origin: this.#origin }];
    }
    this.#words('column');
    const column = this.#name();
    if (column === null || !this.#words('to')) return null;
    const modifyName = this.#name();
    return modifyName === null
      ? null
      : [{ kind: 'alter_column', ...target, column, modifyName, ...this.#plain() }];
  }

  /** One of the changes that ALTER TABLE lists. */
  #action(target: Target): Effect | null {
    if (this.#words('drop', 'constraint')) {
      const ifExists = this.#words('if', 'exists');
      const name = this.#name();
      if (name === null) return null;
      this.#words('restrict');
      return {
        kind: 'drop_constraint',
        ...target,
        name: final(name),
        type: null,
        ifExists,
        original: null,
        ...this.#plain(),
      };
    }
    if (this.#words('drop', 'column')) {
      const ifExists = this.#words('if', 'exists');
      const column = this.#name();
      if (column === null) return null;
      this.#words('restrict');
      return { kind: 'drop_column', ...target, column, ifExists, original: null, ...this.#plain() };
    }
    if (!this.#words('alter', 'column')) return null;
    const column = this.#name();
    if (column === null) return null;
    const change = { kind: 'alter_column', ...target, column, ...this.#plain() } as const;
    if (this.#words('set', 'not', 'null')) return { ...change, modifyNullable: false };
    if (this.#words('drop', 'not', 'null')) return { ...change, modifyNullable: true };
    return this.#words('drop', 'default') ? { ...change, modifyServerDefault: null } : null;
  }

  #createIndex(unique: boolean): readonly Effect[] | null {
    this.#words('concurrently');
    const ifNotExists = this.#words('if', 'not', 'exists');
    const name = this.#name();
    if (name === null || !this.#words('on')) return null;
    const target = this.#target();
    if (target === null || !this.#sign('(')) return null;
    const columns: string[] = [];
    do {
      const column = this.#name();
      if (column === null) return null;
      columns.push(column);
    } while (this.#sign(','));
    if (!this.#sign(')')) return null;
    const { table, schema } = target;
    return [
      {
        kind: 'create_index',
        ifNotExists,
        origin: this.#origin,
        index: {
          kind: 'index',
          name: final(name),
          table,
          schema,
          expressions: columns.map((column) => ({ kind: 'column', table, schema, name: column, type: null })),
          unique,
          dialectOptions: {},
          origin: this.#origin,
        },
      },
    ];
  }

  #plain(): { readonly dialectOptions: Readonly<Record<string, never>>; readonly origin: Origin | null } {
    return { dialectOptions: {}, origin: this.#origin };
  }

  /** `name` or `schema.name`. */
  #target(): Target | null {
    const first = this.#name();
    if (first === null) return null;
    if (!this.#sign('.')) return { table: first, schema: null };
    const table = this.#name();
    return table === null ? null : { table, schema: first };
  }

  /** Bare names with capitals are folded, in a way that depends on the database. */
  #name(): string | null {
    const token = this.#tokens[this.#at];
    const isName =
      token?.kind === 'quoted' || (token?.kind === 'word' && token.text === token.text.toLowerCase());
    if (token === undefined || !isName) return null;
    this.#at += 1;
    return token.text;
  }

  #words(...words: readonly string[]): boolean {
    const isThere = words.every((word, index) => {
      const token = this.#tokens[this.#at + index];
      return token?.kind === 'word' && token.text.toLowerCase() === word;
    });
    if (isThere) this.#at += words.length;
    return isThere;
  }

  #sign(sign: string): boolean {
    const token = this.#tokens[this.#at];
    if (token?.kind !== 'sign' || token.text !== sign) return false;
    this.#at += 1;
    return true;
  }
}

interface Target {
  readonly table: string;
  readonly schema: string | null;
}
