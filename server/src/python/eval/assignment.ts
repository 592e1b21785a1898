/** Binding targets: names, attributes, items, and sequences of those. */
import type { Expression } from '../syntax/ast.ts';
import type { Origin } from '../../util/text-range.ts';
import { computedFrom } from './alternatives.ts';
import { list, none } from './native.ts';
import type { Frame, Runtime } from './runtime.ts';
import { privateMember, privateName } from './private-names.ts';
import { bindingScope } from './scopes.ts';
import type { Value } from './value.ts';

export function assign(rt: Runtime, target: Expression, value: Value, frame: Frame): void {
  switch (target.kind) {
    case 'Name': {
      const name = privateMember(target.id, frame);
      bindingScope(frame.scope, name).names.set(name, value);
      return;
    }
    case 'Attribute':
      rt.setAttribute(
        rt.evaluate(target.value, frame),
        privateName(target.attr, frame),
        value,
        siteOf(target, frame),
      );
      return;
    case 'Subscript': {
      const container = rt.evaluate(target.value, frame);
      rt.setItem(container, rt.evaluate(target.slice, frame), value, siteOf(target, frame));
      return;
    }
    case 'Tuple':
    case 'List':
      unpack(rt, target.elements, value, frame, siteOf(target, frame));
      return;
    case 'Starred':
      assign(rt, target.value, value, frame);
      return;
    default:
      rt.raise('SyntaxError', 'cannot assign to this expression', siteOf(target, frame));
  }
}

function siteOf(node: Expression, frame: Frame): Origin {
  return { file: frame.file, range: node.range };
}

function unpack(rt: Runtime, targets: readonly Expression[], value: Value, frame: Frame, site: Origin): void {
  const items = rt.iterate(value, site);
  if (items === null) {
    for (const target of targets) assign(rt, target, computedFrom(value), frame);
    return;
  }
  const star = targets.findIndex((target) => target.kind === 'Starred');
  const required = star < 0 ? targets.length : targets.length - 1;
  if (items.length < required) {
    const expected = star < 0 ? required.toString() : `at least ${required.toString()}`;
    rt.raise(
      'ValueError',
      `not enough values to unpack (expected ${expected}, got ${items.length.toString()})`,
      site,
    );
  }
  if (star < 0 && items.length > required) {
    rt.raise('ValueError', `too many values to unpack (expected ${required.toString()})`, site);
  }
  const extra = items.length - required;
  let position = 0;
  for (const [index, target] of targets.entries()) {
    if (index === star) {
      assign(rt, target, list(items.slice(position, position + extra)), frame);
      position += extra;
    } else {
      assign(rt, target, items[position++] ?? none, frame);
    }
  }
}

/** `del target`. */
export function unbind(rt: Runtime, target: Expression, frame: Frame): void {
  switch (target.kind) {
    case 'Name': {
      const name = privateMember(target.id, frame);
      if (!bindingScope(frame.scope, name).names.delete(name)) {
        rt.raise('NameError', `name '${target.id}' is not defined`, siteOf(target, frame));
      }
      return;
    }
    case 'Attribute':
      rt.deleteAttribute(
        rt.evaluate(target.value, frame),
        privateName(target.attr, frame),
        siteOf(target, frame),
      );
      return;
    case 'Subscript': {
      const container = rt.evaluate(target.value, frame);
      rt.deleteItem(container, rt.evaluate(target.slice, frame), siteOf(target, frame));
      return;
    }
    case 'Tuple':
    case 'List':
      for (const element of target.elements) unbind(rt, element, frame);
      return;
    default:
      rt.raise('SyntaxError', 'cannot delete this expression', siteOf(target, frame));
  }
}
