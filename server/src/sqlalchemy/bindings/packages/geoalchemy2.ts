/** The types of GeoAlchemy2, and the spatial index that each brings to its table. Mirrors `geoalchemy2.types`. */
import type { ClassValue } from '../../../python/eval/value.ts';
import { nativeClass, nativeMethod, none } from '../../../python/eval/native.ts';
import type { ColumnBuilder, TableBuilder } from '../../orm/builders.ts';
import { ClauseBuilder, IndexBuilder, TypeBuilder } from '../../orm/builders.ts';
import type { TypeEngine } from '../../sql/types.ts';
import { Arguments } from '../arguments.ts';
import type { ModuleNames } from '../modules/factory.ts';
import { columnClause } from '../sql/clauses.ts';
import { userDefinedTypeClass } from '../types/type-engine.ts';

const module = 'geoalchemy2.types';

interface Spatial {
  readonly className: 'Geometry' | 'Geography' | 'Raster';
  /** The type's name in SQL. */
  readonly name: string;
  readonly fromText: string;
  readonly geometryType: string | null;
  readonly srid: number;
  readonly dimension: number | null;
  readonly hasIndex: boolean;
  readonly usesNdIndex: boolean;
  readonly nullable: boolean;
}

function spatialClass(className: Spatial['className'], name: string, fromText: string): ClassValue {
  const isRaster = className === 'Raster';
  const parameters = isRaster
    ? ['spatial_index', 'from_text', 'name', 'nullable', '_spatial_index_reflected']
    : [
        'geometry_type',
        'srid',
        'dimension',
        'spatial_index',
        'use_N_D_index',
        'use_typmod',
        'from_text',
        'name',
        'nullable',
        '_spatial_index_reflected',
      ];
  return nativeClass({
    name: className,
    module,
    bases: [userDefinedTypeClass],
    members: {
      __init__: nativeMethod('__init__', (call) => {
        const self = call.args[0];
        if (self?.kind !== 'instance') return none;
        const given = new Arguments(className, call, parameters, { skip: 1 });
        const written = given.has('geometry_type') ? given.string('geometry_type') : 'GEOMETRY';
        const geometryType = isRaster ? null : (written?.toUpperCase() ?? null);
        const spatial: Spatial = {
          className,
          name: given.string('name') ?? name,
          fromText: given.string('from_text') ?? fromText,
          geometryType,
          srid: isRaster ? -1 : (given.int('srid') ?? -1),
          dimension: dimensionOf(geometryType, isRaster ? null : (given.int('dimension') ?? null)),
          hasIndex: (given.bool('spatial_index') ?? true) && given.bool('_spatial_index_reflected') !== true,
          usesNdIndex: !isRaster && given.bool('use_N_D_index') === true,
          nullable: given.bool('nullable') ?? true,
        };
        given.value('use_typmod');
        given.finish();
        const builder = new TypeBuilder(
          given.unreadableReason === null
            ? typeOfSpatial(spatial)
            : { kind: 'unknown', reason: given.unreadableReason, origin: call.site },
        );
        builder.attached = (column, table) => {
          attach(spatial, column, table);
        };
        self.payload = builder;
        return none;
      }),
    },
  });
}

/** Upstream: `check_ctor_args`. */
function dimensionOf(geometryType: string | null, given: number | null): number | null {
  if (geometryType === null) return given;
  if (geometryType.endsWith('ZM')) return 4;
  return /[ZM]$/.test(geometryType) ? 3 : 2;
}

function typeOfSpatial(spatial: Spatial): TypeEngine {
  const { className, name, geometryType, srid } = spatial;
  const spec = geometryType === null ? name : `${name}(${geometryType},${srid.toString()})`;
  return {
    kind: 'decorated',
    module,
    qualname: className,
    repr: `${className}(${options(spatial).join(', ')})`,
    impl: {
      kind: 'user_defined',
      spec,
      variants: new Map<string, TypeEngine>([['mssql', { kind: 'user_defined', spec: name }]]),
    },
  };
}

/** Constructor arguments that differ from their defaults. */
function options(spatial: Spatial): readonly string[] {
  const { geometryType, srid, dimension, hasIndex, usesNdIndex, fromText, name, nullable } = spatial;
  const shape =
    spatial.className === 'Raster'
      ? []
      : [
          geometryType === 'GEOMETRY'
            ? ''
            : `geometry_type=${geometryType === null ? 'None' : `'${geometryType}'`}`,
          srid === -1 ? '' : `srid=${srid.toString()}`,
          dimension === null ? '' : `dimension=${dimension.toString()}`,
        ];
  return [
    ...shape,
    hasIndex ? '' : 'spatial_index=False',
    usesNdIndex ? 'use_N_D_index=True' : '',
    `from_text='${fromText}'`,
    `name='${name}'`,
    nullable ? '' : 'nullable=False',
  ].filter((option) => option !== '');
}

/** Upstream: the listener `after_parent_attach`. */
function attach(spatial: Spatial, column: ColumnBuilder, table: TableBuilder): void {
  if (!spatial.nullable) column.nullable = false;
  else if (column.nullable === false || column.primaryKey)
    column.type = typeOfSpatial({ ...spatial, nullable: false });
  if (!spatial.hasIndex) return;
  const name = column.name ?? '';
  const hull = new ClauseBuilder(
    () => ({ kind: 'function', name: 'ST_ConvexHull', args: [columnClause(column).build()] }),
    { columns: [column] },
  );
  const index = new IndexBuilder(
    { text: `idx_${table.name}_${name}`, isFinal: false },
    [spatial.className === 'Raster' ? hull : column],
    false,
    {
      postgresql_using: 'gist',
      ...(spatial.usesNdIndex ? { postgresql_ops: { [name]: 'gist_geometry_ops_nd' } } : {}),
    },
    column.origin,
  );
  table.append(index);
}

const types: Readonly<Record<string, ClassValue>> = {
  Geometry: spatialClass('Geometry', 'geometry', 'ST_GeomFromEWKT'),
  Geography: spatialClass('Geography', 'geography', 'ST_GeogFromText'),
  Raster: spatialClass('Raster', 'raster', 'raster'),
};

export const geoalchemy2Modules: readonly (readonly [string, ModuleNames])[] = [
  ['geoalchemy2', types],
  ['geoalchemy2.types', types],
];
