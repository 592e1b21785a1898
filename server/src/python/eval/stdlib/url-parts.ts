/** Taking URLs apart and putting them together. Mirrors `urllib.parse.urlsplit`, `urlparse` and `urlunsplit` of CPython 3.11. */

export interface SplitUrl {
  readonly scheme: string;
  readonly netloc: string;
  readonly path: string;
  readonly query: string;
  readonly fragment: string;
}

/** Null for an address with an unmatched bracket, which upstream refuses. */
export function splitUrl(given: string, usualScheme: string): SplitUrl | null {
  let rest = withoutLeadingControls(given).replaceAll(/[\t\r\n]/g, '');
  let scheme = usualScheme;
  let netloc = '';
  const found = /^([a-z][a-z0-9+.-]*):/i.exec(rest);
  if (found !== null) {
    scheme = (found[1] ?? '').toLowerCase();
    rest = rest.slice(found[0].length);
  }
  if (rest.startsWith('//')) {
    const end = rest.slice(2).search(/[/?#]/);
    netloc = end < 0 ? rest.slice(2) : rest.slice(2, end + 2);
    rest = end < 0 ? '' : rest.slice(end + 2);
    if (netloc.includes('[') !== netloc.includes(']')) return null;
  }
  const [beforeFragment, fragment] = cut(rest, '#');
  const [path, query] = cut(beforeFragment, '?');
  return { scheme, netloc, path, query, fragment };
}

const schemesWithParameters = new Set([
  '',
  ...'ftp hdl prospero http https shttp rtsp rtsps sip sips mms sftp tel'.split(' '),
]);

/** The six parts of `urlparse`: the parameters of the last segment of the path stand after it. */
export function withParameters({ scheme, netloc, path, query, fragment }: SplitUrl): readonly string[] {
  const at = schemesWithParameters.has(scheme) ? path.indexOf(';', Math.max(path.lastIndexOf('/'), 0)) : -1;
  const [before, params] = at < 0 ? [path, ''] : [path.slice(0, at), path.slice(at + 1)];
  return [scheme, netloc, before, params, query, fragment];
}

const schemesWithAddress = new Set(
  'ftp http gopher nntp telnet imap wais file mms https shttp snews prospero rtsp rtspu rsync svn svn+ssh sftp nfs git git+ssh ws wss'.split(
    ' ',
  ),
);

/** The text of the parts. */
export function unsplitUrl({ scheme, netloc, path, query, fragment }: SplitUrl): string {
  let url = path;
  if (netloc !== '' || (schemesWithAddress.has(scheme) && !url.startsWith('//'))) {
    if (url !== '' && !url.startsWith('/')) url = `/${url}`;
    url = `//${netloc}${url}`;
  }
  if (scheme !== '') url = `${scheme}:${url}`;
  if (query !== '') url += `?${query}`;
  return fragment === '' ? url : `${url}#${fragment}`;
}

function cut(text: string, separator: string): readonly [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}

function withoutLeadingControls(text: string): string {
  let start = 0;
  while (start < text.length && text.charCodeAt(start) <= 0x20) start++;
  return text.slice(start);
}
