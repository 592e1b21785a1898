/** `import` and `from … import`. */
import type { Import, ImportFrom } from '../syntax/ast.ts';
import type { Origin } from '../../util/text-range.ts';
import { assign } from './assignment.ts';
import type { Frame, Runtime } from './runtime.ts';
import type { ModuleValue, Value } from './value.ts';

function bindImported(rt: Runtime, name: string, value: Value, site: Origin, frame: Frame): void {
  assign(rt, { kind: 'Name', id: name, range: site.range }, value, frame);
  if (frame.classBody !== null && frame.scope.kind === 'class' && !frame.classBody.memberOrigins.has(name)) {
    frame.classBody.memberOrigins.set(name, site);
  }
}

/** `import a.b` binds `a`; `import a.b as c` binds the module `a.b`. */
export function execImport(rt: Runtime, statement: Import, frame: Frame): void {
  for (const { name, asName, range } of statement.names) {
    const site: Origin = { file: frame.file, range };
    const module = rt.importByName(name, site);
    const [root = name] = name.split('.');
    if (asName !== null) bindImported(rt, asName, module, site, frame);
    else bindImported(rt, root, root === name ? module : rt.importByName(root, site), site, frame);
  }
}

export function execImportFrom(rt: Runtime, statement: ImportFrom, frame: Frame): void {
  if (statement.module === '__future__' && statement.level === 0) return;
  const site: Origin = { file: frame.file, range: statement.range };
  const name = absoluteName(rt, statement, frame, site);
  const module = rt.importByName(name, site);
  for (const alias of statement.names) {
    const aliasSite: Origin = { file: frame.file, range: alias.range };
    if (alias.name === '*') {
      importAll(rt, module, aliasSite, frame);
    } else {
      const value = rt.importFrom(module, name, alias.name, aliasSite);
      bindImported(rt, alias.asName ?? alias.name, value, aliasSite, frame);
    }
  }
}

function absoluteName(rt: Runtime, statement: ImportFrom, frame: Frame, site: Origin): string {
  if (statement.level === 0) return statement.module;
  if (frame.package === null || frame.package === '') {
    return rt.raise('ImportError', 'attempted relative import with no known parent package', site);
  }
  const parts = frame.package.split('.');
  if (statement.level > parts.length) {
    return rt.raise('ImportError', 'attempted relative import beyond top-level package', site);
  }
  const base = parts.slice(0, parts.length - statement.level + 1).join('.');
  return statement.module === '' ? base : `${base}.${statement.module}`;
}

function importAll(rt: Runtime, module: Value, site: Origin, frame: Frame): void {
  if (module.kind === 'unknown') {
    // Any name that is not defined may have come from here: see how names are read.
    frame.scope.names.set('*', module);
    return;
  }
  if (module.kind !== 'module') return;
  for (const name of publicNames(rt, module, site)) {
    const value = rt.importFrom(module, module.name, name, site);
    bindImported(rt, name, value, site, frame);
  }
}

function publicNames(rt: Runtime, module: ModuleValue, site: Origin): readonly string[] {
  const all = module.namespace.get('__all__');
  rt.noteModuleRead(module, '*', all ?? module);
  const names = all === undefined ? null : rt.iterate(all, site);
  if (names === null) {
    return [...module.namespace.keys()].filter((name) => !name.startsWith('_'));
  }
  return names.flatMap((name) => (name.kind === 'str' ? [name.value] : []));
}
