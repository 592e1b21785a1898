/** Our side: the same revisions and runs by the engine, in one process. */
import { NodeFileSystem } from '../../../server/src/drivers/node-file-system.ts';
import type { MigrationStep } from '../../../server/src/alembic/runtime/migration-step.ts';
import { compileOffline } from '../../../server/src/alembic/runtime/offline.ts';
import type { Origin } from '../../../server/src/util/text-range.ts';
import { CachedFileSystem } from '../../../server/src/workspace/cached-file-system.ts';
import { openProject } from '../../../server/src/workspace/open-project.ts';
import type { Project } from '../../../server/src/workspace/project.ts';
import { runOptions } from '../../../server/src/workspace/run-options.ts';
import { SourceCache } from '../../../server/src/workspace/source-cache.ts';
import { offlineRun } from './run-time.ts';
import { offsetToLine } from '../schema/places.ts';
import type { TreeFolder } from './folders.ts';
import type { RevisionJob, WholeJob } from './real.ts';

export interface OurRun {
  readonly sql: string;
  readonly error: { readonly message: string; readonly place: string | null } | null;
}

/** Opens one tree; what is read from disk is shared by the runs. */
export class OurTree {
  readonly #folder: TreeFolder;
  readonly #files = new CachedFileSystem(new NodeFileSystem());
  readonly #sources = new SourceCache();
  readonly #projects = new Map<string, Project>();

  constructor(folder: TreeFolder) {
    this.#folder = folder;
  }

  run(job: RevisionJob | WholeJob): OurRun {
    const project = this.#project(job.url);
    const { scriptDirectory, dialect } = project;
    const without = new Set(job.kind === 'whole' ? job.without : []);
    const { steps, from } = job.kind === 'whole' ? wholeSteps(project, job) : revisionSteps(project, job);
    const result = compileOffline({
      dialect,
      revisionMap: scriptDirectory.revisionMap,
      steps,
      startingHeads: from,
      evaluate: (script, direction) =>
        without.has(script.revision)
          ? { operations: [], refusals: [] }
          : project.evaluateRevision(script.revision, direction, { dialect, offline: true, offlineRun }),
      configure: runOptions(project, 'offline'),
    });
    const { error } = result;
    return {
      sql: result.sql,
      error: error === null ? null : { message: error.message, place: this.#place(error.origin) },
    };
  }

  #project(url: string): Project {
    let project = this.#projects.get(url);
    if (project === undefined) {
      project = openProject(this.#files, this.#folder.ini, { url, sources: this.#sources });
      this.#projects.set(url, project);
    }
    return project;
  }

  #place(origin: Origin | null): string | null {
    if (origin === null || origin.file === '') return null;
    const { versions, site } = this.#folder;
    const file = origin.file.startsWith(`${versions}/`)
      ? origin.file.slice(origin.file.lastIndexOf('/') + 1)
      : origin.file.replace(`${site}/`, '');
    return `${file}:${String(offsetToLine(origin.file, origin.range.start))}`;
  }
}

interface Plan {
  readonly steps: readonly MigrationStep[];
  readonly from: readonly string[];
}

function revisionSteps(project: Project, job: RevisionJob): Plan {
  const script = project.scriptDirectory.revisionMap.get(job.revision);
  if (script === null) throw new Error(`no revision ${job.revision}`);
  const from = job.direction === 'upgrade' ? script.downRevisions : [script.revision];
  return { steps: [{ kind: 'revision', script, direction: job.direction }], from };
}

function wholeSteps({ scriptDirectory }: Project, job: WholeJob): Plan {
  const { direction } = job;
  const scripts =
    direction === 'upgrade'
      ? scriptDirectory.upgradeRevs('heads', [])
      : scriptDirectory.downgradeRevs('base', job.from);
  return { steps: scripts.map((script) => ({ kind: 'revision', script, direction })), from: job.from };
}
