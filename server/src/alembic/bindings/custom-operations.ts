/**
 * Operations of a project's own: `Operations.register_operation`, `implementation_for` and `invoke`. Mirrors
 * `alembic.operations.base.AbstractOperations`.
 */
import type { ClassValue, InstanceValue, Interpreter, NativeCall, Value } from '../../python/eval/value.ts';
import { nativeClass, nativeFunction, nativeInstance, nativeMethod, none } from '../../python/eval/native.ts';
import { stringOf } from '../../sqlalchemy/bindings/arguments.ts';
import type { Origin } from '../../util/text-range.ts';
import { opNames } from './op.ts';
import { alembicState } from './state.ts';

/** `@Operations.register_operation("create_view")` above a class: `op.create_view(…)` calls its method of that name. */
const registerOperation = nativeFunction('register_operation', (call) => {
  const name = stringOf(call.args[0] ?? call.kwargs.get('name') ?? none);
  const source = stringOf(call.args[1] ?? call.kwargs.get('sourcename') ?? none);
  return nativeFunction('register_operation', ({ args: [cls], interpreter }) => {
    if (typeof name === 'string' && cls?.kind === 'class') {
      alembicState(interpreter).operations.set(name, { cls, method: source ?? name });
    }
    return cls ?? none;
  });
});

/** `@Operations.implementation_for(CreateViewOp)` above a function. */
const implementationFor = nativeFunction('implementation_for', (call) => {
  const cls = call.args[0] ?? call.kwargs.get('op_cls');
  return nativeFunction('implementation_for', ({ args: [fn], interpreter }) => {
    if (cls?.kind === 'class' && fn !== undefined) alembicState(interpreter).implementations.set(cls, fn);
    return fn ?? none;
  });
});

/** `operations.invoke(CreateViewOp(…))`: runs what implements it. */
function invoke(call: NativeCall, operation: Value | undefined): Value {
  const { implementations, recorder } = alembicState(call.interpreter);
  const cls = operation?.kind === 'instance' ? operation.cls : null;
  const implementing = cls?.mro.find((ancestor) => implementations.has(ancestor));
  const fn = implementing === undefined ? undefined : implementations.get(implementing);
  if (operation === undefined || fn === undefined) {
    recorder?.refuse(
      `what implements the operation${cls === null ? '' : ` ${cls.name}`} is not known`,
      call.site,
    );
    return none;
  }
  return call.interpreter.call(fn, [operationsInstance(call.site), operation], new Map(), call.site);
}

/** A name of `alembic.op` that the project registered; undefined for no such. */
export function registeredOperation(interpreter: Interpreter, name: string): Value | undefined {
  if (name === 'invoke') return nativeFunction('invoke', (call) => invoke(call, call.args[0]));
  const registered = alembicState(interpreter).operations.get(name);
  if (registered === undefined) return undefined;
  return nativeFunction(name, (call) => {
    const method = call.interpreter.getAttribute(registered.cls, registered.method, call.site);
    return call.interpreter.call(
      method,
      [operationsInstance(call.site), ...call.args],
      call.kwargs,
      call.site,
    );
  });
}

/** Whether a script's text uses something of `op` that is not Alembic's. */
export function asksForOwnOperations(text: string): boolean {
  return [...text.matchAll(/\bop\.([a-z]\w*)/g)].some(
    ([, name = '']) => name === 'invoke' || !Object.hasOwn(opNames, name),
  );
}

export const operationsClass: ClassValue = nativeClass({
  name: 'Operations',
  module: 'alembic.operations.base',
  members: {
    register_operation: registerOperation,
    implementation_for: implementationFor,
    invoke: nativeMethod('invoke', (call) => invoke(call, call.args[1])),
  },
  hooks: {
    instantiate: (cls, call) => nativeInstance(cls, null, call.site),
    getAttribute: (_self, name, { interpreter, site }) =>
      name.startsWith('__')
        ? undefined
        : (opNames[name] ??
          registeredOperation(interpreter, name) ??
          interpreter.unknown(`\`Operations.${name}\` is known only when Alembic runs`, site)),
  },
});

function operationsInstance(site: Origin): InstanceValue {
  return nativeInstance(operationsClass, null, site);
}

/** The base of a project's own operations; they make their instances themselves. */
export const migrateOperationClass: ClassValue = nativeClass({
  name: 'MigrateOperation',
  module: 'alembic.operations.ops',
});
