/** `try`. */
import type { ExceptHandler, Try } from '../syntax/ast.ts';
import type { Origin } from '../../util/text-range.ts';
import { isSubclass } from './classes.ts';
import { PythonException } from './errors.ts';
import type { Completion, Frame, Runtime } from './runtime.ts';
import type { Value } from './value.ts';

export function executeTry(rt: Runtime, statement: Try, frame: Frame): Completion {
  let completion: Completion;
  try {
    completion = guarded(rt, statement, frame);
  } catch (error) {
    // A spent budget is no Python exception: `finally` does not see it.
    if (!(error instanceof PythonException) || statement.finalbody.length === 0) throw error;
    const ending = rt.execute(statement.finalbody, frame);
    if (ending === 'normal') throw error;
    return ending;
  }
  if (statement.finalbody.length === 0) return completion;
  const { returned } = frame;
  const ending = rt.execute(statement.finalbody, frame);
  if (ending !== 'normal') return ending;
  frame.returned = returned;
  return completion;
}

function guarded(rt: Runtime, statement: Try, frame: Frame): Completion {
  let completion: Completion;
  const guards = statement.handlers.length === 0 ? 0 : 1;
  rt.guards += guards;
  try {
    completion = rt.execute(statement.body, frame);
    rt.guards -= guards;
  } catch (error) {
    rt.guards -= guards;
    if (!(error instanceof PythonException)) throw error;
    for (const handler of statement.handlers) {
      if (matches(rt, handler, error, frame)) return handle(rt, handler, error, frame);
    }
    throw error;
  }
  return completion === 'normal' ? rt.execute(statement.orelse, frame) : completion;
}

function matches(rt: Runtime, handler: ExceptHandler, error: PythonException, frame: Frame): boolean {
  if (handler.type === null) return true;
  const site: Origin = { file: frame.file, range: handler.type.range };
  return matchesType(rt, rt.evaluate(handler.type, frame), error, site);
}

function matchesType(rt: Runtime, type: Value, error: PythonException, site: Origin): boolean {
  if (type.kind === 'tuple') return type.items.some((item) => matchesType(rt, item, error, site));
  if (type.kind === 'class') return isSubclass(error.instance.cls, type);
  if (type.kind === 'unknown') rt.unknownUse(site, type.reason, 'condition');
  return false;
}

function handle(rt: Runtime, handler: ExceptHandler, error: PythonException, frame: Frame): Completion {
  const outer = frame.handling;
  frame.handling = error;
  if (handler.name !== null) frame.scope.names.set(handler.name, error.instance);
  try {
    return rt.execute(handler.body, frame);
  } finally {
    frame.handling = outer;
    if (handler.name !== null) frame.scope.names.delete(handler.name);
  }
}
