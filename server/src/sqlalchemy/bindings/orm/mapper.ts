/** `inspect(Class)` and `Class.__mapper__`: what a Mapper tells of tables and columns. Mirrors `sqlalchemy.orm.Mapper`. */
import type { ClassValue, InstanceValue, NativeCall, Value } from '../../../python/eval/value.ts';
import { nativeClass, nativeInstance, nativeProperty, str, tuple } from '../../../python/eval/native.ts';
import type { Origin } from '../../../util/text-range.ts';
import { ColumnBuilder, type TableBuilder } from '../../orm/builders.ts';
import { mappingOf } from '../../orm/class-scan.ts';
import { noOperation } from '../inert.ts';
import { columnInstance } from '../schema/column.ts';
import { collection } from '../schema/column-collection.ts';
import { tableInstance } from '../schema/table.ts';

class MapperPayload {
  readonly cls: ClassValue;
  /** Null for a class that is mapped to a join or a subquery. */
  readonly table: TableBuilder | null;
  constructor(cls: ClassValue, table: TableBuilder | null) {
    this.cls = cls;
    this.table = table;
  }
}

function attribute(
  name: string,
  read: (mapper: MapperPayload, call: NativeCall) => Value | null,
): [string, Value] {
  return [
    name,
    nativeProperty(name, (self, call) => {
      const known = self.payload instanceof MapperPayload ? read(self.payload, call) : null;
      return known ?? unknownAttribute(name, call);
    }),
  ];
}

const unknownAttribute = (name: string, call: Pick<NativeCall, 'interpreter' | 'site'>): Value =>
  call.interpreter.unknown(`\`Mapper.${name}\` is known only when the application runs`, call.site);

const ofTable = ({ table }: MapperPayload): Value | null => (table === null ? null : tableInstance(table));

/** The columns under their attributes; null where a parent's table has some of them. */
function columns({ cls, table }: MapperPayload, call: NativeCall): Value | null {
  if (table === null || cls.mro.slice(1).some((base) => (mappingOf(base)?.table ?? null) !== null))
    return null;
  const entries = table.columns.map((column): [string, Value] => {
    const named = [...cls.namespace].find(
      ([, value]) =>
        value.kind === 'instance' && value.payload instanceof ColumnBuilder && value.payload === column,
    );
    return [named?.[0] ?? column.key ?? column.name ?? '', columnInstance(column)];
  });
  return collection(entries, call.site, false);
}

const mapperClass = nativeClass({
  name: 'Mapper',
  module: 'sqlalchemy.orm.mapper',
  members: {
    ...Object.fromEntries([
      attribute('local_table', ofTable),
      attribute('mapped_table', ofTable),
      attribute('persist_selectable', ofTable),
      attribute('selectable', ofTable),
      attribute('tables', ({ table }) => (table === null ? null : tuple([tableInstance(table)]))),
      attribute('class_', ({ cls }) => cls),
      attribute('entity', ({ cls }) => cls),
      attribute('columns', columns),
      attribute('c', columns),
      attribute('primary_key', ({ table }) =>
        table === null
          ? null
          : tuple(
              table.columns.filter((column) => column.primaryKey).map((column) => columnInstance(column)),
            ),
      ),
      attribute('__name__', ({ cls }) => str(cls.name)),
    ]),
    add_property: noOperation('add_property'),
    add_properties: noOperation('add_properties'),
  },
  hooks: {
    getAttribute: (_self, name, call) => (name.startsWith('__') ? undefined : unknownAttribute(name, call)),
  },
});
const mapperKey = Symbol('Mapper');

/** The mapper of a mapped class; null for another class. */
export function mapperOf(cls: ClassValue, site: Origin): InstanceValue | null {
  const mapping = mappingOf(cls);
  if (mapping === null) return null;
  const known = cls.native.get(mapperKey) as InstanceValue | undefined;
  if (known !== undefined) return known;
  const made = nativeInstance(mapperClass, new MapperPayload(cls, mapping.table), site);
  cls.native.set(mapperKey, made);
  return made;
}
