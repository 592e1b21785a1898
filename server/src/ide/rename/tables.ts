/** Where a table is named in one module. */
import type { Module } from '../../python/syntax/ast.ts';
import { tableKey, type Table } from '../../sqlalchemy/sql/schema.ts';
import { rangeContains } from '../../util/text-range.ts';
import { originIn } from '../schema-at.ts';
import { innerRange, replacedIn, word, type TextEdit } from './text-edits.ts';
import { calledName, walk } from './walk.ts';

/** The definition, `"users.id"` of foreign keys, and the strings of relationships. */
export function tableEdits(module: Module, table: Table, to: string): readonly TextEdit[] {
  const edits: TextEdit[] = [];
  const key = tableKey(table.name, table.schema);
  const defined = originIn(table.nameOrigin, module.file);
  walk(module, (node, ancestors) => {
    if (node.kind !== 'Constant' || node.value.type !== 'str') return;
    const { value } = node.value;
    if (defined !== null && rangeContains(defined, node.range.start) && value === table.name) {
      edits.push({ range: innerRange(module, node), text: to });
      return;
    }
    const names = ancestors.map((each) => calledName(each) ?? '');
    const inner = names.findLast((name) => name !== '') ?? '';
    if (inner === 'ForeignKey' || inner === 'ForeignKeyConstraint') {
      if (value !== key && !value.startsWith(`${key}.`)) return;
      const { start } = innerRange(module, node);
      const end = start + key.length;
      edits.push({ range: { start: end - table.name.length, end }, text: to });
    } else if (inner === 'relationship' || inner === 'backref') {
      const isSecondary = value === key;
      if (isSecondary) edits.push({ range: innerRange(module, node), text: to });
      else edits.push(...replacedIn(module, node, new RegExp(`${word(table.name)}(?=\\.)`, 'gu'), to));
    }
  });
  return edits;
}
