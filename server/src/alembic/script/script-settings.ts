import { join } from '../../util/paths.ts';
import type { Problem } from '../../util/problem.ts';
import type { Config } from './config.ts';

/** The options of `[alembic]` that say where scripts are and how new ones are named. */
export interface ScriptSettings {
  /** Absolute; empty when `script_location` is not set. */
  readonly dir: string;
  /** As written, for messages. */
  readonly writtenDir: string;
  readonly versionLocations: readonly string[];
  /** True when `version_locations` is written. */
  readonly explicitVersionLocations: boolean;
  readonly recursive: boolean;
  readonly fileTemplate: string;
  readonly truncateSlugLength: number;
  readonly timezone: string | null;
  readonly prependSysPath: readonly string[];
  readonly problems: readonly Problem[];
}

/** Relative paths start from `cwd`. Mirrors `ScriptDirectory.from_config` and the list options of `Config`. */
export function readScriptSettings(config: Config, cwd: string): ScriptSettings {
  const problems: Problem[] = [...config.problems];
  const report = (message: string): void => {
    const origin = { file: config.path, range: { start: 0, end: 0 } };
    problems.push({ code: 'config-option', severity: 'error', message, origin });
  };
  const location = config.getMainOption('script_location');
  // A file that could not be read has told so already.
  if (location === null && config.problems.every(({ code }) => code === 'config-interpolation')) {
    report("No 'script_location' key found in configuration.");
  }
  if (location !== null && !location.startsWith('/') && /^[^/\\]{2,}:/.test(location)) {
    report(
      `script_location '${location}' names a package resource, which is not read yet; write it as a path`,
    );
  }
  const dir = location === null ? '' : join(cwd, location);
  const written = config.getMainOption('version_locations');
  const separator = (names: readonly string[]): string | null => {
    for (const name of names) {
      const value = config.getMainOption(name);
      if (value === null) continue;
      const found = separators.get(value);
      if (found !== undefined) return found;
      report(`'${value}' is not a valid value for ${name}; expected 'space', 'newline', 'os', ':', ';'`);
      return '\n';
    }
    return null;
  };
  const versionLocations =
    written === null || written === ''
      ? [join(dir, 'versions')]
      : splitPaths(written, separator(['path_separator', 'version_path_separator']), /, *|(?: +)/).map(
          (path) => join(cwd, path),
        );
  const prepend = config.getMainOption('prepend_sys_path') ?? '';
  const truncate = Number(config.getMainOption('truncate_slug_length') ?? '40');
  if (!Number.isInteger(truncate)) report('truncate_slug_length must be a whole number');
  if (config.getMainOption('sourceless') === 'true') {
    report(
      'sourceless = true: compiled revision files (.pyc) cannot be read; keep the .py files and remove the option',
    );
  }
  return {
    dir,
    writtenDir: location ?? '',
    versionLocations,
    explicitVersionLocations: written !== null && written !== '',
    recursive: config.getMainOption('recursive_version_locations') === 'true',
    fileTemplate: config.getMainOption('file_template') ?? '%(rev)s_%(slug)s',
    truncateSlugLength: Number.isInteger(truncate) && truncate !== 0 ? truncate : 40,
    timezone: config.getMainOption('timezone'),
    prependSysPath: prepend === '' ? [] : splitPaths(prepend, separator(['path_separator']), /, *|(?: +)|:/),
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

function splitPaths(text: string, separator: string | null, legacy: RegExp): readonly string[] {
  if (separator === null) return text.split(legacy);
  return text
    .split(separator)
    .filter((part) => part !== '')
    .map((part) => part.trim());
}
