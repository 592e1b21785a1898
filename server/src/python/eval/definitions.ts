/** `def`, `lambda` and `class`. */
import type { ClassDef, FunctionDef, Lambda } from '../syntax/ast.ts';
import type { Origin } from '../../util/text-range.ts';
import { markUnknownDecorator } from './classes.ts';
import { none, str } from './native.ts';
import { noKeywords, type Frame, type Runtime } from './runtime.ts';
import { childScope } from './scopes.ts';
import type { ClassValue, FunctionValue, Scope, Value } from './value.ts';

/** A function value with its defaults evaluated now; annotations stay unevaluated. */
export function makeFunction(rt: Runtime, definition: FunctionDef | Lambda, frame: Frame): FunctionValue {
  const defaults = new Map<string, Value>();
  for (const parameter of definition.parameters) {
    if (parameter.default !== null) defaults.set(parameter.name, rt.evaluate(parameter.default, frame));
  }
  const name = definition.kind === 'Lambda' ? '<lambda>' : definition.name;
  return {
    kind: 'function',
    name,
    qualname: qualify(frame, name),
    definition,
    file: frame.file,
    module: frame.module,
    closure: frame.scope,
    ownerClass: frame.ownerClass ?? { value: null },
    defaults,
    attributes: new Map(),
  };
}

function qualify(frame: Frame, name: string): string {
  if (frame.classBody !== null) return `${frame.qualname}.${name}`;
  return frame.function === null ? name : `${frame.function.qualname}.<locals>.${name}`;
}

export function defineFunction(rt: Runtime, definition: FunctionDef, frame: Frame): Value {
  let value: Value = makeFunction(rt, definition, withTypeParameters(rt, definition, frame));
  const decorators = definition.decorators.map((decorator) => rt.evaluate(decorator, frame));
  for (const [index, decorator] of [...decorators.entries()].reverse()) {
    const node = definition.decorators[index] ?? definition;
    value = rt.call(decorator, [value], noKeywords, { file: frame.file, range: node.range });
  }
  return value.kind === 'unknown' ? { ...value, isDecorated: true } : value;
}

/** The scope of `def f[T]` and `class C[T]`, in which their type variables are names. */
function withTypeParameters(rt: Runtime, definition: FunctionDef | ClassDef, frame: Frame): Frame {
  if (definition.typeParameters === undefined) return frame;
  const site = { file: frame.file, range: definition.nameRange };
  const names = new Map<string, Value>(
    definition.typeParameters.map((name) => [name, rt.unknown(`\`${name}\` is a type variable`, site)]),
  );
  return { ...frame, scope: childScope('comprehension', frame.scope, names) };
}

export function defineClass(rt: Runtime, definition: ClassDef, outer: Frame): Value {
  const frame = withTypeParameters(rt, definition, outer);
  const site: Origin = { file: frame.file, range: definition.range };
  const bases: Value[] = [];
  for (const base of definition.bases) {
    const value = rt.evaluate(base.kind === 'Starred' ? base.value : base, frame);
    if (base.kind === 'Starred') bases.push(...(rt.iterate(value, site) ?? [value]));
    else bases.push(value);
  }
  const keywords = new Map<string, Value>();
  for (const { name, value } of definition.keywords) {
    const evaluated = rt.evaluate(value, frame);
    if (name !== null) keywords.set(name, evaluated);
    else if (evaluated.kind === 'dict') {
      for (const entry of evaluated.entries.values()) {
        if (entry.key.kind === 'str') keywords.set(entry.key.value, entry.value);
      }
    }
  }
  const decorators = definition.decorators.map((decorator) => rt.evaluate(decorator, frame));

  const owner: { value: ClassValue | null } = { value: null };
  const scope: Scope = childScope('class', frame.scope);
  const qualname = qualify(frame, definition.name);
  const docstring = docstringOf(definition);
  scope.names.set('__module__', str(frame.module));
  scope.names.set('__qualname__', str(qualname));
  if (docstring !== null) scope.names.set('__doc__', str(docstring));
  const classBody = { annotations: new Map(), memberOrigins: new Map() } as NonNullable<Frame['classBody']>;
  const bodyFrame: Frame = {
    ...frame,
    scope,
    returned: none,
    ownerClass: owner,
    classBody,
    qualname,
    isAnnotation: false,
  };
  rt.enter(site);
  try {
    rt.execute(definition.body, bodyFrame);
  } finally {
    rt.leave();
  }
  const namespace = new Map(scope.names);
  const moduleName = namespace.get('__module__');
  for (const special of ['__module__', '__qualname__', '__doc__']) namespace.delete(special);
  let value = rt.createClass(
    {
      name: definition.name,
      qualname,
      module: moduleName?.kind === 'str' ? moduleName.value : frame.module,
      bases,
      namespace,
      annotations: classBody.annotations,
      memberOrigins: classBody.memberOrigins,
      keywords,
      origin: site,
      nameOrigin: { file: frame.file, range: definition.nameRange },
      docstring,
      owner,
    },
    site,
  );
  for (const [index, decorator] of [...decorators.entries()].reverse()) {
    const node = definition.decorators[index] ?? definition;
    const decorated = rt.call(decorator, [value], noKeywords, { file: frame.file, range: node.range });
    // A decorator from a package that is not known most likely gives the class back; the class matters more.
    if (decorated.kind !== 'unknown') value = decorated;
    else if (value.kind === 'class') markUnknownDecorator(value, decorated);
  }
  return value;
}

function docstringOf(definition: ClassDef): string | null {
  const first = definition.body[0];
  if (first?.kind !== 'Expr' || first.value.kind !== 'Constant') return null;
  return first.value.value.type === 'str' ? first.value.value.value : null;
}
