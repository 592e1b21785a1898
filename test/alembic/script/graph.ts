import { RevisionMap } from '../../../server/src/alembic/script/revision-map.ts';
import { ScriptDirectory } from '../../../server/src/alembic/script/script-directory.ts';
import type { Script } from '../../../server/src/alembic/script/script.ts';

/**
 * A graph from lines such as `c: a, b [label] (d)`: revision `c` merges `a` and `b`, has the branch label `label` and
 * depends on `d`.
 */
export function scriptsOf(text: string): readonly Script[] {
  return text
    .trim()
    .split('\n')
    .map((line) => {
      const match = /^\s*([^:\s]+):([^[(]*)(?:\[([^\]]*)\])?\s*(?:\(([^)]*)\))?/.exec(line)!;
      const list = (part: string | undefined): string[] =>
        (part ?? '')
          .split(',')
          .map((each) => each.trim())
          .filter((each) => each !== '');
      const path = `/versions/${match[1]!}.py`;
      const origin = { file: path, range: { start: 1, end: 2 } };
      return {
        revision: match[1]!,
        downRevisions: list(match[2]),
        branchLabels: list(match[3]),
        dependsOn: list(match[4]),
        longDoc: `title of ${match[1]!}\n\nrest`,
        doc: `title of ${match[1]!}`,
        path,
        revisionOrigin: origin,
        downRevisionOrigin: { file: path, range: { start: 3, end: 4 } },
      };
    });
}

export function graph(text: string): RevisionMap {
  return new RevisionMap(scriptsOf(text));
}

export function directory(text: string): ScriptDirectory {
  return new ScriptDirectory(
    {
      dir: '/env',
      writtenDir: '/env',
      versionLocations: ['/versions'],
      explicitVersionLocations: false,
      recursive: false,
      sourceless: false,
      outputEncoding: 'utf-8',
      fileTemplate: '%(rev)s_%(slug)s',
      truncateSlugLength: 40,
      timezone: null,
      prependSysPath: [],
      problems: [],
    },
    scriptsOf(text),
    [],
  );
}
