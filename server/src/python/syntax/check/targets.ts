/** What may be assigned to, deleted or annotated: the grammar takes any expression there. */
import type { Expression } from '../ast.ts';
import { complain, type Place } from './place.ts';

/** A target of `=`, `for`, `with … as` or a comprehension. */
export function checkTarget(place: Place, target: Expression): void {
  if (target.kind === 'Starred') {
    complain(place, target.range, 'starred assignment target must be in a list or tuple');
    return;
  }
  checkInner(place, target, 'assign to');
}

export function checkDeleted(place: Place, target: Expression): void {
  checkInner(place, target, 'delete');
}

function checkInner(place: Place, target: Expression, verb: 'assign to' | 'delete'): void {
  switch (target.kind) {
    case 'Name':
    case 'Attribute':
    case 'Subscript':
      return;
    case 'ErrorExpression':
      // Told already, where it is.
      return;
    case 'Starred':
      if (verb === 'delete') complain(place, target.range, 'cannot delete starred');
      else checkInner(place, target.value, verb);
      return;
    case 'Tuple':
    case 'List': {
      const [, second] = target.elements.filter(({ kind }) => kind === 'Starred');
      if (second !== undefined && verb === 'assign to')
        complain(place, second.range, 'multiple starred expressions in assignment');
      for (const element of target.elements) checkInner(place, element, verb);
      return;
    }
    default:
      complain(place, target.range, `cannot ${verb} ${nameOf(target)}`);
  }
}

/** What CPython calls an expression in its messages. */
export function nameOf(node: Expression): string {
  switch (node.kind) {
    case 'Call':
      return 'function call';
    case 'Constant':
      return node.value.type === 'none'
        ? 'None'
        : node.value.type === 'bool'
          ? node.value.value
            ? 'True'
            : 'False'
          : node.value.type === 'ellipsis'
            ? 'ellipsis'
            : 'literal';
    case 'Tuple':
      return 'tuple';
    case 'List':
      return 'list';
    case 'Dict':
      return 'dict literal';
    case 'Set':
      return 'set display';
    case 'Lambda':
      return 'lambda';
    case 'Compare':
      return 'comparison';
    case 'IfExp':
      return 'conditional expression';
    case 'JoinedStr':
      return 'f-string expression';
    case 'Await':
      return 'await expression';
    case 'Yield':
    case 'YieldFrom':
      return 'yield expression';
    case 'NamedExpr':
      return 'named expression';
    case 'Comprehension':
      return node.result === 'generator' ? 'generator expression' : `${node.result} comprehension`;
    case 'Name':
    case 'Attribute':
    case 'Subscript':
    case 'Starred':
    case 'Slice':
    case 'BoolOp':
    case 'BinOp':
    case 'UnaryOp':
    case 'ErrorExpression':
      return 'expression';
  }
}
