import { CommandError } from './revision-errors.ts';
import * as async from './templates/async.ts';
import * as generic from './templates/generic.ts';
import { alembicIni, genericTitle, loggingIni, singleDatabase } from './templates/ini.ts';
import * as multidb from './templates/multidb.ts';
import * as pyproject from './templates/pyproject.ts';

export interface InitFiles {
  /** The configuration file. */
  readonly ini: string;
  /** The `[tool.alembic]` section of `pyproject.toml`; null for a template that has all options in the INI file. */
  readonly toml: string | null;
  /** Name in the environment's folder → text, in the order they are written. `versions/` is to be made beside them. */
  readonly environment: ReadonlyMap<string, string>;
}

/** The folder of the scripts as each configuration file names it. */
export interface InitLocations {
  readonly ini: string;
  readonly toml: string;
}

interface Template {
  readonly readme: string;
  readonly envPy: string;
  readonly scriptMako: string;
  ini(location: string): string;
  readonly toml: ((location: string) => string) | null;
}

const single = { title: genericTitle, databases: singleDatabase };
const several = { title: multidb.title, databases: multidb.databases };

const templates: ReadonlyMap<string, Template> = new Map<string, Template>([
  [
    'generic',
    {
      readme: generic.readme,
      envPy: generic.envPy,
      scriptMako: generic.scriptMako,
      ini: (at) => alembicIni(at, { ...single, gaps: [2, 1] }),
      toml: null,
    },
  ],
  [
    'async',
    {
      readme: async.readme,
      envPy: async.envPy,
      scriptMako: generic.scriptMako,
      ini: (at) => alembicIni(at, { ...single, gaps: [1, 2] }),
      toml: null,
    },
  ],
  [
    'multidb',
    {
      readme: multidb.readme,
      envPy: multidb.envPy,
      scriptMako: multidb.scriptMako,
      ini: (at) => alembicIni(at, { ...several, gaps: [1, 1] }),
      toml: null,
    },
  ],
  [
    'pyproject',
    {
      readme: pyproject.readme,
      envPy: generic.envPy,
      scriptMako: generic.scriptMako,
      ini: loggingIni,
      toml: pyproject.pyprojectToml,
    },
  ],
  [
    'pyproject_async',
    {
      envPy: async.envPy,
      scriptMako: generic.scriptMako,
      readme: pyproject.asyncReadme,
      ini: loggingIni,
      toml: pyproject.pyprojectToml,
    },
  ],
]);

/** What `alembic list_templates` tells: name and first line of the README. */
export const templateSynopses: readonly { readonly name: string; readonly description: string }[] = [
  ...templates,
].map(([name, { readme }]) => ({ name, description: readme.split('\n', 1)[0] ?? '' }));

/** What `alembic init` writes. Throws CommandError for a template that there is none of. */
export function initTemplate(name: string, locations: InitLocations): InitFiles {
  const template = templates.get(name);
  if (template === undefined) {
    throw new CommandError(`No such template ${name}; there are ${[...templates.keys()].join(', ')}`);
  }
  return {
    ini: template.ini(locations.ini),
    toml: template.toml?.(locations.toml) ?? null,
    environment: new Map([
      ['script.py.mako', template.scriptMako],
      ['README', template.readme],
      ['env.py', template.envPy],
    ]),
  };
}
