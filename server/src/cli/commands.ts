import { branches } from './branches.ts';
import { check } from './check.ts';
import type { Command } from './command.ts';
import { current } from './current.ts';
import { downgrade } from './downgrade.ts';
import { edit } from './edit.ts';
import { ensureVersion } from './ensure-version.ts';
import { heads } from './heads.ts';
import { history } from './history.ts';
import { init } from './init.ts';
import { listTemplates } from './list-templates.ts';
import { merge } from './merge.ts';
import { revision } from './revision.ts';
import { schema } from './schema.ts';
import { show } from './show.ts';
import { stamp } from './stamp.ts';
import { upgrade } from './upgrade.ts';

/** Every subcommand, in the order of the help text. */
export const commands: readonly Command[] = [
  branches,
  check,
  current,
  downgrade,
  edit,
  ensureVersion,
  heads,
  history,
  init,
  listTemplates,
  merge,
  revision,
  schema,
  show,
  stamp,
  upgrade,
];
