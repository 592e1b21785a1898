/** What is walked: the sample projects under their own env.py, and real histories under one that only runs them. */
import { cpSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { environment, treeFolder } from '../histories/folders.ts';
import { trees, type ComparedTree } from '../histories/trees.ts';
import type { Kind } from './databases.ts';
import type { WalkedProject } from './walk.ts';

export const kinds: readonly Kind[] = ['PostgreSQL', 'SQLite'];
export const sampleProjects = ['shop', 'tutorial', 'branches'] as const;

/** Python that makes the tables which a history begins with and does not make itself. */
const preparations: Readonly<Record<string, string>> = {
  mlflow: 'from mlflow.store.tracking.dbmodels.initial_models import Base\nBase.metadata.create_all(engine)',
};

/** A copy of a sample project in `folder`. */
export function sampleProject(name: string, folder: string, python: string): WalkedProject {
  const project = path.join(folder, name);
  rmSync(project, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  cpSync(path.resolve(import.meta.dirname, '../../projects', name), project, { recursive: true });
  const { PATH = '', HOME = '' } = process.env;
  return { name, ini: path.join(project, 'alembic.ini'), python, environment: { PATH, HOME } };
}

export function historyProject(tree: ComparedTree): WalkedProject {
  const { ini, python } = treeFolder(tree, { kind: 'online', url: 'sqlite://' });
  const prepare = preparations[tree.name];
  return {
    name: tree.name,
    ini,
    python,
    environment: environment(),
    ...(prepare === undefined ? {} : { prepare }),
  };
}

export { trees as histories };
