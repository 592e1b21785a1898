import { dirname, join } from '../../util/paths.ts';
import { catchRevisionErrors } from './command-errors.ts';
import type { Config } from './config.ts';
import { createDate, formatCreateDate } from './create-date.ts';
import { fileNameOf, slugOf } from './file-name.ts';
import { renderTemplate, type TemplateConfig, type TemplateValue } from './mako-template.ts';
import { CommandError } from './revision-errors.ts';
import { Revision, revisionIdProblem } from './revision.ts';
import type { ScriptDirectory } from './script-directory.ts';
import type { ScriptFiles } from './script-files.ts';

export interface GenerateOptions {
  readonly revisionId: string;
  readonly message: string | null;
  /** What it follows; `head` when absent. */
  readonly head?: string | readonly string[] | null;
  /** Take a head that is none. */
  readonly splice?: boolean;
  readonly branchLabel?: string | null;
  readonly dependsOn?: readonly string[];
  /** Absolute, and as the user wrote it. */
  readonly versionPath?: { readonly path: string; readonly written: string } | null;
  readonly now: Date;
  /** What the template sees as `config`. */
  readonly config?: Config;
  /** Bodies of both functions as `renderRevision` gives them, and the import lines. Absent: `pass`. */
  readonly upgrades?: string;
  readonly downgrades?: string;
  readonly imports?: readonly string[];
}

export interface GeneratedRevision {
  readonly revision: string;
  /** Absolute. Its folder may have to be made. */
  readonly path: string;
  /** The version location; `file_template` may name folders below it. */
  readonly folder: string;
  readonly text: string;
}

/**
 * A new revision file from the project's own `script.py.mako`. Nothing is written. Throws CommandError. Mirrors
 * `ScriptDirectory.generate_revision`.
 */
export function generateRevision(
  files: ScriptFiles,
  directory: ScriptDirectory,
  options: GenerateOptions,
): GeneratedRevision {
  const illegal = revisionIdProblem(options.revisionId);
  if (illegal !== null) throw new CommandError(illegal);
  const heads = headsOf(directory, options.head ?? 'head');
  const date = createDate(options.now, directory.settings.timezone);
  const folder = versionFolder(directory, heads, options.versionPath ?? null);
  if (options.splice !== true) {
    const inner = heads.find((head) => !head.isHead);
    if (inner !== undefined) {
      throw new CommandError(
        `Revision ${inner.revision} is not a head revision; please specify --splice to create a new branch from this revision`,
      );
    }
  }
  const dependsOn = resolveDependsOn(directory, options.dependsOn ?? []);
  const templatePath = join(directory.dir, 'script.py.mako');
  const template = files.readFile(templatePath);
  if (template === null) {
    throw new CommandError(`${templatePath} cannot be read; new revisions are made from this template`);
  }
  const label = options.branchLabel ?? null;
  const labelled = label === null ? undefined : directory.revisionMap.byKey.get(label);
  if (label !== null && labelled !== undefined) {
    throw new CommandError(
      `Branch name '${label}' in revision ${options.revisionId} already used by revision ${labelled.revision}`,
    );
  }
  const values = new Map<string, TemplateValue>([
    ['message', text(options.message ?? 'empty message')],
    ['up_revision', text(options.revisionId)],
    [
      'down_revision',
      scalar(
        'tuple',
        heads.map((head) => head.revision),
      ),
    ],
    ['branch_labels', label === null ? { kind: 'none' } : { kind: 'tuple', items: [label] }],
    ['depends_on', scalar('list', dependsOn)],
    ['create_date', text(formatCreateDate(date))],
  ]);
  if (options.upgrades !== undefined) values.set('upgrades', text(indent(options.upgrades)));
  if (options.downgrades !== undefined) values.set('downgrades', text(indent(options.downgrades)));
  if (options.imports !== undefined) values.set('imports', text(options.imports.join('\n')));
  const name = fileNameOf(directory.settings.fileTemplate, {
    rev: options.revisionId,
    slug: slugOf(options.message, directory.settings.truncateSlugLength),
    date,
  });
  return {
    revision: options.revisionId,
    path: join(folder, `${name}.py`),
    folder,
    text: renderTemplate(templatePath, template, values, templateConfig(options.config)),
  };
}

function templateConfig(config: Config | undefined): TemplateConfig | undefined {
  if (config === undefined) return undefined;
  const sections = config.sectionNames.flatMap((name) => {
    const section = config.getSection(name);
    return section === null ? [] : [[name, section] as const];
  });
  return { section: config.section, sections: new Map(sections) };
}

function headsOf(directory: ScriptDirectory, head: string | readonly string[]): readonly Revision[] {
  const multipleHeads =
    'Multiple heads are present; please specify the head revision on which the new revision should be based, ' +
    'or perform a merge.';
  const heads = catchRevisionErrors({ multipleHeads }, () =>
    directory.revisionMap.getRevisions(head).filter((each) => each instanceof Revision),
  );
  if (new Set(heads).size !== heads.length) throw new CommandError('Duplicate head revisions specified');
  return heads;
}

function versionFolder(
  directory: ScriptDirectory,
  heads: readonly Revision[],
  versionPath: NonNullable<GenerateOptions['versionPath']> | null,
): string {
  const [only, ...others] = directory.versionLocations;
  if (versionPath !== null) {
    const { path, written } = versionPath;
    if (directory.versionLocations.includes(path)) return path;
    throw new CommandError(`Path ${written} is not represented in current version locations`);
  }
  if (only !== undefined && others.length === 0) return only;
  const [head] = heads;
  if (head === undefined) {
    throw new CommandError('Multiple version locations present, please specify --version-path');
  }
  return dirname(head.script.path);
}

/** Branch labels stay; partial ids become whole. */
function resolveDependsOn(directory: ScriptDirectory, dependsOn: readonly string[]): readonly string[] {
  return dependsOn.map((dependency) => {
    const revision = directory.getRevision(dependency);
    if (revision === null) throw new CommandError(`Can't locate revision identified by '${dependency}'`);
    return revision.branchLabels.has(dependency) ? dependency : revision.revision;
  });
}

function text(value: string): TemplateValue {
  return { kind: 'str', value };
}

/** Upstream's `tuple_rev_as_scalar`. */
function scalar(kind: 'tuple' | 'list', items: readonly string[]): TemplateValue {
  const [only] = items;
  if (only === undefined) return { kind: 'none' };
  return items.length === 1 ? text(only) : { kind, items };
}

/** Upstream's `autogenerate.render._indent`. */
function indent(body: string): string {
  const indented = body.split('\n').map((line) => `    ${line}`);
  return indented
    .join('\n')
    .trim()
    .split('\n')
    .map((line) => line.replace(/ +$/, ''))
    .join('\n');
}
