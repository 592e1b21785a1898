/** The class that the annotation of a relationship names. Mirrors `RelationshipProperty.declarative_scan`. */
import type { Expression } from '../../python/syntax/ast.ts';
import type { Annotation } from '../../python/eval/value.ts';

const containers = /^(?:Mapped|DynamicMapped|WriteOnlyMapped)$/;
const identifier = /^[\p{L}_][\p{L}\p{N}_]*$/u;

/** What stands for the class: its name, and whether it is written as a string. */
export interface NamedTarget {
  readonly name: string;
  readonly isText: boolean;
}

/**
 * `Post` of `Mapped[list["Post"]]`, `Mapped[Optional[Post]]`, `"Mapped[Post | None]"`…, read and not evaluated: the class may be
 * defined later, and imported for the type checker alone. Null where the annotation is anything else.
 */
export function annotatedTarget({ expression }: Annotation): NamedTarget | null {
  if (expression.kind === 'Constant')
    return expression.value.type === 'str' ? targetInText(expression.value.value) : null;
  if (expression.kind !== 'Subscript') return null;
  return containers.test(lastName(expression.value) ?? '') ? targetOf(expression.slice) : null;
}

function targetOf(type: Expression): NamedTarget | null {
  switch (type.kind) {
    case 'Name':
      return { name: type.id, isText: false };
    case 'Attribute':
      return { name: type.attr, isText: false };
    case 'Constant':
      return type.value.type === 'str' ? innerText(type.value.value) : null;
    case 'BinOp': {
      const members = [type.left, type.right].filter((member) => !isNone(member));
      const [only] = members;
      return type.op === '|' && members.length === 1 && only !== undefined ? targetOf(only) : null;
    }
    case 'Subscript': {
      const members = (type.slice.kind === 'Tuple' ? type.slice.elements : [type.slice]).filter(
        (member) => !isNone(member),
      );
      // Of a mapping the last argument is the class of its values.
      const last = members.at(-1);
      if (last === undefined || (lastName(type.value) === 'Union' && members.length > 1)) return null;
      return targetOf(last);
    }
    default:
      return null;
  }
}

function isNone(type: Expression): boolean {
  return type.kind === 'Constant' && type.value.type === 'none';
}

function lastName(expression: Expression): string | null {
  return expression.kind === 'Name'
    ? expression.id
    : expression.kind === 'Attribute'
      ? expression.attr
      : null;
}

function targetInText(text: string): NamedTarget | null {
  const [, container, inner] = /^\s*(?:\w+\.)*(\w+)\[(.*)\]\s*$/su.exec(text) ?? [];
  return container !== undefined && inner !== undefined && containers.test(container)
    ? innerText(inner)
    : null;
}

/** The same of a text: `"Post"`, `"list[Post]"`, `"Post | None"`. */
function innerText(text: string): NamedTarget | null {
  const members = text
    .split('|')
    .map((member) => member.trim())
    .filter((member) => member !== 'None');
  const [only] = members;
  if (members.length !== 1 || only === undefined) return null;
  const quoted = /^(["'])(.*)\1$/su.exec(only)?.[2];
  if (quoted !== undefined) return innerText(quoted);
  const inner = /^(?:\w+\.)*\w+\[([^,]*)\]$/su.exec(only)?.[1];
  if (inner !== undefined) return innerText(inner);
  return identifier.test(only) ? { name: only, isText: true } : null;
}
