import type { ClassDef, Module } from '../../python/syntax/ast.ts';
import type { SyntaxNode } from '../nodes.ts';

/** The nodes around one, outermost first. A keyword argument has no kind, and stands in the list as its value. */
export type Ancestors = readonly SyntaxNode[];

/** Every node of a module, outer ones first, with those around it. */
export function walk(module: Module, visit: (node: SyntaxNode, ancestors: Ancestors) => void): void {
  descend(module.body, [], visit);
}

function descend(
  value: unknown,
  ancestors: Ancestors,
  visit: (node: SyntaxNode, ancestors: Ancestors) => void,
): void {
  if (Array.isArray(value)) {
    for (const item of value) descend(item, ancestors, visit);
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  let inside = ancestors;
  if ('kind' in value && 'range' in value) {
    visit(value as SyntaxNode, ancestors);
    inside = [...ancestors, value as SyntaxNode];
  }
  for (const child of Object.values(value)) if (typeof child === 'object') descend(child, inside, visit);
}

/** `Column` of `Column(…)`, `sa.Column(…)`. */
export function calledName(node: SyntaxNode): string | null {
  if (node.kind !== 'Call') return null;
  if (node.func.kind === 'Name') return node.func.id;
  return node.func.kind === 'Attribute' ? node.func.attr : null;
}

/** The innermost class around. */
export function classAround(ancestors: Ancestors): ClassDef | null {
  return ancestors.findLast((node): node is ClassDef => node.kind === 'ClassDef') ?? null;
}
