import type { MetaData } from '../../../sqlalchemy/sql/schema.ts';
import { autogenImplFor } from '../impl/index.ts';
import type { AutogenContext, RevisionOps, UpgradeOps } from '../context.ts';
import { compareConstraints } from './constraints/index.ts';
import { withCheckedEnums } from './enums/checked.ts';
import { compareNativeEnums } from './enums/native.ts';
import type { BeyondOptions } from './options.ts';
import type { Answers, Question } from './questions.ts';
import { compareRenames } from './renames/index.ts';

export interface BeyondInput {
  readonly current: MetaData;
  readonly target: readonly MetaData[];
  readonly answers: Answers;
  /** Whether the values of an enum in `current` are not certain. */
  readonly isUncertainType: (name: string) => boolean;
  /** Major version of the server; null where it is not known. */
  readonly serverVersion: number | null;
}
export interface BeyondComparison {
  readonly ops: RevisionOps;
  /** Open ones. */
  readonly questions: readonly Question[];
  /** What the operations after the renames start from. */
  readonly current: MetaData;
}

/** What upstream's comparison found, with what it does not see. Renames and enums stand first. */
export function compareBeyond(
  found: UpgradeOps,
  input: BeyondInput,
  autogen: AutogenContext,
  options: BeyondOptions,
): BeyondComparison {
  const { answers, target } = input;
  const renamed = options.renames
    ? compareRenames(found, input, autogen, answers)
    : { ops: found, questions: [], current: input.current };
  const sides = { current: renamed.current, target };
  const comparison = { autogen, impl: autogenImplFor(autogen.dialect) };
  const enums = options.enums
    ? compareNativeEnums(sides, autogen.dialect, answers, {
        isUncertain: input.isUncertainType,
        serverVersion: input.serverVersion,
      })
    : { changes: [], questions: [] };
  // Renames come first in the list, so that everything after them finds the new names.
  const firstOther = renamed.ops.findIndex((op) => op.kind !== 'change');
  const at = firstOther < 0 ? renamed.ops.length : firstOther;
  const rest = renamed.ops.slice(at);
  const others = options.enums ? withCheckedEnums(rest, sides, autogen.dialect) : rest;
  return {
    ops: [
      ...renamed.ops.slice(0, at),
      ...enums.changes,
      ...others,
      ...(options.constraints ? compareConstraints(others, sides, comparison) : []),
    ],
    questions: [...renamed.questions, ...enums.questions],
    current: renamed.current,
  };
}
