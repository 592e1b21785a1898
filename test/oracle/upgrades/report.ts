import type { WalkResult } from './walk.ts';

export function renderReport(_results: readonly (readonly [string, readonly (WalkResult | string)[]])[]): string {
  return '';
}
