import type { Answers, BeyondOptions } from '../alembic/autogenerate/beyond/index.ts';
import type { Module } from '../python/syntax/ast.ts';
import { readTomlOptions } from '../alembic/script/toml-options.ts';
import { join } from '../util/paths.ts';
import { CachedFileSystem } from './cached-file-system.ts';
import type { FileSystem } from './file-system.ts';
import { Memo } from './memo.ts';
import { findModelFiles, type ModelFileCache } from './model-files.ts';
import type { OpenProjectOptions } from './open-project-options.ts';
import { openProject } from './open-project.ts';
import type { Project } from './project.ts';
import { SourceCache } from './source-cache.ts';

/** Folders that hold no project of the user's. */
const SKIPPED = new Set([
  'node_modules',
  '__pycache__',
  'site-packages',
  'dist',
  'build',
  'venv',
  'env',
  'target',
]);
const MAX_DEPTH = 8;
const MAX_FOLDERS = 5000;

export interface WorkspaceOptions {
  /** The one configuration file to use, relative to the folders; empty: every one that is found. */
  readonly config?: string;
  /** The editor's `retort.types`. */
  readonly types?: Readonly<Record<string, string>>;
  /** The editor's `retort.autogenerate`; `ignore` is of Project.ignoredChanges. */
  readonly autogenerate?: Partial<BeyondOptions> & { readonly ignore?: readonly string[] };
  /** What the user has answered, by configuration. */
  readonly answers?: (configPath: string) => Answers;
}

/** The Alembic projects under some folders. Tell it of every changed file; everything else is cheap to ask again. */
export class Workspace {
  private readonly fs: CachedFileSystem;
  private readonly sources = new SourceCache();
  private readonly given: Pick<OpenProjectOptions, 'types' | 'ignoredChanges' | 'autogenerate' | 'answers'>;
  private readonly modelFiles: ModelFileCache = new Map();
  private readonly open = new Map<string, Project>();
  private readonly configPaths: Memo<readonly string[]>;
  /** The workspace's folders in which there is no configuration, but models. */
  private readonly unconfigured: Memo<readonly string[]>;

  constructor(fs: FileSystem, folders: readonly string[] = [], options: WorkspaceOptions = {}) {
    const { config = '', types = {}, answers } = options;
    const { ignore: ignoredChanges = [], ...autogenerate } = options.autogenerate ?? {};
    this.given = { types, ignoredChanges, autogenerate, ...(answers === undefined ? {} : { answers }) };
    this.fs = new CachedFileSystem(fs);
    this.configPaths = new Memo(this.fs, (query) =>
      config === ''
        ? findConfigs(query.fs, folders)
        : folders.map((folder) => join(folder, config)).filter((path) => query.fs.version(path) !== null),
    );
    this.unconfigured = new Memo(this.fs, (query) => {
      const configs = query.get(this.configPaths);
      return folders.filter(
        (folder) =>
          !configs.some((path) => path.startsWith(`${folder}/`)) &&
          findModelFiles(query.fs, folder, this.modelFiles).length > 0,
      );
    });
  }

  /** In the order of their paths; a folder that has models and no configuration comes last. */
  projects(): readonly Project[] {
    return [
      ...this.configPaths.get().map((path) => this.project(path)),
      ...this.unconfigured.get().map((folder) => this.modelsOf(folder)),
    ];
  }

  /** The project of a configuration file. */
  project(configPath: string): Project {
    let project = this.open.get(configPath);
    if (project === undefined) {
      const { sources, modelFiles, given } = this;
      project = openProject(this.fs, configPath, { sources, modelFiles, ...given, keepsModules: true });
      this.open.set(configPath, project);
    }
    return project;
  }

  private modelsOf(folder: string): Project {
    const key = `${folder}/`;
    let project = this.open.get(key);
    if (project === undefined) {
      const { sources, modelFiles, given } = this;
      const options = { sources, modelFiles, ...given, kind: 'models' } as const;
      project = openProject(this.fs, join(folder, 'alembic.ini'), options);
      this.open.set(key, project);
    }
    return project;
  }

  /** The project that a file belongs to: evaluated for its models, one of its scripts, its configuration, or not reached. */
  projectOf(file: string): Project | null {
    const projects = this.projects();
    return (
      projects.find(
        (project) =>
          project.configPath === file ||
          project.models().files.has(file) ||
          (project.kind === 'alembic' && isScript(project, file)),
      ) ??
      projects.find((project) =>
        project.unreachedModels().some(({ table }) => table.origin?.file === file),
      ) ??
      null
    );
  }

  /** A file as it is now; null when there is none. */
  readFile(path: string): string | null {
    return this.fs.readFile(path);
  }

  /** Its syntax tree, the one that the evaluation uses. */
  parse(path: string): Module | null {
    return this.sources.parse(this.fs, path);
  }

  /** To be called for every file or folder that was written, made, removed, or edited in an open document. */
  fileChanged(path: string): void {
    this.fs.fileChanged(path);
  }

  /** Forgets everything that was read. */
  reset(): void {
    this.fs.reset();
  }
}

function isScript({ scriptDirectory }: Project, file: string): boolean {
  const { dir, versionLocations } = scriptDirectory;
  return dir !== '' && [dir, ...versionLocations].some((folder) => file.startsWith(`${folder}/`));
}

function findConfigs(fs: FileSystem, folders: readonly string[]): readonly string[] {
  const found = new Set<string>();
  let left = MAX_FOLDERS;
  const visit = (folder: string, depth: number): void => {
    if (depth > MAX_DEPTH || left-- <= 0) return;
    const entries = fs.readDirectory(folder);
    // A pyproject.toml beside an alembic.ini belongs to the same project.
    const hasIni = entries.some(({ name, kind }) => kind === 'file' && name === 'alembic.ini');
    for (const { name, kind } of entries) {
      if (kind === 'file') {
        if (name === 'alembic.ini') found.add(join(folder, name));
        else if (name === 'pyproject.toml' && !hasIni && readTomlOptions(fs, join(folder, name)).found) {
          found.add(join(folder, name));
        }
      } else if (!name.startsWith('.') && !SKIPPED.has(name)) visit(join(folder, name), depth + 1);
    }
  };
  for (const folder of folders) visit(folder, 0);
  return [...found].sort();
}
