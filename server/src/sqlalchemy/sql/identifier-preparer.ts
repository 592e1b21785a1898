/** Quoting and shortening of names. Mirrors `sqlalchemy.sql.compiler.IdentifierPreparer`. */
import { IdentifierError } from './errors.ts';
import { md5Hex } from '../../util/md5.ts';
import type { ConstraintName } from './schema.ts';

export interface QuotingRules {
  readonly reservedWords: ReadonlySet<string>;
  readonly initialQuote: string;
  readonly finalQuote: string;
  readonly maxIdentifierLength: number;
  /** SQL Server writes `COLLATE name` as it is. */
  readonly quotesCollations: boolean;
  /** SQL Server reads `database.owner` in a schema's name. */
  readonly dottedSchemas: boolean;
  /** For a driver whose parameters begin with a percent sign. */
  readonly doublesPercents?: boolean;
}

export class DefaultIdentifierPreparer {
  private readonly rules: QuotingRules;

  constructor(rules: QuotingRules) {
    this.rules = rules;
  }

  /** Quotes a name only where it must be. */
  quote(identifier: string): string {
    return this.requiresQuotes(identifier) ? this.quoteIdentifier(identifier) : identifier;
  }

  quoteIdentifier(identifier: string): string {
    const { initialQuote, finalQuote, doublesPercents = false } = this.rules;
    const escaped = identifier.replaceAll(finalQuote, finalQuote.repeat(2));
    return `${initialQuote}${doublesPercents ? escaped.replaceAll('%', '%%') : escaped}${finalQuote}`;
  }

  quoteSchema(schema: string): string {
    if (!this.rules.dottedSchemas) return this.quote(schema);
    return schemaElements(schema)
      .map((part) => this.quote(part))
      .join('.');
  }

  formatTable(name: string, schema: string | null): string {
    const table = this.quote(name);
    return schema === null || schema === '' ? table : `${this.quoteSchema(schema)}.${table}`;
  }

  formatCollation(collation: string): string {
    return this.rules.quotesCollations ? this.quote(collation) : collation;
  }

  /**
   * A constraint's or index's name. One that a convention or `op.f` made is shortened to the database's limit;
   * another that is too long is an IdentifierError. A bare string counts as given by hand.
   */
  formatConstraint(name: string | NonNullable<ConstraintName>): string {
    const { text, isFinal, quote } =
      typeof name === 'string' ? { text: name, isFinal: false, quote: undefined } : name;
    const letters = Array.from(text);
    const max = this.rules.maxIdentifierLength;
    if (letters.length <= max) {
      if (quote === undefined) return this.quote(text);
      return quote ? this.quoteIdentifier(text) : text;
    }
    if (!isFinal) throw new IdentifierError(text, max);
    return this.quote(`${letters.slice(0, max - 8).join('')}_${md5Hex(text).slice(-4)}`);
  }

  /** Letters that no name may have bare; case does not matter here. For function names. */
  hasIllegalCharacters(identifier: string): boolean {
    return !/^[A-Z0-9_$]+$/i.test(identifier);
  }

  private requiresQuotes(identifier: string): boolean {
    const lower = identifier.toLowerCase();
    return (
      this.rules.reservedWords.has(lower) ||
      /^[0-9$]/.test(identifier) ||
      this.hasIllegalCharacters(identifier) ||
      lower !== identifier
    );
  }
}

/** `db.owner` → both; brackets keep their dots. Upstream: `_schema_elements` of the mssql dialect. */
function schemaElements(schema: string): string[] {
  const parts: string[] = [];
  let part = '';
  let bracket = false;
  let hadBracket = false;
  for (const token of schema.match(/[[\].]|[^[\].]+/g) ?? []) {
    if (token === '[') {
      bracket = true;
      hadBracket = true;
    } else if (token === ']') {
      bracket = false;
    } else if (!bracket && token === '.') {
      parts.push(hadBracket ? `[${part}]` : part);
      part = '';
      hadBracket = false;
    } else {
      part += token;
    }
  }
  if (part !== '') parts.push(part);
  if (parts.length < 2) return parts;
  const unbracketed = parts.map((p) => p.replace(/^\[(.*)\]$/, '$1'));
  return [unbracketed.slice(0, -1).join('.'), unbracketed[unbracketed.length - 1] ?? ''];
}
