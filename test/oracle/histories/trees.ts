/** The migration histories that are compared. Every one is in a release on PyPI, named with its version. */
export interface ComparedTree {
  readonly name: string;
  readonly requirement: string;
  /** The folder of revision files, in the folder that the package is installed into. */
  readonly versions: string;
  /** Releases and branches have folders of their own. */
  readonly recursive?: boolean;
  /** What its scripts import and its own requirements do not name. */
  readonly besides?: readonly string[];
}

export const trees: readonly ComparedTree[] = [
  { name: 'airflow', requirement: 'apache-airflow==2.11.2', versions: 'airflow/migrations/versions' },
  { name: 'aodh', requirement: 'aodh==23.0.0', versions: 'aodh/storage/sqlalchemy/alembic/versions' },
  {
    name: 'barbican',
    requirement: 'barbican==23.0.0',
    versions: 'barbican/model/migration/alembic_migrations/versions',
  },
  { name: 'buildbot', requirement: 'buildbot==4.3.0', versions: 'buildbot/db/migrations/versions' },
  { name: 'cinder', requirement: 'cinder==29.0.0', versions: 'cinder/db/migrations/versions' },
  { name: 'dagster', requirement: 'dagster==1.13.28', versions: 'dagster/_core/storage/alembic/versions' },
  {
    name: 'designate',
    requirement: 'designate==23.0.0',
    versions: 'designate/storage/sqlalchemy/alembic/versions',
  },
  {
    name: 'glance',
    requirement: 'glance==33.0.0',
    versions: 'glance/db/sqlalchemy/alembic_migrations/versions',
  },
  { name: 'heat', requirement: 'openstack-heat==27.0.1', versions: 'heat/db/migrations/versions' },
  {
    name: 'indico',
    requirement: 'indico==3.2.9',
    versions: 'indico/migrations/versions',
    besides: ['setuptools<81'],
  },
  { name: 'ironic', requirement: 'ironic==39.0.0', versions: 'ironic/db/sqlalchemy/alembic/versions' },
  { name: 'jupyterhub', requirement: 'jupyterhub==6.1.1', versions: 'jupyterhub/alembic/versions' },
  {
    name: 'keystone',
    requirement: 'keystone==30.0.0',
    versions: 'keystone/common/sql/migrations/versions',
    recursive: true,
  },
  { name: 'langflow', requirement: 'langflow-base==1.13.0', versions: 'langflow/alembic/versions' },
  { name: 'magnum', requirement: 'magnum==23.0.0', versions: 'magnum/db/sqlalchemy/alembic/versions' },
  { name: 'manila', requirement: 'manila==23.0.1', versions: 'manila/db/migrations/alembic/versions' },
  {
    name: 'masakari',
    requirement: 'masakari==22.0.0',
    versions: 'masakari/db/sqlalchemy/migrations/versions',
  },
  { name: 'mlflow', requirement: 'mlflow==3.18.0', versions: 'mlflow/store/db_migrations/versions' },
  {
    name: 'mlflow-auth',
    requirement: 'mlflow==3.18.0',
    versions: 'mlflow/server/auth/db/migrations/versions',
  },
  {
    name: 'neutron',
    requirement: 'neutron==29.0.0',
    versions: 'neutron/db/migration/alembic_migrations/versions',
    recursive: true,
  },
  { name: 'nova-api', requirement: 'nova==34.0.0', versions: 'nova/db/api/migrations/versions' },
  { name: 'nova-main', requirement: 'nova==34.0.0', versions: 'nova/db/main/migrations/versions' },
  {
    name: 'octavia',
    requirement: 'octavia==19.0.0',
    versions: 'octavia/db/migration/alembic_migrations/versions',
  },
  { name: 'optuna', requirement: 'optuna==5.0.0', versions: 'optuna/storages/_rdb/alembic/versions' },
  {
    name: 'prefect-postgresql',
    requirement: 'prefect==3.9.1',
    versions: 'prefect/server/database/_migrations/versions/postgresql',
  },
  {
    name: 'prefect-sqlite',
    requirement: 'prefect==3.9.1',
    versions: 'prefect/server/database/_migrations/versions/sqlite',
  },
  {
    name: 'superset',
    requirement: 'apache-superset==6.1.0',
    versions: 'superset/migrations/versions',
  },
  { name: 'zenml', requirement: 'zenml[local]==0.98.0', versions: 'zenml/zen_stores/migrations/versions' },
];

/** What packages require is resolved as on this day, so that every machine gets the same versions. */
export const asOf = '2026-11-20T00:00:00Z';
/** What resolves it. */
export const installer = 'uv==0.13.8';
/** Requirements of packages that contradict the judges' versions, or name a version that is not to be had. */
export const overrides = [
  'typing-extensions>=4.12',
  'mlflow-skinny>=3',
  'mlflow-tracing>=3',
  'certifi>=2026',
];
