/** The classes of dialects, which scripts ask connections for. Mirrors `sqlalchemy.dialects`. */
import type { ClassValue, InstanceValue, Value } from '../../../python/eval/value.ts';
import { nativeClass, nativeInstance, none } from '../../../python/eval/native.ts';
import type { Origin } from '../../../util/text-range.ts';

/** What a type asks of one is defined with the types. */
export const dialectClass: ClassValue = nativeClass({
  name: 'Dialect',
  module: 'sqlalchemy.engine.interfaces',
  hooks: { instantiate: (cls, call) => instanceOf(cls, call.site) },
});
const defaultDialect = nativeClass({
  name: 'DefaultDialect',
  module: 'sqlalchemy.engine.default',
  bases: [dialectClass],
});

/** `[base class, the one of the default driver, its module]` by name. */
const definitions: Readonly<Record<string, readonly [string, string, string]>> = {
  postgresql: ['PGDialect', 'PGDialect_psycopg2', 'psycopg2'],
  mssql: ['MSDialect', 'MSDialect_pyodbc', 'pyodbc'],
  sqlite: ['SQLiteDialect', 'SQLiteDialect_pysqlite', 'pysqlite'],
  mysql: ['MySQLDialect', 'MySQLDialect_mysqldb', 'mysqldb'],
  oracle: ['OracleDialect', 'OracleDialect_cx_oracle', 'cx_oracle'],
};

const classes = new Map(
  Object.entries(definitions).map(([name, [base, own, module]]) => {
    const baseClass = nativeClass({
      name: base,
      module: `sqlalchemy.dialects.${name}.base`,
      bases: [defaultDialect],
      members: { name: { kind: 'str', value: name } },
    });
    const ownClass = nativeClass({
      name: own,
      module: `sqlalchemy.dialects.${name}.${module}`,
      bases: [baseClass],
    });
    return [name, { baseClass, ownClass }] as const;
  }),
);

/** What `sqlalchemy.dialects.<name>` exports: the class of the default driver as `dialect`, and the base class. */
export function dialectExports(name: string): Readonly<Record<string, Value>> {
  const found = classes.get(name);
  if (found === undefined) return {};
  return { dialect: found.ownClass, [found.baseClass.name]: found.baseClass };
}

/** What a script or type sees as a dialect: an instance of its default driver's class. */
export function dialectValue(name: string, site: Origin): InstanceValue {
  const instance = instanceOf(classes.get(name)?.ownClass ?? defaultDialect, site);
  instance.attributes.set('name', { kind: 'str', value: name });
  return instance;
}

function instanceOf(cls: ClassValue, site: Origin): InstanceValue {
  const dialect = nativeInstance(cls, null, site);
  const name = cls.mro.map((each) => each.namespace.get('name')).find((each) => each !== undefined);
  dialect.attributes.set('name', name ?? { kind: 'str', value: 'default' });
  // Types look whether the dialect has JSON of its own; all three do.
  dialect.attributes.set('_json_serializer', none).set('_json_deserializer', none);
  return dialect;
}
