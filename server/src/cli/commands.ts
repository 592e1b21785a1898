import { branches } from './branches.ts';
import type { Command } from './command.ts';
import { current } from './current.ts';
import { heads } from './heads.ts';
import { history } from './history.ts';
import { show } from './show.ts';

/** Every subcommand, in the order of the help text. */
export const commands: readonly Command[] = [branches, current, heads, history, show];
