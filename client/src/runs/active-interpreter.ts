import { extensions, Uri } from 'vscode';

/** The part of the Python extension's API that is used: https://github.com/microsoft/vscode-python/wiki/Python-Environment-APIs */
interface PythonApi {
  readonly environments: {
    getActiveEnvironmentPath(resource?: Uri): { readonly path: string };
    resolveEnvironment(environment: {
      readonly path: string;
    }): Promise<{ readonly executable: { readonly uri: Uri | undefined } } | undefined>;
  };
}

/** The interpreter that the user chose in the Python extension for a project; null without that extension or a choice. */
export async function activeInterpreter(configUri: string): Promise<string | null> {
  const extension = extensions.getExtension<PythonApi>('ms-python.python');
  if (extension === undefined) return null;
  try {
    const { environments } = await extension.activate();
    const active = environments.getActiveEnvironmentPath(Uri.parse(configUri));
    const resolved = await environments.resolveEnvironment(active);
    return resolved?.executable.uri?.fsPath ?? null;
  } catch {
    // Another version of the extension, or one that failed: the project's virtual environment is looked for instead.
    return null;
  }
}
