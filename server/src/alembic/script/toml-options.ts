import { basename, dirname } from '../../util/paths.ts';
import type { Problem } from '../../util/problem.ts';
import type { Origin } from '../../util/text-range.ts';
import type { ScriptFiles } from './script-files.ts';
import { parseToml } from './toml.ts';
import type { TomlTable, TomlValue } from './toml-value.ts';

/** `[tool.alembic]` of a `pyproject.toml`, its strings formatted. Mirrors `Config.toml_alembic_config`. */
export interface TomlOptions {
  /** False when there is no file, or no `[tool.alembic]` in it. */
  readonly found: boolean;
  /** A string, or a number as text; null when it is not set or has another type. */
  text(name: string): string | null;
  /** Null when it is not set or is no list of strings. */
  list(name: string): readonly string[] | null;
  /** Null when it is not set. */
  boolean(name: string): boolean | null;
  /** The `name` of each entry of `post_write_hooks`. */
  readonly hooks: readonly string[];
  originOf(name: string): Origin | null;
  /** Of the file, and of values that cannot be used. */
  readonly problems: readonly Problem[];
}

/** Reads the file. Never throws: what is wrong is among the problems. A null path has no options. */
export function readTomlOptions(files: ScriptFiles, path: string | null): TomlOptions {
  const text = path === null ? null : files.readFile(path);
  if (path === null || text === null) return new TableOptions('', new Map(), false, []);
  // Every Python project has such a file; only those that name Alembic are read in full.
  if (!text.includes('alembic')) return new TableOptions(path, new Map(), false, []);
  const { root, error } = parseToml(text);
  if (error !== null) {
    const message = `${basename(path)} cannot be read: ${error.message}`;
    const origin = { file: path, range: error.range };
    return new TableOptions(path, new Map(), false, [
      { code: 'config-syntax', severity: 'error', message, origin },
    ]);
  }
  const tool = root.entries.get('tool');
  const alembic = tool?.kind === 'table' ? tool.entries.get('alembic') : undefined;
  if (alembic === undefined) return new TableOptions(path, new Map(), false, []);
  if (alembic.kind !== 'table') {
    const origin = { file: path, range: alembic.range };
    return new TableOptions(path, new Map(), false, [
      { code: 'config-syntax', severity: 'error', message: 'Incorrect TOML format', origin },
    ]);
  }
  return new TableOptions(path, alembic.entries, true, []);
}

class TableOptions implements TomlOptions {
  readonly found: boolean;
  readonly problems: readonly Problem[];
  private readonly path: string;
  private readonly entries: TomlTable['entries'];
  private readonly values = new Map<string, string | readonly string[]>();

  constructor(path: string, entries: TomlTable['entries'], found: boolean, problems: readonly Problem[]) {
    this.path = path;
    this.entries = entries;
    this.found = found;
    const told = [...problems];
    const format = (name: string, text: string): string | null => {
      const formatted = percentFormat(text, new Map([['here', dirname(path)]]));
      if ('value' in formatted) return formatted.value;
      told.push({
        code: 'config-interpolation',
        severity: 'error',
        message: `option '${name}' cannot be read: ${formatted.problem}`,
        origin: this.originOf(name),
      });
      return null;
    };
    for (const [name, value] of entries) {
      const read = this.read(name, value, format);
      if (read !== null) this.values.set(name, read);
      else if (value.kind === 'float' || value.kind === 'datetime') {
        const message = `unsupported TOML value type for key: '${name}'`;
        told.push({ code: 'config-option', severity: 'error', message, origin: this.originOf(name) });
      }
    }
    for (const name of ['recursive_version_locations', 'sourceless']) {
      const value = entries.get(name);
      if (value === undefined || value.kind === 'boolean') continue;
      const message = `boolean value expected for TOML parameter '${name}'`;
      told.push({ code: 'config-option', severity: 'error', message, origin: this.originOf(name) });
    }
    this.problems = told;
  }

  text(name: string): string | null {
    const value = this.values.get(name);
    return typeof value === 'string' ? value : null;
  }

  list(name: string): readonly string[] | null {
    const value = this.values.get(name);
    return value === undefined || typeof value === 'string' ? null : value;
  }

  boolean(name: string): boolean | null {
    const value = this.entries.get(name);
    return value?.kind === 'boolean' ? value.value : null;
  }

  get hooks(): readonly string[] {
    const hooks = this.entries.get('post_write_hooks');
    if (hooks?.kind !== 'array') return [];
    return hooks.items.map((hook) => {
      const name = hook.kind === 'table' ? hook.entries.get('name') : undefined;
      return name?.kind === 'string' ? name.value : '?';
    });
  }

  originOf(name: string): Origin | null {
    const value = this.entries.get(name);
    return value === undefined ? null : { file: this.path, range: value.range };
  }

  private read(
    name: string,
    value: TomlValue,
    format: (name: string, text: string) => string | null,
  ): string | readonly string[] | null {
    switch (value.kind) {
      case 'string':
        return format(name, value.value);
      case 'integer':
        return String(value.value);
      case 'array': {
        const items = value.items.map((item) => (item.kind === 'string' ? format(name, item.value) : null));
        return items.every((item) => item !== null) ? items : null;
      }
      case 'boolean':
      case 'float':
      case 'datetime':
      case 'table':
        return null;
    }
  }
}

/** Python's `text % values` for `%(name)s` and `%%`. */
function percentFormat(
  text: string,
  values: ReadonlyMap<string, string>,
): { readonly value: string } | { readonly problem: string } {
  const problems: string[] = [];
  const value = text.replace(/%(?:%|\(([^)]*)\)s|)/g, (whole, name: string | undefined) => {
    if (whole === '%%') return '%';
    if (name === undefined) problems.push('write %% for a percent sign');
    else if (!values.has(name)) problems.push(`there is no value '${name}' that %(${name})s could name`);
    return values.get(name ?? '') ?? '';
  });
  const [problem] = problems;
  return problem === undefined ? { value } : { problem };
}
