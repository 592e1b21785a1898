/** `asyncio`: nothing is concurrent here, so a coroutine runs when it is waited for. */
import { awaited } from '../coroutines.ts';
import { list, nativeClass, nativeFunction, nativeInstance, nativeMethod, none } from '../native.ts';
import { runtimeOf } from '../runtime.ts';
import type { NativeCall, Value } from '../value.ts';
import { functionsOf, moduleOf, runTimeOnly } from './support.ts';

const nowhere = { file: '', range: { start: 0, end: 0 } };
const wait = (call: NativeCall, value: Value = none): Value => awaited(runtimeOf(call), value, call.site);

const loopClass = nativeClass({
  name: 'AbstractEventLoop',
  module: 'asyncio',
  members: {
    run_until_complete: nativeMethod('run_until_complete', (call) => wait(call, call.args[1])),
    close: nativeMethod('close', () => none),
    is_running: nativeMethod('is_running', () => ({ kind: 'bool', value: false })),
    is_closed: nativeMethod('is_closed', () => ({ kind: 'bool', value: false })),
  },
  hooks: {
    getAttribute: (_self, name, call) =>
      name.startsWith('__')
        ? undefined
        : call.interpreter.unknown(`what \`loop.${name}\` gives is known only at run time`, call.site),
  },
});
const loop = nativeInstance(loopClass, null, nowhere);

export const asyncioModule = moduleOf({
  ...functionsOf({
    run: (call) => wait(call, call.args[0] ?? call.kwargs.get('main')),
    gather: (call) => list(call.args.map((value) => wait(call, value))),
    sleep: () => none,
    get_event_loop: () => loop,
    new_event_loop: () => loop,
    set_event_loop: () => none,
    set_event_loop_policy: () => none,
    get_running_loop: (call) => call.interpreter.raise('RuntimeError', 'no running event loop', call.site),
  }),
  AbstractEventLoop: loopClass,
  WindowsSelectorEventLoopPolicy: nativeFunction('WindowsSelectorEventLoopPolicy', () => none),
  ...runTimeOnly('asyncio', ['create_task', 'current_task', 'wait_for', 'to_thread', 'Lock', 'Queue']),
});
