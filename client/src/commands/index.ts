import { commands, window, type Disposable } from 'vscode';
import { messageOf } from '../projects.ts';
import type { Retort } from '../retort.ts';
import { addConnection } from './add-connection.ts';
import { autogenerate } from './autogenerate.ts';
import { check } from './check.ts';
import { current } from './current.ts';
import { downgradeOne } from './downgrade-one.ts';
import { downgrade } from './downgrade.ts';
import { history } from './history.ts';
import { init } from './init.ts';
import { markConnection } from './mark-connection.ts';
import { mergeHeads } from './merge-heads.ts';
import { newRevision } from './new-revision.ts';
import { copyRevisionId, openFile, openRevision } from './open-revision.ts';
import { answerRename, ignoreChange } from './pending-change.ts';
import { quickMenu } from './quick-menu.ts';
import { removeConnection } from './remove-connection.ts';
import { runToRevision } from './run-to-revision.ts';
import { selectConnection } from './select-connection.ts';
import { showSql } from './show-sql.ts';
import { stamp } from './stamp.ts';
import { testConnection } from './test-connection.ts';
import { upgradeToHead } from './upgrade-to-head.ts';
import { upgrade } from './upgrade.ts';

/** What a command does with its argument: nothing from the palette, else as arguments.ts tells. */
type Command = (retort: Retort, argument: unknown) => Promise<void>;

/** Every command of package.json. */
const commandTable: Readonly<Record<string, Command>> = {
  'retort.init': init,
  'retort.newRevision': newRevision,
  'retort.autogenerate': autogenerate,
  'retort.writeRevision': autogenerate,
  'retort.ignoreChange': ignoreChange(true),
  'retort.unignoreChange': ignoreChange(false),
  'retort.answerYes': answerRename(true),
  'retort.answerNo': answerRename(false),
  'retort.upgradeToHead': upgradeToHead,
  'retort.upgrade': upgrade,
  'retort.upgradeTo': runToRevision('upgrade'),
  'retort.downgradeOne': downgradeOne,
  'retort.downgrade': downgrade,
  'retort.downgradeTo': runToRevision('downgrade'),
  'retort.showSql': showSql,
  'retort.current': current,
  'retort.history': history,
  'retort.stamp': stamp,
  'retort.mergeHeads': mergeHeads,
  'retort.check': check,
  'retort.selectConnection': selectConnection,
  'retort.addConnection': addConnection,
  'retort.removeConnection': removeConnection,
  'retort.testConnection': testConnection,
  'retort.markConnection': markConnection,
  'retort.refresh': (retort) => retort.projects.refresh(),
  'retort.openRevision': openRevision,
  'retort.openFile': openFile,
  'retort.copyRevisionId': copyRevisionId,
  'retort.quickMenu': quickMenu,
  'retort.showLog': (retort) => {
    retort.log.show();
    return Promise.resolve();
  },
};

/** Registers them all. What a command throws is logged and shown once. */
export function registerCommands(retort: Retort): readonly Disposable[] {
  return Object.entries(commandTable).map(([id, command]) =>
    commands.registerCommand(id, async (argument: unknown) => {
      try {
        await command(retort, argument);
      } catch (error) {
        const message = messageOf(error);
        retort.log.error(`${id}: ${message}`);
        void window.showErrorMessage(`Retort: ${message}`);
      }
    }),
  );
}
