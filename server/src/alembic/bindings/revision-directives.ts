/** `process_revision_directives` of env.py: what it makes of a new revision. */
import {
  bool,
  list,
  nativeClass,
  nativeFunction,
  nativeInstance,
  nativeMethod,
  none,
  str,
  tuple,
} from '../../python/eval/native.ts';
import type { ClassValue, InstanceValue, Interpreter, NativeCall, Value } from '../../python/eval/value.ts';
import type { Origin } from '../../util/text-range.ts';
import { alembicState } from './state.ts';

/** The fields of a `MigrationScript` that a callable may change. */
export interface RevisionDirective {
  readonly revisionId: string;
  readonly message: string | null;
  readonly head: string | readonly string[] | null;
  readonly splice: boolean;
  readonly branchLabel: string | null;
  readonly dependsOn: readonly string[];
}

export interface DirectiveRequest {
  readonly directive: RevisionDirective;
  /** Nothing is to be done in `upgrade()`. */
  readonly isEmpty: boolean;
  readonly autogenerate: boolean;
  /** Of the script directory. */
  readonly heads: readonly string[];
}

/** `null`: no revision is to be written; a refusal: why that cannot be known. */
export type DirectiveAnswer = RevisionDirective | null | { readonly refusal: string };

/** What the operations of a revision show of themselves; anything else is noted, and the answer is then not known. */
class Operations {
  readonly isEmpty: boolean;
  readonly touched: string[];

  constructor(isEmpty: boolean, touched: string[]) {
    this.isEmpty = isEmpty;
    this.touched = touched;
  }
}

function operationsOf(value: Value | undefined): Operations | null {
  return value?.kind === 'instance' && value.payload instanceof Operations ? value.payload : null;
}

/** A class of which only what is set may be looked at. */
function watchedClass(name: string, members: Readonly<Record<string, Value>>): ClassValue {
  return nativeClass({
    name,
    module: 'alembic.operations.ops',
    members,
    hooks: {
      getAttribute: (self, attribute, call) => {
        if (attribute.startsWith('__')) return undefined;
        operationsOf(self)?.touched.push(`it looks at \`${name}.${attribute}\``);
        return call.interpreter.unknown(`\`${name}.${attribute}\` is not followed`, call.site);
      },
    },
  });
}

const operationsClass = watchedClass('UpgradeOps', {
  is_empty: nativeMethod('is_empty', (call) => bool(operationsOf(call.args[0])?.isEmpty ?? false)),
});
const scriptClass = watchedClass('MigrationScript', {});

/** Calls `process_revision_directives(context, revision, directives)`. The caller has renewed the interpreter. */
export function askDirectives(
  interpreter: Interpreter,
  fn: Value,
  context: Value,
  request: DirectiveRequest,
  site: Origin,
): DirectiveAnswer {
  const { directive, isEmpty, autogenerate, heads } = request;
  const touched: string[] = [];
  const operations = new Operations(isEmpty, touched);
  const script = nativeInstance(scriptClass, operations, site);
  const given = new Map<string, Value>([
    ['rev_id', str(directive.revisionId)],
    ['message', optional(directive.message)],
    ['head', headValue(directive.head)],
    ['splice', bool(directive.splice)],
    ['branch_label', optional(directive.branchLabel)],
    ['depends_on', directive.dependsOn.length === 0 ? none : list(directive.dependsOn.map(str))],
    ['upgrade_ops', nativeInstance(operationsClass, operations, site)],
    ['downgrade_ops', nativeInstance(operationsClass, operations, site)],
  ]);
  for (const [name, value] of given) script.attributes.set(name, value);
  const directives = list([script]);
  const state = alembicState(interpreter);
  state.command = { heads, autogenerate };
  const outcome = interpreter.run(fn, [context, tuple(heads.map(str)), directives], new Map(), site);
  state.command = null;
  if (!outcome.ok) return { refusal: outcome.problem.message };
  const [first] = touched;
  if (first !== undefined) return { refusal: first };
  if (directives.items.length === 0) return null;
  if (directives.items.length > 1 || directives.items[0] !== script) {
    return { refusal: 'it makes several revisions' };
  }
  const changed = [...script.attributes].filter(([name, value]) => given.get(name) !== value);
  const other = changed.find(([name]) => !readable.has(name));
  if (other !== undefined) return { refusal: `it changes \`${other[0]}\` of the new revision` };
  return readDirective(script, directive);
}

const readable = new Set(['rev_id', 'message', 'head', 'splice', 'branch_label', 'depends_on']);

function readDirective({ attributes }: InstanceValue, before: RevisionDirective): DirectiveAnswer {
  for (const [name, value] of attributes) {
    if (value.kind === 'unknown') return { refusal: `\`${name}\` is not known: ${value.reason}` };
  }
  const revisionId = texts(attributes.get('rev_id'));
  const message = texts(attributes.get('message'));
  const branchLabel = texts(attributes.get('branch_label'));
  const head = texts(attributes.get('head'));
  const dependsOn = texts(attributes.get('depends_on'));
  const splice = attributes.get('splice');
  if (
    typeof revisionId !== 'string' ||
    (message !== null && typeof message !== 'string') ||
    (branchLabel !== null && typeof branchLabel !== 'string') ||
    head === undefined ||
    dependsOn === undefined ||
    splice?.kind !== 'bool'
  ) {
    return { refusal: 'it gives the new revision what is no text' };
  }
  return {
    ...before,
    revisionId,
    message,
    branchLabel,
    head,
    dependsOn: typeof dependsOn === 'string' ? [dependsOn] : (dependsOn ?? []),
    splice: splice.value,
  };
}

/** Undefined for what is neither None nor text. */
function texts(value: Value | undefined): string | readonly string[] | null | undefined {
  if (value?.kind === 'str') return value.value;
  if (value?.kind === 'none') return null;
  if (value?.kind !== 'list' && value?.kind !== 'tuple') return undefined;
  const items = value.items.map((item) => (item.kind === 'str' ? item.value : null));
  return items.every((item) => item !== null) ? items : undefined;
}

function headValue(head: string | readonly string[] | null): Value {
  if (head === null) return str('head');
  return typeof head === 'string' ? str(head) : tuple(head.map(str));
}

function optional(text: string | null): Value {
  return text === null ? none : str(text);
}

/** `ScriptDirectory.from_config(config)`, for numbers of revisions: it knows the heads while a revision is made. */
export const scriptDirectoryClass: ClassValue = nativeClass({
  name: 'ScriptDirectory',
  module: 'alembic.script.base',
  members: {
    from_config: nativeFunction('from_config', (call) =>
      nativeInstance(scriptDirectoryClass, null, call.site),
    ),
    get_heads: nativeMethod('get_heads', (call) => {
      const heads = headsOf(call);
      return heads === null ? unknownHeads(call) : list(heads.map(str));
    }),
    get_current_head: nativeMethod('get_current_head', (call) => {
      const heads = headsOf(call);
      const [head, ...others] = heads ?? [];
      if (heads === null || others.length > 0) return unknownHeads(call);
      return optional(head ?? null);
    }),
  },
  hooks: {
    instantiate: (cls, call) => nativeInstance(cls, null, call.site),
    getAttribute: (_self, name, call) =>
      name.startsWith('__')
        ? undefined
        : call.interpreter.unknown(`\`ScriptDirectory.${name}\` is known only when Alembic runs`, call.site),
  },
});

function headsOf({ interpreter }: NativeCall): readonly string[] | null {
  return alembicState(interpreter).command?.heads ?? null;
}

function unknownHeads(call: NativeCall): Value {
  return call.interpreter.unknown(
    'the heads of the script directory are known only when Alembic runs',
    call.site,
  );
}
