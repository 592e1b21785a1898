/** The types of pgvector. Mirrors `pgvector.sqlalchemy`. */
import type { ClassValue } from '../../../python/eval/value.ts';
import type { ModuleNames } from '../modules/factory.ts';
import { typeClass, typeDecoratorClass, userDefinedTypeClass } from '../types/type-engine.ts';

function vector(name: string): ClassValue {
  const module = `pgvector.sqlalchemy.${name.toLowerCase()}`;
  return typeClass(
    name,
    userDefinedTypeClass,
    ['dim'],
    (given) => {
      const dim = given.int('dim') ?? null;
      return {
        kind: 'decorated',
        module,
        qualname: name,
        repr: `${name}(${dim === null ? '' : `dim=${dim.toString()}`})`,
        impl: { kind: 'user_defined', spec: dim === null ? name : `${name}(${dim.toString()})` },
      };
    },
    { module },
  );
}

const bit = typeClass(
  'BIT',
  typeDecoratorClass,
  ['length', 'varying'],
  (given) => {
    const length = given.int('length') ?? null;
    const varying = given.bool('varying') ?? false;
    const options = [
      ...(length === null ? [] : [`length=${length.toString()}`]),
      ...(varying ? ['varying=True'] : []),
    ];
    return {
      kind: 'decorated',
      module: 'pgvector.sqlalchemy.bit',
      qualname: 'BIT',
      repr: `BIT(${options.join(', ')})`,
      impl: { kind: 'dialect', dialect: 'postgresql', name: 'BIT', options: { length, varying } },
    };
  },
  { module: 'pgvector.sqlalchemy.bit' },
);

const types = {
  VECTOR: vector('VECTOR'),
  HALFVEC: vector('HALFVEC'),
  SPARSEVEC: vector('SPARSEVEC'),
  BIT: bit,
};

export const pgvectorModules: readonly (readonly [string, ModuleNames])[] = [
  ['pgvector.sqlalchemy', { ...types, Vector: types.VECTOR }],
  ['pgvector.sqlalchemy.vector', { VECTOR: types.VECTOR }],
  ['pgvector.sqlalchemy.halfvec', { HALFVEC: types.HALFVEC }],
  ['pgvector.sqlalchemy.sparsevec', { SPARSEVEC: types.SPARSEVEC }],
  ['pgvector.sqlalchemy.bit', { BIT: types.BIT }],
];
