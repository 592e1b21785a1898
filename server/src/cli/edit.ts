import { CommandError } from '../alembic/script/revision-errors.ts';
import { isAbsolute, join } from '../util/paths.ts';
import type { Command } from './command.ts';
import { currentHeads } from './current-heads.ts';
import type { Host } from './host.ts';
import { positionals } from './options.ts';
import { revisionData } from './revision-data.ts';

export const edit: Command = {
  name: 'edit',
  help: 'Edit revision script(s) using $EDITOR.',
  positionals: [positionals.rev],
  options: [],
  async run(context) {
    const { scriptDirectory } = context.project();
    const symbol = context.positionals[0] ?? '';
    const target = symbol === 'current' ? await currentHeads(context) : symbol;
    if (target.length === 0) throw new CommandError('No current revisions');
    const revisions = scriptDirectory.getRevisions(target);
    if (revisions.length === 0) {
      throw new CommandError(`No revision files indicated by symbol '${symbol}'`);
    }
    for (const { script } of revisions) await openInEditor(context.host, script.path);
    return { printed: [], data: revisions.map(revisionData) };
  },
};

/** Mirrors `alembic.util.open_in_editor`. */
async function openInEditor(host: Host, path: string): Promise<void> {
  const editor = findEditor(host);
  if (editor === null) {
    throw failure('No suitable editor found. Please set the "EDITOR" or "VISUAL" environment variables');
  }
  let code: number;
  try {
    code = await host.runProgram(editor, [path]);
  } catch (error) {
    throw failure(error instanceof Error ? error.message : String(error));
  }
  if (code !== 0) throw failure(`Command '['${editor}', '${path}']' returned non-zero exit status ${code}.`);
}

function failure(reason: string): CommandError {
  return new CommandError(`Error executing editor (${reason})`);
}

/** The user's choice, as a path or a name of a program; else an editor that is commonly there. Upstream: `_find_editor`. */
function findEditor({ files, environment, cwd }: Host): string | null {
  const exists = (path: string): boolean => files.version(join(cwd, path)) !== null;
  const candidates = ['sensible-editor', 'editor', 'nano', 'vim', 'code'];
  for (const [index, name] of ['EDITOR', 'VISUAL'].entries()) {
    const choice = environment[name];
    if (choice === undefined) continue;
    if (exists(choice)) return choice;
    if (!choice.includes('/')) candidates.splice(index, 0, choice);
  }
  const folders = (environment['PATH'] ?? '').split(':');
  for (const candidate of candidates) {
    for (const folder of folders) {
      const path =
        folder === '' || isAbsolute(candidate) ? candidate : `${folder.replace(/\/$/, '')}/${candidate}`;
      if (exists(path)) return path;
    }
  }
  return null;
}
