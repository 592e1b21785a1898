import type { KnownTypes } from '../sqlalchemy/bindings/index.ts';
import { dirname } from '../util/paths.ts';
import type { Problem } from '../util/problem.ts';
import type { FileSystem } from './file-system.ts';
import { findModelFiles, type ModelFileCache } from './model-files.ts';
import type { Models } from './project.ts';
import type { SourceCache } from './source-cache.ts';
import { evaluateWorkspaceModels, rootsOf } from './workspace-models.ts';

/** Why env.py gives no metadata, by the problem that tells of it. */
const reasons: ReadonlyMap<string, string> = new Map([
  ['environment-missing', 'there is no env.py'],
  ['environment-not-configured', 'env.py cannot be evaluated'],
  ['unknown-target-metadata', 'what env.py hands over as target_metadata cannot be known'],
]);

/**
 * The models as env.py gives them; where it cannot, those that the files beside the configuration define, by base;
 * `source` then says so. `hasConfig`: false in a folder without any configuration.
 */
export function withModelsByBase(
  fs: FileSystem,
  sources: SourceCache,
  models: Models,
  project: {
    readonly configPath: string;
    readonly hasConfig: boolean;
    readonly hasScripts: boolean;
    readonly modelFiles: ModelFileCache;
    readonly knownTypes: KnownTypes;
  },
): Models {
  if (models.metadata.length > 0) return models;
  const cause = models.problems.find(({ code }) => reasons.has(code));
  const reason = !project.hasConfig
    ? 'there is no alembic.ini'
    : cause === undefined
      ? 'the configuration names no script_location'
      : (reasons.get(cause.code) ?? '');
  if (cause === undefined && project.hasScripts) return models;
  const folder = dirname(project.configPath);
  const files = findModelFiles(fs, folder, project.modelFiles);
  const found = evaluateWorkspaceModels(fs, sources, files, rootsOf(fs, folder), project.knownTypes);
  const names = found.metadata.map(({ name, metadata }) => `${name} (${tables(metadata.tables.size)})`);
  const list = names.length === 0 ? 'and there are none' : `: ${names.join(', ')}`;
  const known = new Set(models.problems.map(identity));
  return {
    ...models,
    metadata: found.metadata.map(({ metadata }) => metadata),
    names: new Map(found.metadata.map(({ name, metadata }) => [metadata, name])),
    problems: [...models.problems, ...found.problems.filter((problem) => !known.has(identity(problem)))],
    files: new Set([...models.files, ...found.files]),
    source: {
      kind: 'workspace',
      reason: `The models were looked for by their base, since ${reason}${list}`,
    },
  };
}

function tables(count: number): string {
  return count === 1 ? '1 table' : `${count} tables`;
}

function identity({ code, message, origin }: Problem): string {
  return `${code} ${origin?.file ?? ''} ${origin?.range.start ?? ''} ${message}`;
}
