/** The packages whose models are compared. Every one is a release on PyPI, named with its version. */
export interface ComparedPackage {
  readonly name: string;
  readonly requirements: readonly string[];
  /** Modules to import, in order; importing them fills the metadata. */
  readonly imports: readonly string[];
  /** `module:attribute.path` of each `MetaData`. */
  readonly metadata: readonly string[];
  /** Other packages of the environment that the models need; they are read as source, too. */
  readonly alsoRead?: readonly string[];
}

export const packages: readonly ComparedPackage[] = [
  {
    name: 'optuna',
    requirements: ['optuna==4.5.0'],
    imports: ['optuna.storages._rdb.models'],
    metadata: ['optuna.storages._rdb.models:BaseModel.metadata'],
  },
  {
    name: 'jupyterhub',
    requirements: ['jupyterhub==5.4.0'],
    imports: ['jupyterhub.orm'],
    metadata: ['jupyterhub.orm:Base.metadata'],
  },
];
