import type { Comparison } from './compare-project.ts';
export function writeReport(all: readonly Comparison[], count: number): void {
  console.log(all.length, count);
}
