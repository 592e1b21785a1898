/** What Flask-Migrate does around Alembic: it knows where the scripts are, and the `flask` command the application. */
import type { Config } from '../alembic/script/config.ts';
import type { EntryPoint } from '../python/eval/value.ts';
import { dirname } from '../util/paths.ts';
import type { FileSystem } from './file-system.ts';

/** An alembic.ini beside an env.py of Flask-Migrate's has no script_location: that package sets it to the folder. */
export function withScriptLocation(fs: FileSystem, config: Config): Config {
  if (config.getAlembicOption('script_location') !== null) return config;
  const folder = dirname(config.path);
  if (!/\bcurrent_app\b/.test(fs.readFile(`${folder}/env.py`) ?? '')) return config;
  return {
    path: config.path,
    iniPath: config.iniPath,
    tomlPath: config.tomlPath,
    section: config.section,
    getMainOption: (name) => (name === 'script_location' ? folder : config.getMainOption(name)),
    getAlembicOption: (name) => (name === 'script_location' ? folder : config.getAlembicOption(name)),
    getAlembicBoolean: (name) => config.getAlembicBoolean(name),
    getTomlList: (name) => config.getTomlList(name),
    hooks: config.hooks,
    sectionNames: config.sectionNames,
    getSection: (name) => config.getSection(name),
    lineOf: (name) => config.lineOf(name),
    originOf: (name) => config.originOf(name),
    mainOptions: new Map([...config.mainOptions, ['script_location', folder]]),
    problems: config.problems,
  };
}

const skipped = /^(?:tests?|test_.*|conftest|setup|docs|migrations|venv|env|node_modules)$/;

/**
 * Where the `flask` command would find the application: `FLASK_APP` of `.flaskenv` or `.env`, then `wsgi` and `app`;
 * after these, as guesses, modules beside them that make an application. Upstream: `flask.cli.ScriptInfo.load_app`.
 */
export function flaskEntryPoints(fs: FileSystem, roots: readonly string[]): readonly EntryPoint[] {
  const points: EntryPoint[] = [];
  const add = (module: string, attribute: string | null, isGuess: boolean): void => {
    if (points.every((point) => point.module !== module)) points.push({ module, attribute, isGuess });
  };
  for (const root of roots) {
    for (const file of ['.env', '.flaskenv']) {
      const match = /^\s*(?:export\s+)?FLASK_APP\s*=\s*["']?([^"'\s#]+)/m.exec(
        fs.readFile(`${root}/${file}`) ?? '',
      );
      if (match?.[1] === undefined) continue;
      const [path = '', attribute = null] = match[1].split(':', 2);
      add(path.replace(/\.py$/, '').replace(/^\.\//, '').replaceAll('/', '.'), attribute, false);
    }
  }
  const entries = roots.map((root) => ({ root, entries: fs.readDirectory(root) }));
  for (const name of ['wsgi', 'app']) {
    if (entries.some(({ root }) => sourceOf(fs, root, name) !== null)) add(name, null, false);
  }
  for (const { root, entries: found } of entries) {
    for (const entry of found) {
      const name = entry.name.replace(/\.py$/, '');
      if (!/^\w+$/.test(name) || skipped.test(name) || (entry.kind === 'file' && name === entry.name))
        continue;
      if (/\bFlask\(|\bcreate_app\(/.test(sourceOf(fs, root, name) ?? '')) add(name, null, true);
    }
  }
  return points;
}

function sourceOf(fs: FileSystem, root: string, name: string): string | null {
  return fs.readFile(`${root}/${name}/__init__.py`) ?? fs.readFile(`${root}/${name}.py`);
}
