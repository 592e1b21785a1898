/** Finding nodes of a syntax tree by offset or by name. */
import type {
  Assign,
  AnnAssign,
  ClassDef,
  Constant,
  Expression,
  Module,
  Statement,
} from '../python/syntax/ast.ts';
import { rangeContains, type TextRange } from '../util/text-range.ts';

export type SyntaxNode = Statement | Expression;

/** A string literal with its decoded value. */
export interface StringLiteral {
  readonly value: string;
  readonly range: TextRange;
}

/** The nodes that hold `offset`, outermost first. */
export function nodesAt(module: Module, offset: number): readonly SyntaxNode[] {
  const found: SyntaxNode[] = [];
  descend(module.body, offset, found);
  return found;
}

/** The string literal under the cursor. */
export function stringAt(module: Module, offset: number): StringLiteral | null {
  const node = nodesAt(module, offset).at(-1);
  return node?.kind === 'Constant' ? asString(node) : null;
}

/** The class whose name is under the cursor. */
export function classNamedAt(module: Module, offset: number): ClassDef | null {
  for (const node of nodesAt(module, offset)) {
    if (node.kind === 'ClassDef' && rangeContains(node.nameRange, offset)) return node;
  }
  return null;
}

/** The assignment to a name at module level; the last one wins, as in Python. */
export function moduleAssignment(module: Module, name: string): Assign | AnnAssign | null {
  return (
    module.body.findLast(
      (statement): statement is Assign | AnnAssign =>
        (statement.kind === 'Assign' && statement.targets.some((target) => isName(target, name))) ||
        (statement.kind === 'AnnAssign' && isName(statement.target, name)),
    ) ?? null
  );
}

/** The string literals of a value: itself, or the items of a tuple, list or set. */
export function stringsOf(value: Expression | null): readonly StringLiteral[] {
  switch (value?.kind) {
    case 'Constant': {
      const literal = asString(value);
      return literal === null ? [] : [literal];
    }
    case 'Tuple':
    case 'List':
    case 'Set':
      return value.elements.flatMap((element) => stringsOf(element));
    default:
      return [];
  }
}

function asString(node: Constant): StringLiteral | null {
  return node.value.type === 'str' ? { value: node.value.value, range: node.range } : null;
}

function isName(node: Expression, name: string): boolean {
  return node.kind === 'Name' && node.id === name;
}

// The tree has some eighty places where a node can sit; walking over whatever is there keeps this in step with ast.ts.
function descend(value: unknown, offset: number, found: SyntaxNode[]): void {
  if (Array.isArray(value)) {
    for (const item of value) descend(item, offset, found);
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  if ('range' in value && isRange(value.range)) {
    if (!rangeContains(value.range, offset)) return;
    if ('kind' in value) found.push(value as SyntaxNode);
  }
  for (const child of Object.values(value)) if (typeof child === 'object') descend(child, offset, found);
}

function isRange(value: unknown): value is TextRange {
  return typeof value === 'object' && value !== null && 'start' in value && 'end' in value;
}
