import { join } from '../../util/paths.ts';
import type { ScriptFiles } from './script-files.ts';

/**
 * The folder that `package.sub:folder` names: the package is looked for in `roots`, and in a `src` folder of each, as an
 * import would find it. Mirrors `alembic.util.coerce_resource_to_filename`.
 */
export function findResource(
  files: ScriptFiles,
  resource: string,
  roots: readonly string[],
): { readonly folder: string } | { readonly problem: string } {
  const [name = '', ...tokens] = resource.split(':');
  const relative = name.replaceAll('.', '/');
  const places = [...new Set(roots.flatMap((root) => [root, join(root, 'src')]))];
  // A folder without `__init__.py` is a package only where there is no better one.
  const packages = places.map((root) => join(root, relative)).filter((folder) => exists(files, folder));
  const found = packages.find((folder) => hasInit(files, folder)) ?? packages[0];
  if (found !== undefined) return { folder: tokens.reduce(join, found) };
  return { problem: `no package '${name}' is in ${places.join(', ')}; add its folder to prepend_sys_path` };
}

function hasInit(files: ScriptFiles, folder: string): boolean {
  return files.readDirectory(folder).some(({ name }) => name === '__init__.py');
}

function exists(files: ScriptFiles, folder: string): boolean {
  return files.readDirectory(folder).length > 0;
}
