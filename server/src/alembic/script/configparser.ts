import { redact } from '../../util/redact.ts';
import type { TextRange } from '../../util/text-range.ts';

/** One option as written: `value` has its lines joined, nothing is interpolated yet. */
export interface IniOption {
  readonly name: string;
  readonly value: string;
  readonly line: number;
  readonly range: TextRange;
}
export interface IniProblem {
  readonly message: string;
  /** Zero-based. */
  readonly line: number;
  readonly range: TextRange;
}
export interface IniFile {
  /** Section → option (lower case) → value; `[DEFAULT]` is in `defaults`. */
  readonly sections: ReadonlyMap<string, ReadonlyMap<string, IniOption>>;
  readonly defaults: ReadonlyMap<string, IniOption>;
  readonly problems: readonly IniProblem[];
}

const section = /^\[(.+)\]/;
const option = /^(.*?)\s*[=:]\s*(.*)$/s;

/** Reads an INI file as Python's strict `ConfigParser` does. Goes on after a bad line, and reports it. */
export function parseIni(text: string): IniFile {
  const reader = new IniReader();
  let start = 0;
  let number = 0;
  for (const line of text.split('\n')) {
    reader.line(line.replace(/\r$/, ''), number, start);
    start += line.length + 1;
    number += 1;
  }
  return reader.finish();
}

interface OpenOption {
  readonly name: string;
  readonly lines: string[];
  readonly line: number;
  readonly range: TextRange;
}

class IniReader {
  private readonly sections = new Map<string, Map<string, OpenOption>>();
  private readonly defaults = new Map<string, OpenOption>();
  private readonly problems: IniProblem[] = [];
  private current: Map<string, OpenOption> | null = null;
  private currentName = '';
  private last: OpenOption | null = null;
  private indent = 0;

  line(line: string, number: number, start: number): void {
    const value = line.trim();
    if (value.startsWith('#') || value.startsWith(';')) return;
    if (value === '') {
      this.last?.lines.push('');
      return;
    }
    const indent = line.search(/\S/);
    if (this.last !== null && indent > this.indent) {
      this.last.lines.push(value);
      return;
    }
    this.indent = indent;
    const range = { start: start + indent, end: start + line.trimEnd().length };
    const header = section.exec(value)?.[1];
    if (header !== undefined) this.openSection(header, number, range);
    else this.openOption(value, number, range);
  }

  finish(): IniFile {
    const close = (options: ReadonlyMap<string, OpenOption>): Map<string, IniOption> =>
      new Map(
        [...options].map(([name, open]) => [
          name,
          { name, value: open.lines.join('\n').trimEnd(), line: open.line, range: open.range },
        ]),
      );
    return {
      sections: new Map([...this.sections].map(([name, options]) => [name, close(options)])),
      defaults: close(this.defaults),
      problems: this.problems,
    };
  }

  private openSection(name: string, line: number, range: TextRange): void {
    this.last = null;
    this.currentName = name;
    if (name === 'DEFAULT') {
      this.current = this.defaults;
      return;
    }
    if (this.sections.has(name)) {
      this.problems.push({ message: `section '${name}' already exists`, line, range });
    }
    this.current = this.sections.get(name) ?? new Map<string, OpenOption>();
    this.sections.set(name, this.current);
  }

  private openOption(value: string, line: number, range: TextRange): void {
    if (this.current === null) {
      const message = `File contains no section headers: ${quoted(value)} stands before the first [section]`;
      this.problems.push({ message, line, range });
      return;
    }
    const match = option.exec(value);
    const name = match?.[1]?.trimEnd().toLowerCase() ?? '';
    if (match === null || name === '') {
      this.problems.push({ message: `expected "name = value", found ${quoted(value)}`, line, range });
      return;
    }
    if (this.current.has(name)) {
      const message = `option '${name}' in section '${this.currentName}' already exists`;
      this.problems.push({ message, line, range });
    }
    this.last = { name, lines: [match[2]?.trim() ?? ''], line, range };
    this.current.set(name, this.last);
  }
}

/** A line for a message, without the password of a URL in it. */
function quoted(line: string): string {
  return JSON.stringify(redact(line));
}

/**
 * Replaces `%(name)s` and `%%` as `configparser.BasicInterpolation` does. `lookup` gives the raw value of an option of
 * the section, of `[DEFAULT]`, or of the defaults such as `here`. Throws InterpolationError.
 */
export function interpolate(raw: string, lookup: (name: string) => string | null, depth = 1): string {
  if (depth > 10) throw new InterpolationError('Recursion limit exceeded in value substitution');
  let result = '';
  for (let rest = raw; ;) {
    const percent = rest.indexOf('%');
    if (percent < 0) return result + rest;
    result += rest.slice(0, percent);
    rest = rest.slice(percent);
    if (rest.startsWith('%%')) {
      result += '%';
      rest = rest.slice(2);
      continue;
    }
    if (!rest.startsWith('%(')) {
      throw new InterpolationError(
        // Upstream quotes the rest of the value, which may be the rest of a password.
        "'%' must be followed by '%' or '('; write %% for a percent sign",
      );
    }
    const reference = /^%\(([^)]+)\)s/.exec(rest);
    const name = reference?.[1]?.toLowerCase();
    if (reference === null || name === undefined) {
      throw new InterpolationError("bad interpolation variable reference: after '%(' comes a name and ')s'");
    }
    const value = lookup(name);
    if (value === null)
      throw new InterpolationError(`there is no option '${name}' that %(${name})s could name`);
    result += value.includes('%') ? interpolate(value, lookup, depth + 1) : value;
    rest = rest.slice(reference[0].length);
  }
}

export class InterpolationError extends Error {}
