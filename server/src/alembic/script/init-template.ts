import { CommandError } from './revision-errors.ts';
import { alembicIni, envPy, readme, scriptMako } from './templates/generic.ts';

export interface InitFiles {
  /** The configuration file. */
  readonly ini: string;
  /** Name in the environment's folder → text, in the order they are written. `versions/` is to be made beside them. */
  readonly environment: ReadonlyMap<string, string>;
}

const unsupported = ['async', 'multidb', 'pyproject', 'pyproject_async'];

/** What `alembic init` writes. `scriptLocation` is the folder as `alembic.ini` names it. Throws CommandError. */
export function initTemplate(template: string, scriptLocation: string): InitFiles {
  if (template !== 'generic') {
    throw new CommandError(
      unsupported.includes(template)
        ? `Retort does not write the template '${template}' yet; use 'generic', or run "alembic init --template ${template}"`
        : `No such template ${template}; there is 'generic'`,
    );
  }
  return {
    ini: alembicIni(scriptLocation),
    environment: new Map([
      ['script.py.mako', scriptMako],
      ['README', readme],
      ['env.py', envPy],
    ]),
  };
}
