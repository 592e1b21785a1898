import type { DdlCase } from './case.ts';
import { columnCases } from './column-cases.ts';
import { constraintCases } from './constraint-cases.ts';
import { dataCases } from './data-cases.ts';
import { indexCases } from './index-cases.ts';
import { tableCases } from './table-cases.ts';
import { typeCases } from './type-cases.ts';

export const cases: readonly DdlCase[] = [
  ...tableCases,
  ...typeCases,
  ...columnCases,
  ...constraintCases,
  ...indexCases,
  ...dataCases,
];
