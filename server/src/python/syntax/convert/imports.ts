/** `import` and `from … import`. */
import type { Node } from 'web-tree-sitter';
import type { ImportAlias, Statement } from '../ast.ts';
import { errorStatement, type ConversionContext } from './context.ts';

export function importNames(context: ConversionContext, node: Node): ImportAlias[] {
  const result: ImportAlias[] = [];
  let afterImport = false;
  for (const child of node.children) {
    const range = context.range(child);
    if (child.type === 'import') afterImport = true;
    else if (!afterImport) continue;
    else if (child.type === 'dotted_name') result.push({ name: dotted(context, child), asName: null, range });
    else if (child.type === 'wildcard_import') result.push({ name: '*', asName: null, range });
    else if (child.type === 'aliased_import') {
      const name = child.childForFieldName('name');
      const alias = child.childForFieldName('alias');
      if (name === null || alias === null) continue;
      result.push({ name: dotted(context, name), asName: context.source(alias), range });
    }
  }
  return result;
}

function dotted(context: ConversionContext, node: Node): string {
  return context.source(node).replaceAll(/\s|\\/g, '');
}

export function convertImportFrom(context: ConversionContext, node: Node): Statement {
  const moduleNode = node.childForFieldName('module_name');
  const source = moduleNode === null ? '' : dotted(context, moduleNode);
  const level = /^\.*/.exec(source)?.[0].length ?? 0;
  const names = importNames(context, node);
  const range = context.range(node);
  if (names.length === 0) return errorStatement(context, node, 'invalid syntax: expected a name to import');
  const last = context.children(node).at(-1);
  if (last?.type === ',') {
    context.error(context.range(last), 'trailing comma not allowed without surrounding parentheses');
  }
  return { kind: 'ImportFrom', module: source.slice(level), level, names, range };
}
