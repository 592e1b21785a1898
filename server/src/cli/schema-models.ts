import { CommandError } from '../alembic/script/revision-errors.ts';
import { readTomlOptions } from '../alembic/script/toml-options.ts';
import { dialectFor } from '../sqlalchemy/dialects/index.ts';
import type { Dialect } from '../sqlalchemy/engine/dialect.ts';
import { dialectNameOf, makeUrl } from '../sqlalchemy/engine/url.ts';
import { dirname, join } from '../util/paths.ts';
import { CachedFileSystem } from '../workspace/cached-file-system.ts';
import { findModelFiles } from '../workspace/model-files.ts';
import { openProject } from '../workspace/open-project.ts';
import { defaultConfigure } from '../workspace/models.ts';
import type { Models } from '../workspace/project.ts';
import { readTypeSettings } from '../workspace/type-settings.ts';
import { SourceCache } from '../workspace/source-cache.ts';
import { evaluateWorkspaceModels, rootsOf } from '../workspace/workspace-models.ts';
import type { CommandContext } from './command.ts';

/** The models that a command line asks for, and the dialect of their project. Throws CommandError when there are none. */
export function modelsOf(context: CommandContext): { readonly models: Models; readonly dialect: Dialect } {
  if (context.positionals.length > 0) return modelsOfPaths(context, context.positionals);
  const { host, options } = context;
  const { ini, toml } = options.configPaths;
  if (host.files.version(ini) !== null || (toml !== null && readTomlOptions(host.files, toml).found)) {
    const project = context.project();
    return { models: ofAllDatabases(project.models()), dialect: project.dialect };
  }
  const project = openProject(host.files, join(host.cwd, 'alembic.ini'), { kind: 'models' });
  const models = { ...project.models(), problems: [...project.problems, ...project.models().problems] };
  if (models.metadata.length === 0 && models.problems.length === 0) {
    throw new CommandError(
      `There is no ${options.configName} and no model file below ${host.cwd}: name the files or folders that hold the models`,
    );
  }
  return { models, dialect: dialectOf(context) };
}

function modelsOfPaths(
  context: CommandContext,
  paths: readonly string[],
): { readonly models: Models; readonly dialect: Dialect } {
  const { host } = context;
  const fs = new CachedFileSystem(host.files);
  const files = paths.flatMap((path): readonly string[] => {
    const absolute = join(host.cwd, path);
    if (fs.readFile(absolute) !== null) return [absolute];
    if (fs.readDirectory(absolute).length === 0) throw new CommandError(`There is no file or folder ${path}`);
    const found = findModelFiles(fs, absolute);
    if (found.length === 0) throw new CommandError(`No file below ${path} defines models`);
    return found;
  });
  const below = files.map(dirname).filter((folder) => !folder.startsWith(`${host.cwd}/`));
  const roots = [...new Set([...rootsOf(fs, host.cwd), ...below])];
  const { types, problems } = readTypeSettings(fs, host.cwd);
  const found = evaluateWorkspaceModels(fs, new SourceCache(), [...new Set(files)], roots, types);
  return {
    models: {
      configure: defaultConfigure,
      offlineConfigure: defaultConfigure,
      metadata: found.metadata.map(({ metadata }) => metadata),
      names: new Map(found.metadata.map(({ name, metadata }) => [metadata, name])),
      problems: [...problems, ...found.problems],
      files: found.files,
      source: { kind: 'workspace', reason: `The models are those of ${paths.join(', ')}, by their base` },
    },
    dialect: dialectOf(context),
  };
}

/** Of `--url`; without a configuration there is no other. */
function dialectOf({ options }: CommandContext): Dialect {
  const name = options.url === null ? null : dialectNameOf(makeUrl(options.url));
  return dialectFor(name ?? 'default');
}

/** Where env.py serves several databases, the metadata of all of them, by the databases' names. */
function ofAllDatabases(models: Models): Models {
  const { databases = [] } = models;
  if (databases.length === 0) return models;
  const named = databases.flatMap(({ name, metadata }) => metadata.map((each) => [each, name] as const));
  return { ...models, metadata: named.map(([metadata]) => metadata), names: new Map(named) };
}
