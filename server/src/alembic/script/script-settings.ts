import { isAbsolute, join } from '../../util/paths.ts';
import type { Problem } from '../../util/problem.ts';
import type { Config } from './config.ts';
import { findResource } from './package-resource.ts';
import type { ScriptFiles } from './script-files.ts';

/** The options of `[alembic]` that say where scripts are and how new ones are named. */
export interface ScriptSettings {
  /** Absolute; empty when `script_location` is not set. */
  readonly dir: string;
  /** As upstream prints it: a relative path stays relative. */
  readonly writtenDir: string;
  readonly versionLocations: readonly string[];
  /** True when `version_locations` is written. */
  readonly explicitVersionLocations: boolean;
  readonly recursive: boolean;
  /** Compiled files count as revisions. */
  readonly sourceless: boolean;
  readonly fileTemplate: string;
  readonly truncateSlugLength: number;
  readonly timezone: string | null;
  readonly outputEncoding: string;
  /** Absolute. */
  readonly prependSysPath: readonly string[];
  readonly problems: readonly Problem[];
}

/** Relative paths start from `cwd`. Mirrors `ScriptDirectory.from_config` and the list options of `Config`. */
export function readScriptSettings(files: ScriptFiles, config: Config, cwd: string): ScriptSettings {
  const problems: Problem[] = [...config.problems];
  const report = (message: string, option: string, severity: Problem['severity'] = 'error'): void => {
    const origin = config.originOf(option) ?? { file: config.path, range: { start: 0, end: 0 } };
    const code = severity === 'error' ? 'config-option' : 'config-deprecated';
    problems.push({ code, severity, message, origin });
  };
  const location = config.getAlembicOption('script_location');
  // A file that could not be read has told so already.
  if (location === null && config.problems.every(({ code }) => code === 'config-interpolation')) {
    report("No 'script_location' key found in configuration.", 'script_location');
  }
  const paths = listReader(config, report);
  const prependSysPath = paths('prepend_sys_path', ['path_separator'], /, *| +|:/).map((path) =>
    join(cwd, path),
  );
  const resolve = (written: string, option: string): string => {
    if (isAbsolute(written) || !written.includes(':')) return join(cwd, written);
    const found = findResource(files, written, [...prependSysPath, cwd, config.path.replace(/\/[^/]*$/, '')]);
    if ('folder' in found) return found.folder;
    report(`${option} '${written}' names a package resource, and ${found.problem}`, option);
    return '';
  };
  const dir = location === null ? '' : resolve(location, 'script_location');
  const versionLocations = paths(
    'version_locations',
    ['path_separator', 'version_path_separator'],
    /, *| +/,
  ).map((path) => resolve(path, 'version_locations'));
  const truncate = Number(config.getAlembicOption('truncate_slug_length') ?? '40');
  if (!Number.isInteger(truncate)) {
    report('truncate_slug_length must be a whole number', 'truncate_slug_length');
  }
  return {
    dir,
    writtenDir: location === null || location.includes(':') ? dir : purePath(location),
    versionLocations: versionLocations.length === 0 ? [join(dir, 'versions')] : versionLocations,
    explicitVersionLocations: versionLocations.length > 0,
    recursive: config.getAlembicBoolean('recursive_version_locations'),
    sourceless: config.getAlembicBoolean('sourceless'),
    fileTemplate: config.getAlembicOption('file_template') ?? '%(rev)s_%(slug)s',
    truncateSlugLength: Number.isInteger(truncate) && truncate !== 0 ? truncate : 40,
    timezone: config.getAlembicOption('timezone'),
    outputEncoding: config.getAlembicOption('output_encoding') ?? 'utf-8',
    prependSysPath,
    problems,
  };
}

// `os` is what a POSIX system uses; a Windows path list has its own letter and colon and is read with ";".
const separators = new Map([
  ['space', ' '],
  ['newline', '\n'],
  ['os', ':'],
  [':', ':'],
  [';', ';'],
]);

/** Reads an option that is a list of paths: a list in TOML, in an INI file a text with separators. */
function listReader(
  config: Config,
  report: (message: string, option: string, severity?: Problem['severity']) => void,
): (name: string, separatorNames: readonly string[], legacy: RegExp) => readonly string[] {
  /** Null when no option names one: the legacy splitting. Upstream: `_get_file_separator_char`. */
  const separator = (names: readonly string[]): string | null => {
    for (const name of names) {
      const value = config.getMainOption(name);
      if (value === null) continue;
      const found = separators.get(value);
      if (found === undefined) {
        report(
          `'${value}' is not a valid value for ${name}; expected 'space', 'newline', 'os', ':', ';'`,
          name,
        );
        return '\n';
      }
      if (name === 'version_path_separator') {
        report(
          'The version_path_separator configuration parameter is deprecated; please use path_separator',
          name,
          'information',
        );
      }
      return found;
    }
    return null;
  };
  return (name, separatorNames, legacy) => {
    const written = config.getMainOption(name);
    if (written === null || written === '') return config.getTomlList(name) ?? [];
    const character = separator(separatorNames);
    if (character !== null) {
      return written
        .split(character)
        .filter((part) => part !== '')
        .map((part) => part.trim());
    }
    // A single path is the same however it is split: nobody has to change anything.
    const parts = written.split(legacy);
    if (parts.length > 1) {
      report(
        `No path_separator found in configuration; falling back to legacy splitting for ${name}. Consider adding path_separator=os`,
        name,
        'information',
      );
    }
    return parts;
  };
}

/** As `str(pathlib.Path(text))`: without `.`, doubled slashes and a slash at the end. */
function purePath(text: string): string {
  const parts = text.split('/').filter((part) => part !== '' && part !== '.');
  return `${text.startsWith('/') ? '/' : ''}${parts.join('/')}` || '.';
}
