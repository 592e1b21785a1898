import { parseEnv } from 'node:util';
import { Uri, workspace } from 'vscode';
import { environmentConnections, type EnvironmentConnection } from './environment.ts';

/**
 * The database URLs in the `.env` files of a project's folder and of its workspace folder, then in VS Code's own environment.
 * Called only after the user agreed, and never in Restricted Mode.
 */
export async function readEnvironment(configUri: string): Promise<readonly EnvironmentConnection[]> {
  if (!workspace.isTrusted) return [];
  const config = Uri.parse(configUri);
  const folders = [Uri.joinPath(config, '..'), workspace.getWorkspaceFolder(config)?.uri];
  const files = new Set(
    folders.flatMap((folder) => (folder === undefined ? [] : [`${folder.toString()}/.env`])),
  );
  const found: EnvironmentConnection[] = [];
  for (const file of files) {
    try {
      const bytes = await workspace.fs.readFile(Uri.parse(file));
      found.push(...environmentConnections(parseEnv(new TextDecoder().decode(bytes)), '.env'));
    } catch {
      // Most projects have none.
    }
  }
  found.push(...environmentConnections(process.env, 'environment'));
  return found;
}
