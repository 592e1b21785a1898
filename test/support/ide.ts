/** Opens a fixture as the editor would, and helpers that check one feature on it. */
import { expect } from 'vitest';
import { projectDiagnostics, type Diagnostic } from '../../server/src/ide/diagnostics.ts';
import type { Module } from '../../server/src/python/syntax/ast.ts';
import { LineIndex } from '../../server/src/util/line-index.ts';
import type { Project } from '../../server/src/workspace/project.ts';
import { Workspace } from '../../server/src/workspace/workspace.ts';
import { parseFixture, type Fixture } from './fixture.ts';

export interface OpenFixture extends Fixture {
  readonly workspace: Workspace;
  readonly project: Project;
  module(path: string): Module;
  text(path: string): string;
  /** Module and offset at `$0`. */
  atCursor(): { readonly module: Module; readonly offset: number };
}

export function openFixture(
  source: string,
  options: ConstructorParameters<typeof Workspace>[2] = {},
): OpenFixture {
  const fixture = parseFixture(source);
  const workspace = new Workspace(fixture.fs, ['/app'], options);
  const [project] = workspace.projects();
  if (project === undefined) throw new Error('the fixture has no alembic.ini under /app');
  const module = (path: string): Module => {
    const found = workspace.parse(path);
    if (found === null) throw new Error(`the fixture has no ${path}`);
    return found;
  };
  return {
    ...fixture,
    workspace,
    project,
    module,
    text: (path) => fixture.fs.files.get(path) ?? '',
    atCursor: () => {
      if (fixture.cursor === null) throw new Error('the fixture has no $0');
      return { module: module(fixture.cursor.file), offset: fixture.cursor.offset };
    },
  };
}

export function diagnosticsOf({
  project,
  workspace,
}: OpenFixture): ReadonlyMap<string, readonly Diagnostic[]> {
  return projectDiagnostics(project, { drift: 'warning', parse: (file) => workspace.parse(file) });
}

/** The diagnostics of the whole project are exactly those that the fixture's `# ^^^ code: message` lines say. */
export function checkDiagnostics(source: string): OpenFixture {
  const open = openFixture(source);
  const found = [...diagnosticsOf(open)].flatMap(([file, diagnostics]) => {
    const lines = new LineIndex(open.text(file));
    return diagnostics.map(({ range, code, message }) => {
      const start = lines.lineColumn(range.start);
      const end = lines.lineColumn(range.end);
      const to = end.line === start.line ? end.column : `line ${end.line - start.line}`;
      return `${file}:${start.line + 1}:${start.column}-${to} ${code}: ${message}`;
    });
  });
  const expected = open.expectations.map(
    ({ file, line, start, end, text }) => `${file}:${line + 1}:${start}-${end} ${text}`,
  );
  expect(found.sort()).toEqual(expected.sort());
  return open;
}
