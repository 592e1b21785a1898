import type { Inspector } from '../../engine/dialect.ts';

function notSupported(): never {
  throw new Error('The default dialect cannot reflect a database.');
}

export const inspector: Inspector = {
  reflectTable: notSupported,
  reflect: notSupported,
  objects: notSupported,
  hasTable: notSupported,
  names: notSupported,
  reports: {
    columnDetails: true,
    uniqueConstraints: true,
    checkConstraints: true,
    tableComments: true,
    constraintDetails: false,
    primaryKeyOptions: false,
    listsUniqueIndexes: false,
    includeColumns: false,
    sequences: false,
    enums: false,
  },
};
