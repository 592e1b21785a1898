import type { Answers, BeyondOptions } from '../alembic/autogenerate/beyond/index.ts';
import type { ConfigPaths } from '../alembic/script/config.ts';
import type { ModelFileCache } from './model-files.ts';
import type { Project } from './project.ts';
import type { SourceCache } from './source-cache.ts';

export interface OpenProjectOptions {
  /** `-n`: the section of the configuration, `alembic` by default. */
  readonly section?: string;
  /** `-x`: what `context.get_x_argument()` gives. */
  readonly xArguments?: readonly string[];
  /** `--tag`: what `context.get_tag_argument()` gives. */
  readonly tag?: string | null;
  /** Variables of the process, where it is one that Alembic could be run in; absent: evaluated code finds none of them known. */
  readonly variables?: Readonly<Record<string, string | undefined>>;
  /** Instead of `sqlalchemy.url`. */
  readonly url?: string | null;
  /** What a relative `script_location` starts from; the configuration's folder by default. */
  readonly cwd?: string;
  /** The two files of the configuration; by default those of the configuration's folder. */
  readonly paths?: ConfigPaths;
  /** `models`: the folder of `configPath` has no configuration, and its models alone are of interest. */
  readonly kind?: Project['kind'];
  /** The editor's `retort.types`; those of `pyproject.toml` are read besides. */
  readonly types?: Readonly<Record<string, string>>;
  /** Project.ignoredChanges. */
  readonly ignoredChanges?: readonly string[];
  /** The editor's `retort.autogenerate`; `[tool.retort.autogenerate]` of `pyproject.toml` goes before it. */
  readonly autogenerate?: Partial<BeyondOptions>;
  /** What the user has answered for the project of a configuration; absent: nothing. */
  readonly answers?: (configPath: string) => Answers;
  /** For a project that lives through many edits: what one does not concern is not evaluated again. */
  readonly keepsModules?: boolean;
  /** Shared by the projects of a workspace, as the next. */
  readonly modelFiles?: ModelFileCache;
  readonly sources?: SourceCache;
}
