/** Diagnoses one file of models in a project around it. */
import { projectDiagnostics } from '../../server/src/ide/diagnostics.ts';
import { LineIndex } from '../../server/src/util/line-index.ts';
import { Workspace } from '../../server/src/workspace/workspace.ts';
import { parseFixture } from '../support/fixture.ts';
import { MemoryFileSystem } from '../support/memory-file-system.ts';
import { paths, shop } from '../support/shop.ts';

/** `line:column-line:column severity code: message` of all but hints, counted from one; those of models.py. */
export function diagnose(models: string): readonly string[] {
  const files = { ...Object.fromEntries(parseFixture(shop).fs.files), [paths.models]: models };
  const workspace = new Workspace(new MemoryFileSystem(files), ['/app']);
  const [project] = workspace.projects();
  if (project === undefined) throw new Error('no project');
  const found = projectDiagnostics(project, { drift: 'off', parse: (file) => workspace.parse(file) });
  const lines = new LineIndex(models);
  const at = (offset: number): string => {
    const { line, column } = lines.lineColumn(offset);
    return `${(line + 1).toString()}:${(column + 1).toString()}`;
  };
  return (found.get(paths.models) ?? [])
    .filter(({ severity }) => severity !== 'hint')
    .map(
      ({ range, severity, code, message }) =>
        `${at(range.start)}-${at(range.end)} ${severity} ${code}: ${message}`,
    );
}
