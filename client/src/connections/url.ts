/** A SQLAlchemy URL as the user typed it, taken apart for storing: the password is kept apart from the rest. */
export interface SplitUrl {
  /** Without password. */
  readonly url: string;
  /** Decoded; null when the URL had none. */
  readonly password: string | null;
}

export type UrlCheck = { readonly ok: true } | { readonly ok: false; readonly message: string };

const shape = /^(?<scheme>[\w+]+):\/\/(?<rest>.*)$/su;
/** Retort's own: `pglite:` in memory, `pglite:./folder`. */
const embedded = /^pglite:/u;
const withPassword = /^(?<user>[^:/?@]*):(?<password>[^@]*(?:@[^@/?]*(?=@[^/?]))*)@(?<tail>.*)$/su;
const backends: readonly string[] = ['postgresql', 'mssql', 'sqlite'];
const secretOption = /^(?:password|pwd|sslpassword)$/iu;

/**
 * Takes every password out of a SQLAlchemy URL: the one after the user name, `?password=`, and `PWD=` of an
 * `odbc_connect` string. The first found is `password`. Mirrors `sqlalchemy.engine.url._parse_url`, where a password
 * ends at the first `@`; an unescaped `@` further on is taken as part of it here, so that none of it stays behind.
 */
export function splitPassword(text: string): SplitUrl {
  const match = shape.exec(text.trim());
  if (match === null) return { url: text.trim(), password: null };
  const { scheme = '', rest = '' } = match.groups ?? {};
  const login = withPassword.exec(rest)?.groups;
  const options = splitOptions(login?.['tail'] ?? rest);
  if (login === undefined) return { url: `${scheme}://${options.tail}`, password: options.password };
  return {
    url: `${scheme}://${login['user'] ?? ''}@${options.tail}`,
    password: decode(login['password'] ?? ''),
  };
}

/** Whether a URL is one that Retort can connect to, or what is wrong with it, in words for an input box. */
export function checkUrl(text: string): UrlCheck {
  const url = text.trim();
  if (url === '')
    return no('Enter a SQLAlchemy URL, such as postgresql://user@localhost/app or sqlite:///app.db.');
  if (embedded.test(url)) return url.includes('?') ? no('A pglite: URL has no options.') : { ok: true };
  const scheme = shape.exec(url)?.groups?.['scheme'];
  if (scheme === undefined) {
    return no('A URL starts with the database and "://", such as postgresql://user@localhost/app.');
  }
  const dialect = (scheme.split('+')[0] ?? '').toLowerCase();
  if (dialect === 'postgres')
    return no('SQLAlchemy 1.4 and later do not take postgres://. Write postgresql://.');
  if (!backends.includes(dialect)) {
    return no(`Retort connects to PostgreSQL, SQL Server, SQLite and PGlite, not to "${dialect}".`);
  }
  if (dialect === 'sqlite' && /^sqlite[^:]*:\/\/[^/?]/iu.test(url)) {
    return no(
      'A SQLite URL has three slashes before a relative path and four before an absolute one: sqlite:///app.db.',
    );
  }
  if (
    (withPassword.exec(shape.exec(url)?.groups?.['rest'] ?? '')?.groups?.['password'] ?? '').includes('@')
  ) {
    return no('Write an "@" in the password as %40.');
  }
  const port = /^[^/?]*:(?<port>[^/?@:\]]*)(?:[/?]|$)/u.exec(
    splitPassword(url).url.replace(/^[^:]+:\/\/(?:[^/?]*@)?/u, ''),
  );
  if (port?.groups?.['port'] !== undefined && !/^\d+$/u.test(port.groups['port'])) {
    return no(`The port "${port.groups['port']}" is not a number.`);
  }
  return { ok: true };
}

/** `postgresql: user@host/database`, or `sqlite: file`: what a list shows for a URL. Never has a password. */
export function labelOf(text: string): string {
  const { url } = splitPassword(text);
  if (embedded.test(url)) {
    const folder = url.replace(/^pglite:(?:\/\/\/?)?/u, '');
    return `pglite: ${folder === '' || folder === ':memory:' ? 'in memory' : folder}`;
  }
  const match = shape.exec(url);
  if (match === null) return url;
  const { scheme = '', rest = '' } = match.groups ?? {};
  const backend = scheme.split('+', 1)[0] ?? '';
  const place = rest.split('?', 1)[0] ?? '';
  if (backend !== 'sqlite') return `${backend}: ${place.replace(/^\//u, '')}`;
  const file = place.replace(/^\//u, '').split('/').at(-1) ?? '';
  return `sqlite: ${file === '' || file === ':memory:' ? 'in memory' : file}`;
}

/** Whether to ask for a password before connecting: where a user is named, and the database is not a file. */
export function takesPassword(url: string): boolean {
  return /^(?!sqlite\b|pglite\b)[\w+]+:\/\/[^/?@]+@/iu.test(url.trim());
}

function splitOptions(tail: string): { readonly tail: string; readonly password: string | null } {
  const question = tail.indexOf('?');
  if (question < 0) return { tail, password: null };
  let password: string | null = null;
  const kept: string[] = [];
  for (const option of tail.slice(question + 1).split('&')) {
    const equals = option.indexOf('=');
    const key = equals < 0 ? option : option.slice(0, equals);
    const value = equals < 0 ? '' : option.slice(equals + 1);
    if (secretOption.test(key)) {
      password ??= decode(value.replaceAll('+', ' '));
    } else if (key.toLowerCase() === 'odbc_connect') {
      const odbc = splitOdbc(decode(value.replaceAll('+', ' ')));
      password ??= odbc.password;
      kept.push(odbc.password === null ? option : `${key}=${encodeURIComponent(odbc.text)}`);
    } else {
      kept.push(option);
    }
  }
  const options = kept.length === 0 ? '' : `?${kept.join('&')}`;
  return { tail: tail.slice(0, question) + options, password };
}

function splitOdbc(text: string): { readonly text: string; readonly password: string | null } {
  // A value in braces may hold a semicolon; a closing brace in it is doubled.
  const pattern = /(?<=^|;)\s*(?:pwd|password)\s*=\s*(\{(?:[^}]|\}\})*\}|[^;]*);?/iu;
  const found = pattern.exec(text)?.[1];
  if (found === undefined) return { text, password: null };
  const password = found.startsWith('{') ? found.slice(1, -1).replaceAll('}}', '}') : found;
  return { text: text.replace(pattern, ''), password };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function no(message: string): UrlCheck {
  return { ok: false, message };
}
