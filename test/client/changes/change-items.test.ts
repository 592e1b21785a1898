import { expect, it } from 'vitest';
import { changeItems, type ChangeItem } from '../../../client/src/changes/change-items.ts';
import type { ChangeInfo } from '../../../server/src/protocol.ts';

function change(id: string, over: Partial<ChangeInfo> = {}): ChangeInfo {
  return {
    id,
    kind: 'add_column',
    table: 'users',
    column: null,
    text: id,
    destructive: null,
    certain: true,
    ignored: false,
    uri: 'file:///app/models.py',
    line: 3,
    ...over,
  };
}
const shown = ({ label, description, checked, context, children }: ChangeItem): unknown => [
  label,
  description,
  checked,
  context,
  ...(children.length === 0 ? [] : [children.map(shown)]),
];

it('has questions, then tables with their changes, then what is ignored', () => {
  const changes = [
    change('Add column phone'),
    change('Drop column name', { kind: 'drop_column', destructive: 'The values of users.name are lost.' }),
    change('Create table, 2 columns', { kind: 'create_table', table: 'orders', certain: false }),
    change('Drop table', { kind: 'drop_table', table: 'log', destructive: 'Rows are lost.', ignored: true }),
  ];
  const questions = [
    {
      id: 'q',
      text: 'Was it renamed?',
      table: 'users',
      from: 'name',
      to: 'full_name',
      uri: null,
      line: null,
    },
  ];
  expect(changeItems({ changes, questions }, new Set(['Add column phone'])).map(shown)).toEqual([
    ['name → full_name?', 'users, renamed?', null, 'question'],
    [
      'users',
      '1 of 2',
      false,
      'table',
      [
        ['Add column phone', '', false, 'change'],
        ['Drop column name', 'loses data', true, 'change destructive'],
      ],
    ],
    ['orders', '1 of 1', true, 'table', [['Create table, 2 columns', 'not certain', true, 'change']]],
    ['Ignored', '1', null, 'group', [['Drop table', 'log', null, 'ignored']]],
  ]);
});

it('marks a table that loses data, and shows no group for nothing', () => {
  const [table] = changeItems({ changes: [change('x', { destructive: 'Lost.' })], questions: [] }, new Set());
  expect(table?.icon.color).toBe('list.errorForeground');
  expect(table?.children[0]?.icon).toEqual({ name: 'warning', color: 'list.errorForeground' });
  expect(changeItems({ changes: [], questions: [] }, new Set())).toEqual([]);
});
