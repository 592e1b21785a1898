/** Python values as SQL literals. Mirrors the `literal_processor`s of `sqlalchemy.sql.sqltypes`. */
import type { LiteralValue } from './elements.ts';
import { CompileError } from './errors.ts';
import { pythonRepr } from './python-repr.ts';
import { isInteger } from './type-resolution.ts';
import type { TypeEngine } from './types.ts';

/** What dialects write differently. */
export interface LiteralStyle {
  /** PostgreSQL doubles backslashes while it does not know `standard_conforming_strings`. */
  readonly doublesBackslashes: boolean;
  /** For a driver whose parameters begin with a percent sign. */
  readonly doublesPercents?: boolean;
  readonly nativeBooleans: boolean;
  /** SQL Server marks Unicode types' literals: `N'…'`. */
  readonly marksUnicode: boolean;
  /** SQLite stores dates and times as text with microseconds and without a zone. */
  readonly storesDatesAsText: boolean;
  readonly nativeUuids: boolean;
  readonly arrayPrefix: string;
  /** A script: values that a type's literal processor refuses are refused. A driver is more lenient with bound values. */
  readonly isStrict: boolean;
}

export function renderString(value: string, style: LiteralStyle): string {
  const quoted = `'${doubledPercents(value.replaceAll("'", "''"), style)}'`;
  return style.doublesBackslashes ? quoted.replaceAll('\\', '\\\\') : quoted;
}

/** A text in which percent signs stand for themselves, as the driver takes it. */
export function doubledPercents(text: string, style: LiteralStyle): string {
  return style.doublesPercents === true ? text.replaceAll('%', '%%') : text;
}

/** `type` is the resolved type of the bind, where it has one. Throws CompileError for values that have no literal form. */
export function renderLiteral(value: LiteralValue, type: TypeEngine | null, style: LiteralStyle): string {
  switch (value.type) {
    case 'none':
      return 'NULL';
    case 'str':
      if (type !== null && isInteger(type) && /^\s*[+-]?\d+\s*$/.test(value.value)) {
        return BigInt(value.value.trim().replace(/^\+/, '')).toString();
      }
      if (type?.kind === 'Uuid' && !type.asUuid && !style.marksUnicode) {
        return renderString(value.value.replaceAll('-', ''), style);
      }
      return style.marksUnicode && isUnicode(type, value.value)
        ? `N${renderString(value.value, style)}`
        : renderString(value.value, style);
    case 'int':
      if (type?.kind === 'Boolean') return renderBoolean(value.value !== 0n, style);
      return value.value.toString();
    case 'float':
      return pythonFloat(value.value);
    case 'bool':
      if (type !== null && isInteger(type)) {
        return value.value ? '1' : '0';
      }
      return renderBoolean(value.value, style);
    case 'bytes':
      return renderString(new TextDecoder().decode(value.value), style);
    case 'decimal':
      return value.value;
    case 'uuid':
      return style.nativeUuids ? `'${value.value}'` : `'${value.value.replaceAll('-', '')}'`;
    case 'date':
      return type?.kind === 'DateTime' && style.storesDatesAsText
        ? `'${value.value} 00:00:00.000000'`
        : `'${value.value}'`;
    case 'time':
    case 'datetime':
      if (type?.kind === 'Date' || type?.kind === 'DATE') return `'${value.value.slice(0, 10)}'`;
      return renderString(style.storesDatesAsText ? storedText(value.value) : value.value, style);
    case 'array':
      return `${style.arrayPrefix}[${value.items.map((item) => renderLiteral(item, null, style)).join(', ')}]`;
    case 'json':
      throw new CompileError(
        `No literal value renderer is available for literal value "${pythonRepr(value.value)}" with datatype JSON`,
      );
  }
}

function renderBoolean(value: boolean, style: LiteralStyle): string {
  if (style.nativeBooleans) return value ? 'true' : 'false';
  return value ? '1' : '0';
}

/** A text without a type takes Unicode where it has more than ASCII. Upstream: `String._resolve_for_literal`. */
function isUnicode(type: TypeEngine | null, value: string): boolean {
  if (type === null) return /[^\p{ASCII}]/u.test(value);
  return ['Unicode', 'UnicodeText', 'NVARCHAR', 'NCHAR'].includes(type.kind);
}

/** `2024-01-31 12:30:00+00:00` → `2024-01-31 12:30:00.000000`. */
function storedText(value: string): string {
  const text = value.replace('T', ' ').replace(/(\d)(?:[+-]\d{2}:\d{2}(?::\d{2})?|Z)$/, '$1');
  return text.includes('.') ? text : `${text}.000000`;
}

/** `repr(float)` of Python: `1.0`, `1e+16`, `1e-05`. */
function pythonFloat(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf';
  const [mantissa = '0', exponentText = '0'] = value.toExponential().split('e');
  const exponent = Number(exponentText);
  if (value === 0 || (exponent >= -4 && exponent < 16)) {
    const plain = value.toString();
    if (!plain.includes('e')) return Number.isInteger(value) ? `${plain}.0` : plain;
    return value.toFixed(mantissa.replace(/\D/g, '').length - 1 - exponent);
  }
  const sign = exponent < 0 ? '-' : '+';
  return `${mantissa}e${sign}${Math.abs(exponent).toString().padStart(2, '0')}`;
}
