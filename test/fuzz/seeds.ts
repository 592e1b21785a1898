/** The undamaged files: our own models and scripts, and those of real packages where they are in the cache. */
import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { SeedKind } from './check.ts';

const root = path.resolve(import.meta.dirname, '../..');

export interface Seed {
  readonly kind: SeedKind;
  readonly name: string;
  readonly text: string;
}

/** What lies in every environment. */
const libraries = /\/(sqlalchemy|alembic|flask_sqlalchemy|sqlmodel|pip|setuptools)\//;

/** Longer files make the run slow and say no more. */
const longest = 40_000;

function read(kind: SeedKind, pattern: string, is: RegExp): readonly Seed[] {
  return globSync(pattern, { cwd: root })
    .filter((name) => !libraries.test(name))
    .sort()
    .flatMap((name) => {
      const file = path.join(root, name);
      if (!existsSync(file) || statSync(file).size > longest) return [];
      const text = readFileSync(file, 'utf8');
      return is.test(text) ? [{ kind, name, text }] : [];
    });
}

const models = /__tablename__|\bTable\(|declarative_base|DeclarativeBase/;
const revision = /^def upgrade\(/m;

export function ownSeeds(): readonly Seed[] {
  return [
    ...read('models', 'test/golden/models/*.py', models),
    ...read('models', 'test/golden/package-models/*.py', models),
    ...read('models', 'test/projects/*/**/*.py', models),
    ...read('revision', 'test/projects/*/**/versions/*.py', revision),
  ];
}

/** Files of packages under `.cache`; none where nothing was downloaded yet. */
export function packageSeeds(): readonly Seed[] {
  if (!existsSync(path.join(root, '.cache'))) return [];
  const packages = '.cache/{schema-oracle/*/lib/python*/site-packages,corpus/*}';
  const found = [
    ...read('models', `${packages}/*/{models,db,orm,entities}/**/*.py`, models),
    ...read('models', `${packages}/*/{models,tables,schema,orm,db}.py`, models),
    ...read('models', `${packages}/*/*/*/models.py`, models),
    ...read('models', `${packages}/*/db/sqlalchemy/**/models.py`, models),
    ...read('revision', `${packages}/**/versions/**/*.py`, revision),
  ];
  // The same package may lie in several environments.
  return [...new Map(found.map((seed) => [seed.text, seed])).values()];
}
