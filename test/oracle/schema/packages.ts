/** The packages whose models are compared. Every one is a release on PyPI, named with its version. */
export interface ComparedPackage {
  readonly name: string;
  readonly requirements: readonly string[];
  /** Modules to import, in order; importing them fills the metadata. */
  readonly imports: readonly string[];
  /** `module:attribute.path` of each `MetaData`. */
  readonly metadata: readonly string[];
  /** Other packages that the models need, although they do not build on SQLAlchemy; they are read as source, too. */
  readonly alsoRead?: readonly string[];
}

export const packages: readonly ComparedPackage[] = [
  {
    name: 'optuna',
    requirements: ['optuna==5.0.0'],
    imports: ['optuna.storages._rdb.models'],
    metadata: ['optuna.storages._rdb.models:BaseModel.metadata'],
  },
  {
    name: 'jupyterhub',
    requirements: ['jupyterhub==6.1.1'],
    imports: ['jupyterhub.orm'],
    metadata: ['jupyterhub.orm:Base.metadata'],
  },
  {
    name: 'buildbot',
    requirements: ['buildbot==4.3.0'],
    imports: ['buildbot.db.model'],
    metadata: ['buildbot.db.model:Model.metadata'],
  },
  {
    name: 'keystone',
    requirements: ['keystone==30.0.0'],
    imports: [
      'keystone.catalog.backends.sql',
      'keystone.identity.mapping_backends.sql',
      'keystone.identity.backends.sql_model',
      'keystone.revoke.backends.sql',
      'keystone.federation.backends.sql',
      'keystone.policy.backends.sql',
      'keystone.resource.config_backends.sql',
      'keystone.resource.backends.sql_model',
      'keystone.assignment.backends.sql',
      'keystone.assignment.role_backends.sql_model',
      'keystone.oauth1.backends.sql',
      'keystone.credential.backends.sql',
      'keystone.application_credential.backends.sql',
      'keystone.trust.backends.sql',
      'keystone.limit.backends.sql',
      'keystone.endpoint_policy.backends.sql',
    ],
    metadata: ['keystone.common.sql.core:ModelBase.metadata'],
  },
  {
    name: 'mlflow',
    requirements: ['mlflow[auth]==3.17.2'],
    imports: [
      'mlflow.store.workspace.dbmodels.models',
      'mlflow.store.model_registry.dbmodels.models',
      'mlflow.store.tracking.dbmodels.models',
      'mlflow.server.auth.db.models',
    ],
    metadata: ['mlflow.store.db.base_sql_model:Base.metadata', 'mlflow.server.auth.db.models:Base.metadata'],
  },
  {
    name: 'ironic',
    requirements: ['ironic==39.0.0'],
    imports: ['ironic.db.sqlalchemy.models'],
    metadata: ['ironic.db.sqlalchemy.models:Base.metadata'],
  },
  {
    name: 'dagster',
    requirements: ['dagster==1.13.28'],
    imports: [
      'dagster._core.storage.schedules.schema',
      'dagster._core.storage.runs.schema',
      'dagster._core.storage.event_log.schema',
    ],
    metadata: [
      'dagster._core.storage.schedules.schema:ScheduleStorageSqlMetadata',
      'dagster._core.storage.runs.schema:RunStorageSqlMetadata',
      'dagster._core.storage.event_log.schema:SqlEventLogStorageMetadata',
    ],
  },
  {
    name: 'prefect',
    requirements: ['prefect==3.8.8'],
    imports: ['prefect.server.database.orm_models'],
    metadata: ['prefect.server.database.orm_models:Base.metadata'],
    alsoRead: ['pydantic_extra_types'],
  },
  {
    name: 'glance',
    requirements: ['glance==33.0.0'],
    imports: ['glance.db.sqlalchemy.models', 'glance.db.sqlalchemy.models_metadef'],
    metadata: [
      'glance.db.sqlalchemy.models:BASE.metadata',
      'glance.db.sqlalchemy.models_metadef:BASE_DICT.metadata',
    ],
  },
  {
    name: 'cinder',
    requirements: ['cinder==29.0.0'],
    imports: ['cinder.db.models'],
    metadata: ['cinder.db.models:BASE.metadata'],
  },
  {
    name: 'barbican',
    requirements: ['barbican==23.0.0'],
    imports: ['barbican.model.models'],
    metadata: ['barbican.model.models:BASE.metadata'],
  },
  {
    name: 'magnum',
    requirements: ['magnum==23.0.0'],
    imports: ['magnum.db.sqlalchemy.models'],
    metadata: ['magnum.db.sqlalchemy.models:Base.metadata'],
  },
  {
    name: 'heat',
    requirements: ['openstack-heat==27.0.1'],
    imports: ['heat.db.models'],
    metadata: ['heat.db.models:BASE.metadata'],
  },
  {
    name: 'masakari',
    requirements: ['masakari==22.0.0'],
    imports: ['masakari.db.sqlalchemy.models'],
    metadata: ['masakari.db.sqlalchemy.models:BASE.metadata'],
  },
  {
    name: 'galaxy',
    requirements: ['galaxy-data==26.1.2'],
    imports: ['galaxy.model', 'galaxy.model.tool_shed_install'],
    metadata: [
      'galaxy.model:mapper_registry.metadata',
      'galaxy.model.tool_shed_install:mapper_registry.metadata',
    ],
    alsoRead: ['social_core'],
  },
  {
    name: 'dstack',
    requirements: ['dstack[server]==0.22.5', 'sqlalchemy==2.0.58'],
    imports: ['dstack._internal.server.models'],
    metadata: ['dstack._internal.server.models:BaseModel.metadata'],
  },
  {
    name: 'nbgrader',
    requirements: ['nbgrader==0.9.6', 'sqlalchemy==2.0.58'],
    imports: ['nbgrader.api'],
    metadata: ['nbgrader.api:Base.metadata'],
  },
  {
    name: 'mailman',
    requirements: ['mailman==3.3.10', 'sqlalchemy==2.0.58'],
    imports: [
      'address',
      'autorespond',
      'bans',
      'bounce',
      'cache',
      'digests',
      'domain',
      'language',
      'mailinglist',
      'member',
      'message',
      'mime',
      'pending',
      'preferences',
      'requests',
      'template',
      'uid',
      'user',
      'workflow',
    ].map((name) => `mailman.model.${name}`),
    metadata: ['mailman.database.model:Model.metadata'],
  },
  {
    name: 'zenml',
    requirements: ['zenml[local]==0.98.0', 'sqlalchemy==2.0.58'],
    imports: ['zenml.zen_stores.schemas'],
    metadata: ['sqlmodel:SQLModel.metadata'],
  },
  {
    name: 'autogenstudio',
    requirements: ['autogenstudio==0.4.2.2', 'sqlalchemy==2.0.58'],
    imports: ['autogenstudio.datamodel.db'],
    metadata: ['sqlmodel:SQLModel.metadata'],
  },
  {
    name: 'aiida',
    requirements: ['aiida-core==2.9.4', 'sqlalchemy==2.0.58'],
    imports: ['authinfo', 'comment', 'computer', 'group', 'log', 'node', 'settings', 'user'].map(
      (name) => `aiida.storage.psql_dos.models.${name}`,
    ),
    metadata: ['aiida.storage.psql_dos.models.base:Base.metadata'],
  },
  {
    name: 'feast',
    requirements: ['feast==0.67.0', 'sqlalchemy==2.0.58'],
    imports: ['feast.infra.registry.sql'],
    metadata: ['feast.infra.registry.sql:metadata'],
  },
  {
    name: 'arize-phoenix',
    requirements: ['arize-phoenix==20.16.0', 'sqlalchemy==2.0.58'],
    imports: ['phoenix.db.models'],
    metadata: ['phoenix.db.models:Base.metadata'],
  },
  {
    name: 'argilla',
    requirements: ['argilla-server==2.8.0', 'sqlalchemy==2.0.58'],
    imports: ['argilla_server.models'],
    metadata: ['argilla_server.models.base:DatabaseModel.metadata'],
  },
  {
    name: 'ihatemoney',
    requirements: ['ihatemoney==7.2.1', 'sqlalchemy==2.0.58'],
    imports: ['ihatemoney.models'],
    metadata: ['ihatemoney.models:db.metadata'],
  },
];
