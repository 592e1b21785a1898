/** A package's modules, evaluated from the files that are installed. */
import { NodeFileSystem } from '../../../server/src/drivers/node-file-system.ts';
import { alembicModules } from '../../../server/src/alembic/bindings/index.ts';
import { createInterpreter } from '../../../server/src/python/eval/evaluate.ts';
import type { FoundModule, Interpreter } from '../../../server/src/python/eval/interpreter.ts';
import { stdlibModules } from '../../../server/src/python/eval/stdlib/index.ts';
import type { Value } from '../../../server/src/python/eval/value.ts';
import { metadataOf, sqlalchemyModules } from '../../../server/src/sqlalchemy/bindings/index.ts';
import { MetaDataBuilder } from '../../../server/src/sqlalchemy/orm/builders.ts';
import type { MetaData } from '../../../server/src/sqlalchemy/sql/schema.ts';
import type { Problem } from '../../../server/src/util/problem.ts';
import type { Origin } from '../../../server/src/util/text-range.ts';
import { CachedFileSystem } from '../../../server/src/workspace/cached-file-system.ts';
import { ForeignModules } from '../../../server/src/workspace/foreign-modules.ts';
import { WorkspaceModuleLoader } from '../../../server/src/workspace/module-loader.ts';
import { SourceCache } from '../../../server/src/workspace/source-cache.ts';
import { environmentVariables } from './environments.ts';
import type { ComparedPackage } from './packages.ts';

export interface LoadedPackage {
  readonly interpreter: Interpreter;
  /** As the job names them; null for one that was not reached. */
  readonly metadata: readonly (MetaData | null)[];
  /** Where each was made. */
  readonly origins: readonly (Origin | null)[];
  readonly failures: readonly Problem[];
}

export function loadPackage(job: ComparedPackage, sitePackages: string): LoadedPackage {
  const files = new CachedFileSystem(new NodeFileSystem());
  const sources = new SourceCache();
  const found = new WorkspaceModuleLoader(files, sources, () => ({
    roots: [sitePackages],
    environment: null,
  }));
  // What else is installed is read as in a project with a virtual environment.
  const foreign = new ForeignModules(files, sources, sitePackages);
  const readable = new Set([job.imports[0]?.split('.')[0], ...(job.alsoRead ?? [])]);
  const loader = {
    find: (name: string): FoundModule | null =>
      (readable.has(name.split('.')[0]) ? found : foreign).find(name),
  };
  const nativeModules = new Map([...stdlibModules, ...sqlalchemyModules, ...alembicModules]);
  const interpreter = createInterpreter({
    loader,
    nativeModules,
    environment: (name) => environmentVariables[name] ?? null,
  });
  const failures: Problem[] = [];
  for (const name of job.imports) {
    const outcome = interpreter.importModule(name);
    if (!outcome.ok) failures.push(outcome.problem);
  }
  const values = job.metadata.map((wanted) => attribute(interpreter, wanted));
  return {
    interpreter,
    metadata: values.map((value) => metadataOf(interpreter, value)),
    origins: values.map((value) =>
      value.kind === 'instance' && value.payload instanceof MetaDataBuilder ? value.payload.origin : null,
    ),
    failures,
  };
}

function attribute(interpreter: Interpreter, wanted: string): Value {
  const [moduleName = '', attributes = ''] = wanted.split(':');
  const site = { file: '', range: { start: 0, end: 0 } };
  let value: Value | undefined = interpreter.modules.get(moduleName);
  for (const name of attributes.split('.')) {
    value = value === undefined ? undefined : interpreter.findAttribute(value, name, site);
  }
  return value ?? interpreter.unknown(`${wanted} was not reached`, null);
}
