/** POSIX path arithmetic on absolute paths with `/`: the engine has no `node:path`. A drive letter may stand in front. */
export function dirname(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash <= 0 ? '/' : path.slice(0, slash);
}

export function basename(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

export function isAbsolute(path: string): boolean {
  return path.startsWith('/') || /^[A-Za-z]:[\\/]/.test(path);
}

/** Joins and normalises `.`, `..` and repeated slashes; an absolute `second` stands alone. */
export function join(first: string, second: string): string {
  const whole = isAbsolute(second) ? second : `${first}/${second}`;
  const parts: string[] = [];
  for (const part of whole.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..') parts.pop();
    else parts.push(part);
  }
  const drive = /^[A-Za-z]:$/.test(parts[0] ?? '');
  return (drive ? '' : '/') + parts.join('/');
}
