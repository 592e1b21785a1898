/** The packages whose models are mutated: those of `../schema/packages.ts`, with the files that are edited. */
import { packages, type ComparedPackage } from '../schema/packages.ts';

export interface MutatedProject {
  readonly package: ComparedPackage;
  /** The package's own top-level folders, which are copied. */
  readonly roots: readonly string[];
  /** Model files, one of which is edited at a time. */
  readonly files: readonly string[];
  /** What a developer has to correct in the first revision: Alembic writes types of the application by their `repr`. */
  readonly patches?: readonly (readonly [RegExp, string])[];
}

const mutated: Readonly<Record<string, Omit<MutatedProject, 'package'>>> = {
  optuna: { roots: ['optuna'], files: ['optuna/storages/_rdb/models.py'] },
  jupyterhub: { roots: ['jupyterhub'], files: ['jupyterhub/orm.py'] },
  dstack: {
    roots: ['dstack'],
    files: ['dstack/_internal/server/models.py'],
    patches: [[/dstack\._internal\.server\.models\.EnumAsString\(/g, 'sa.String(']],
  },
  glance: {
    roots: ['glance'],
    files: ['glance/db/sqlalchemy/models.py', 'glance/db/sqlalchemy/models_metadef.py'],
  },
  cinder: { roots: ['cinder'], files: ['cinder/db/models.py'] },
  magnum: { roots: ['magnum'], files: ['magnum/db/sqlalchemy/models.py'] },
  masakari: { roots: ['masakari'], files: ['masakari/db/sqlalchemy/models.py'] },
  nbgrader: { roots: ['nbgrader'], files: ['nbgrader/api.py'] },
  buildbot: { roots: ['buildbot'], files: ['buildbot/db/model.py'] },
  ironic: { roots: ['ironic'], files: ['ironic/db/sqlalchemy/models.py'] },
};

export const projects: readonly MutatedProject[] = packages.flatMap((each) => {
  const chosen = mutated[each.name];
  return chosen === undefined ? [] : [{ package: each, ...chosen }];
});
