import {
  beyondOptionNames,
  nothingBeyond,
  type BeyondOption,
  type BeyondOptions,
} from '../alembic/autogenerate/beyond/index.ts';
import { parseToml } from '../alembic/script/toml.ts';
import { join } from '../util/paths.ts';
import type { Problem } from '../util/problem.ts';
import type { Origin } from '../util/text-range.ts';
import type { FileSystem } from './file-system.ts';

export interface AutogenerateSettings {
  readonly options: BeyondOptions;
  readonly problems: readonly Problem[];
}

/**
 * `[tool.retort.autogenerate]` of the `pyproject.toml` in a folder, a boolean for each switch; where it does not say, what
 * the editor's settings say; else off. An entry that is no switch is a problem at its place.
 */
export function readAutogenerateSettings(
  fs: FileSystem,
  folder: string,
  editor: Partial<BeyondOptions> = {},
): AutogenerateSettings {
  const path = join(folder, 'pyproject.toml');
  const options: Record<BeyondOption, boolean> = { ...nothingBeyond, ...editor };
  const problems: Problem[] = [];
  const text = fs.readFile(path);
  if (!text?.includes('retort')) return { options, problems };
  const table = ['tool', 'retort', 'autogenerate'].reduce<ReturnType<typeof parseToml>['root'] | null>(
    (at, key) => {
      const next = at?.entries.get(key);
      return next?.kind === 'table' ? next : null;
    },
    parseToml(text).root,
  );
  for (const [key, value] of table?.entries ?? []) {
    const origin: Origin = { file: path, range: value.range };
    const report = (why: string): void => {
      const message = `[tool.retort.autogenerate]: "${key}" ${why}`;
      problems.push({ code: 'autogenerate-setting', severity: 'error', message, origin });
    };
    const name = beyondOptionNames.find((each) => each === key);
    if (name === undefined) report(`is none of ${beyondOptionNames.join(', ')}`);
    else if (value.kind !== 'boolean') report('needs true or false');
    else options[name] = value.value;
  }
  return { options, problems };
}
