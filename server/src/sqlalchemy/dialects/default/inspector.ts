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
  listsUniqueIndexes: false,
};
