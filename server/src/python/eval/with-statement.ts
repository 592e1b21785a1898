/** `with`. */
import type { With } from '../syntax/ast.ts';
import type { Origin } from '../../util/text-range.ts';
import { computedFrom } from './alternatives.ts';
import { assign } from './assignment.ts';
import { lookup } from './classes.ts';
import { awaited } from './coroutines.ts';
import { PythonException } from './errors.ts';
import { none } from './native.ts';
import { noKeywords, type Completion, type Frame, type Runtime } from './runtime.ts';
import type { Value } from './value.ts';

/**
 * Runs the items from `index` on, then the body. A context manager made of a generator function
 * (`contextlib.contextmanager`) has `__with__`: a callback that runs the body in the middle of the generator.
 */
export function executeWith(rt: Runtime, statement: With, index: number, frame: Frame): Completion {
  const item = statement.items[index];
  if (item === undefined) return rt.execute(statement.body, frame);
  const site: Origin = { file: frame.file, range: item.context.range };
  const manager = rt.evaluate(item.context, frame);
  const inside = (entered: Value): Completion => {
    if (item.target !== null) assign(rt, item.target, entered, frame);
    return executeWith(rt, statement, index + 1, frame);
  };
  if (manager.kind === 'unknown') {
    rt.unknownUse(site, manager.reason, 'statement');
    return inside(computedFrom(manager));
  }
  const around = manager.kind === 'instance' ? lookup(manager.cls, '__with__') : undefined;
  if (around !== undefined) return runAround(rt, around, manager, inside, site);
  const prefix = statement.isAsync ? '__a' : '__';
  const cls = manager.kind === 'instance' ? manager.cls : rt.typeOf(manager);
  const enter = lookup(cls, `${prefix}enter__`);
  const exit = lookup(cls, `${prefix}exit__`);
  if (enter === undefined || exit === undefined) {
    const entered = rt.findAttribute(manager, `${prefix}enter__`, site);
    if (entered?.kind === 'unknown') return inside(computedFrom(entered));
    return rt.raise('TypeError', `'${cls.name}' object does not support the context manager protocol`, site);
  }
  const entered = awaited(rt, rt.call(enter, [manager], noKeywords, site), site);
  let completion: Completion;
  // A manager of the project's own may swallow what is raised inside, as an `except` would.
  const guards = exit.kind === 'function' ? 1 : 0;
  rt.guards += guards;
  try {
    completion = inside(entered);
    rt.guards -= guards;
  } catch (error) {
    rt.guards -= guards;
    if (!(error instanceof PythonException)) throw error;
    const failed = [manager, error.instance.cls, error.instance, none];
    const swallow = awaited(rt, rt.call(exit, failed, noKeywords, site), site);
    if (rt.isTrue(swallow, site) === true) return 'normal';
    throw error;
  }
  awaited(rt, rt.call(exit, [manager, none, none, none], noKeywords, site), site);
  return completion;
}

function runAround(
  rt: Runtime,
  around: Value,
  manager: Value,
  inside: (entered: Value) => Completion,
  site: Origin,
): Completion {
  let completion: Completion = 'normal';
  const body: Value = {
    kind: 'native-function',
    name: 'body',
    isMethod: false,
    call: ({ args: [entered] }) => {
      completion = inside(entered ?? none);
      return none;
    },
  };
  rt.call(around, [manager, body], noKeywords, site);
  return completion;
}
