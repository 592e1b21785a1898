import type { Origin } from '../../util/text-range.ts';
import type { Problem } from '../../util/problem.ts';
import { basename, dirname } from '../../util/paths.ts';
import { InterpolationError, interpolate, parseIni, type IniFile, type IniOption } from './configparser.ts';
import type { ScriptFiles } from './script-files.ts';

/** Alembic's configuration as data. Mirrors `alembic.config.Config`. */
export interface Config {
  /** Absolute path of the file. */
  readonly path: string;
  /** The section in use (`alembic`). */
  readonly section: string;
  /** After interpolation; `here` is the file's folder. Upstream: `get_main_option`. */
  getMainOption(name: string): string | null;
  /** All options of a section, interpolated, without those that cannot be; null when there is no such section. */
  getSection(name: string): ReadonlyMap<string, string> | null;
  /** Zero-based line of an option in the file, for messages; null when it is not set. */
  lineOf(name: string): number | null;
  originOf(name: string): Origin | null;
  readonly mainOptions: ReadonlyMap<string, string>;
  /** What is wrong with the file. The options that could be read stand. */
  readonly problems: readonly Problem[];
}

/**
 * Reads `alembic.ini` as upstream's ConfigParser does. Never throws: a missing file has no options and a problem, and a
 * line that cannot be read is a problem with its place.
 */
export function readConfig(files: ScriptFiles, path: string, section = 'alembic'): Config {
  if (basename(path) === 'pyproject.toml') {
    return new IniConfig(path, section, parseIni(''), [
      {
        code: 'config-unsupported',
        severity: 'error',
        message:
          'configuration in pyproject.toml is not read yet; keep the [alembic] options in an alembic.ini',
        origin: { file: path, range: { start: 0, end: 0 } },
      },
    ]);
  }
  const text = files.readFile(path);
  if (text === null) {
    return new IniConfig(path, section, parseIni(''), [
      {
        code: 'config-missing',
        severity: 'error',
        message: `No config file '${basename(path)}' found; run "init" or name the file with --config`,
        origin: null,
      },
    ]);
  }
  return new IniConfig(path, section, parseIni(text), []);
}

class IniConfig implements Config {
  readonly path: string;
  readonly section: string;
  readonly mainOptions: ReadonlyMap<string, string>;
  readonly problems: readonly Problem[];
  private readonly ini: IniFile;

  constructor(path: string, section: string, ini: IniFile, problems: readonly Problem[]) {
    this.path = path;
    this.section = section;
    this.ini = ini;
    const found: Problem[] = [...problems];
    for (const problem of ini.problems) {
      found.push({
        code: 'config-syntax',
        severity: 'error',
        message: `While reading from ${path} [line ${problem.line + 1}]: ${problem.message}`,
        origin: { file: path, range: problem.range },
      });
    }
    this.mainOptions = this.interpolated(section, (option, reason) => {
      found.push({
        code: 'config-interpolation',
        severity: 'error',
        message: `${path} [line ${option.line + 1}]: option '${option.name}' cannot be read: ${reason}`,
        origin: { file: path, range: option.range },
      });
    });
    this.problems = found;
  }

  getMainOption(name: string): string | null {
    return this.mainOptions.get(name.toLowerCase()) ?? null;
  }

  getSection(name: string): ReadonlyMap<string, string> | null {
    if (!this.ini.sections.has(name)) return null;
    return this.interpolated(name, () => undefined);
  }

  lineOf(name: string): number | null {
    return this.option(this.section, name.toLowerCase())?.line ?? null;
  }

  originOf(name: string): Origin | null {
    const option = this.option(this.section, name.toLowerCase());
    return option === null ? null : { file: this.path, range: option.range };
  }

  private option(section: string, name: string): IniOption | null {
    const options = this.ini.sections.get(section);
    if (options === undefined) return null;
    return options.get(name) ?? this.ini.defaults.get(name) ?? null;
  }

  private interpolated(
    section: string,
    report: (option: IniOption, reason: string) => void,
  ): ReadonlyMap<string, string> {
    const result = new Map<string, string>();
    const options = this.ini.sections.get(section);
    if (options === undefined) return result;
    const here = dirname(this.path);
    result.set('here', here);
    const lookup = (name: string): string | null =>
      this.option(section, name)?.value ?? (name === 'here' ? here : null);
    for (const option of new Map([...this.ini.defaults, ...options]).values()) {
      try {
        result.set(option.name, interpolate(option.value, lookup));
      } catch (error) {
        if (!(error instanceof InterpolationError)) throw error;
        report(option, error.message);
      }
    }
    return result;
  }
}
