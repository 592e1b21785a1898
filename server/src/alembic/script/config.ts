import type { Origin } from '../../util/text-range.ts';
import type { Problem } from '../../util/problem.ts';
import { basename, dirname, join } from '../../util/paths.ts';
import { InterpolationError, interpolate, parseIni, type IniFile, type IniOption } from './configparser.ts';
import type { ScriptFiles } from './script-files.ts';
import { readTomlOptions, type TomlOptions } from './toml-options.ts';

/** Where a configuration is: either file may be missing. */
export interface ConfigPaths {
  /** Absolute. */
  readonly ini: string;
  /** Absolute path of the `pyproject.toml` beside it; null when none is looked at. */
  readonly toml: string | null;
}

/** Alembic's configuration as data. Mirrors `alembic.config.Config`. */
export interface Config {
  /** Absolute path of the file that stands for the project: the INI file, or `pyproject.toml` where that is alone. */
  readonly path: string;
  /** The INI file, which need not be there. Upstream: `config_file_name`. */
  readonly iniPath: string;
  /** The `pyproject.toml` that has a `[tool.alembic]`; null when there is none. */
  readonly tomlPath: string | null;
  /** The section in use (`alembic`). */
  readonly section: string;
  /** Of the INI file, after interpolation; `here` is the file's folder. Upstream: `get_main_option`. */
  getMainOption(name: string): string | null;
  /** The INI file's option, else that of `[tool.alembic]`. Upstream: `get_alembic_option`. */
  getAlembicOption(name: string): string | null;
  /** Upstream: `get_alembic_boolean_option`. */
  getAlembicBoolean(name: string): boolean;
  /** A list of `[tool.alembic]`; one of the INI file is a text. */
  getTomlList(name: string): readonly string[] | null;
  /** Names of the post-write hooks. Upstream: `get_hooks_list`. */
  readonly hooks: readonly string[];
  /** The sections of the INI file. */
  readonly sectionNames: readonly string[];
  /** All options of a section, interpolated, without those that cannot be; null when there is no such section. */
  getSection(name: string): ReadonlyMap<string, string> | null;
  /** Zero-based line of an option in the INI file, for messages; null when it is not set. */
  lineOf(name: string): number | null;
  originOf(name: string): Origin | null;
  readonly mainOptions: ReadonlyMap<string, string>;
  /** What is wrong with the files. The options that could be read stand. */
  readonly problems: readonly Problem[];
}

/**
 * Reads `alembic.ini` as upstream's ConfigParser does, and `[tool.alembic]` of `pyproject.toml`. Never throws: a missing
 * file has no options and a problem, and a line that cannot be read is a problem with its place.
 */
export function readConfig(files: ScriptFiles, paths: ConfigPaths, section = 'alembic'): Config {
  const toml = readTomlOptions(files, paths.toml);
  const text = files.readFile(paths.ini);
  if (text !== null || toml.found || toml.problems.length > 0) {
    const path = text === null && paths.toml !== null ? paths.toml : paths.ini;
    return new FileConfig({ ...paths, path }, section, parseIni(text ?? ''), toml, []);
  }
  const missing: Problem = {
    code: 'config-missing',
    severity: 'error',
    message: `No config file '${basename(paths.ini)}' found; run "init" or name the file with --config`,
    origin: null,
  };
  return new FileConfig({ ...paths, path: paths.ini }, section, parseIni(''), toml, [missing]);
}

/** Which files a configuration file is read with: an INI file with the `pyproject.toml` of its folder, and the other way round. */
export function configPathsOf(path: string): ConfigPaths {
  const folder = dirname(path);
  if (basename(path) === 'pyproject.toml') return { ini: join(folder, 'alembic.ini'), toml: path };
  return { ini: path, toml: join(folder, 'pyproject.toml') };
}

class FileConfig implements Config {
  readonly path: string;
  readonly iniPath: string;
  readonly tomlPath: string | null;
  readonly section: string;
  readonly mainOptions: ReadonlyMap<string, string>;
  readonly problems: readonly Problem[];
  private readonly ini: IniFile;
  private readonly toml: TomlOptions;

  constructor(
    paths: ConfigPaths & { readonly path: string },
    section: string,
    ini: IniFile,
    toml: TomlOptions,
    problems: readonly Problem[],
  ) {
    const { ini: iniPath } = paths;
    this.path = paths.path;
    this.iniPath = iniPath;
    this.tomlPath = toml.found ? paths.toml : null;
    this.toml = toml;
    this.section = section;
    this.ini = ini;
    const found: Problem[] = [...problems, ...toml.problems];
    for (const problem of ini.problems) {
      found.push({
        code: 'config-syntax',
        severity: 'error',
        message: `While reading from ${iniPath} [line ${problem.line + 1}]: ${problem.message}`,
        origin: { file: iniPath, range: problem.range },
      });
    }
    this.mainOptions = this.interpolated(section, (option, reason) => {
      found.push({
        code: 'config-interpolation',
        severity: 'error',
        message: `${iniPath} [line ${option.line + 1}]: option '${option.name}' cannot be read: ${reason}`,
        origin: { file: iniPath, range: option.range },
      });
    });
    this.problems = found;
  }

  getMainOption(name: string): string | null {
    return this.mainOptions.get(name.toLowerCase()) ?? null;
  }

  getAlembicOption(name: string): string | null {
    return this.hasOption(name) ? this.getMainOption(name) : this.toml.text(name);
  }

  getAlembicBoolean(name: string): boolean {
    return this.hasOption(name) ? this.getMainOption(name) === 'true' : (this.toml.boolean(name) ?? false);
  }

  getTomlList(name: string): readonly string[] | null {
    return this.toml.list(name);
  }

  get hooks(): readonly string[] {
    const section = this.getSection('post_write_hooks');
    if (section === null) return this.toml.hooks;
    return (section.get('hooks') ?? '').split(/, *| +/).filter((name) => name !== '');
  }

  get sectionNames(): readonly string[] {
    return [...this.ini.sections.keys()];
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
    return option === null ? this.toml.originOf(name) : { file: this.iniPath, range: option.range };
  }

  private hasOption(name: string): boolean {
    return this.option(this.section, name.toLowerCase()) !== null;
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
    const here = dirname(this.iniPath);
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
