import { ProgressLocation, window } from 'vscode';
import type { TestConnectionResult } from '../../../server/src/protocol.ts';
import { chooseConnection } from '../connections/choose-connection.ts';
import type { Retort } from '../retort.ts';
import { ids } from '../runs/texts.ts';
import { showProblem } from '../show-problem.ts';
import { requireTrust } from '../trust.ts';

/** Connects, and says which server answers, as whom, to which database, and at which revision it is. */
export async function testConnection(retort: Retort, argument: unknown): Promise<void> {
  if (!requireTrust('connect to a database')) return;
  const chosen = await chooseConnection(retort, argument, 'Test Connection');
  if (chosen === null) return;
  const { configUri, connection } = chosen;
  const tested = await retort.connections.withPassword(
    chosen,
    (params) =>
      window.withProgress(
        { location: ProgressLocation.Notification, title: `Connecting to ${connection.label}` },
        () => retort.server.request('retort/testConnection', { configUri, connection: params }),
      ),
    (result) => (result.ok ? null : result),
  );
  if (tested === null) return;
  await retort.projects.refresh();
  const { result } = tested;
  if (result.ok) void window.showInformationMessage(testedText(connection.label, result));
  else await showProblem(retort, { message: result.message, severity: 'error', uri: null, line: null });
}

function testedText(label: string, { server, current }: TestConnectionResult): string {
  const who = server?.user === null || server === null ? '' : ` as ${server.user}`;
  const what = server === null ? label : `${server.version}${who}, database ${server.database}`;
  return `Connected to ${what}, at ${ids(current ?? [])}.`;
}
