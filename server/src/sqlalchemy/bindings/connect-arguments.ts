/** `create_engine(…, connect_args={…})`: what the driver is told beside the URL. */
import type { Value } from '../../python/eval/value.ts';
import { str } from '../../python/eval/native.ts';
import { ArgumentError, dialectNameOf, makeUrl, renderAsString, type Url } from '../engine/url.ts';

/** Of no effect on what a connection does. */
const harmless = new Set([
  'check_same_thread',
  'prepare_threshold',
  'statement_cache_size',
  'prepared_statement_cache_size',
  'prepared_statement_name_func',
]);

/** The URL with the arguments that one can say, and the names of the others. */
export function withConnectArguments(
  url: Value,
  given: Value | undefined,
): { readonly url: Value; readonly others: readonly string[] } {
  if (given === undefined || given.kind === 'none') return { url, others: [] };
  if (given.kind !== 'dict') return { url, others: ['connect_args'] };
  const others: string[] = [];
  const query = new Map<string, string>();
  const parsed = url.kind === 'str' ? read(url.value) : null;
  for (const { key, value } of given.entries.values()) {
    const name = key.kind === 'str' ? key.value : '';
    if (harmless.has(name)) continue;
    const text = parsed === null ? null : optionOf(parsed, name, value);
    if (text === null) others.push(`connect_args "${name}"`);
    else query.set(text.name, text.value);
  }
  if (parsed === null || query.size === 0) return { url, others };
  const whole = { ...parsed, query: new Map([...parsed.query, ...query]) };
  return { url: str(renderAsString(whole, { hidePassword: false })), others };
}

function read(url: string): Url | null {
  try {
    return makeUrl(url);
  } catch (error) {
    // The problems of the project tell what is wrong with it.
    if (error instanceof ArgumentError) return null;
    throw error;
  }
}

/** libpq takes its keywords from the URL, too; asyncpg's settings of the session are its `options`. */
function optionOf(
  url: Url,
  name: string,
  value: Value,
): { readonly name: string; readonly value: string } | null {
  if (dialectNameOf(url) !== 'postgresql') return null;
  const [, driver = 'psycopg2'] = url.drivername.split('+');
  if (driver === 'asyncpg') {
    if (name !== 'server_settings' || value.kind !== 'dict') return null;
    const settings = [...value.entries.values()].map(({ key, value: text }) =>
      key.kind === 'str' && text.kind === 'str' ? `-c ${key.value}=${escaped(text.value)}` : null,
    );
    return settings.includes(null) ? null : { name: 'options', value: settings.join(' ') };
  }
  if (!driver.startsWith('psycopg')) return null;
  if (value.kind === 'str') return { name, value: value.value };
  return value.kind === 'int' ? { name, value: value.value.toString() } : null;
}

/** The server splits its options at spaces. */
function escaped(text: string): string {
  return text.replaceAll(/[\\ ]/g, String.raw`\$&`);
}
