/** `file:` URIs and the engine's absolute paths with `/`. */
import { fileURLToPath, pathToFileURL } from 'node:url';

/** Null for what is not a file on this machine (`untitled:`, a virtual workspace). */
export function uriToPath(uri: string): string | null {
  if (!uri.startsWith('file:')) return null;
  try {
    const path = fileURLToPath(uri).replaceAll('\\', '/');
    // VS Code writes drive letters small, other tools large: one spelling inside.
    return path.replace(/^[A-Z]:/, (drive) => drive.toLowerCase());
  } catch {
    return null;
  }
}

export function pathToUri(path: string): string {
  return pathToFileURL(path).href;
}
