import { singleOps, type RevisionOps, type SingleOp } from '../alembic/autogenerate/index.ts';
import { columnsOf, tableOf } from './operation-scope.ts';

const longest = 60;
const atMost = 3;

/** What the user might have typed as `-m`: `add phone to users`, `create orders and teams`, `alter users`. */
export function suggestMessage(ops: RevisionOps): string {
  const flat = singleOps(ops);
  const main = flat.filter((op) => !comesAlong(op, flat));
  const phrases = [...groups(main).values()].map(phrase);
  const tables = [...new Set(main.map((op) => tableOf(op) ?? ''))].filter((table) => table !== '');
  const candidates = [
    phrases.length === 0 || phrases.length > 2 ? null : phrases.join(' and '),
    tables.length === 0 || tables.length > atMost ? null : `alter ${list(tables)}`,
    'model changes',
  ];
  return candidates.find((text) => text !== null && text.length <= longest) ?? 'model changes';
}

/** An index or a constraint beside what makes or takes away its columns goes without saying. */
function comesAlong(op: SingleOp, all: readonly SingleOp[]): boolean {
  if (!['create_index', 'drop_index', 'add_constraint', 'drop_constraint'].includes(op.kind)) return false;
  const columns = columnsOf(op);
  return all.some((other) => {
    if (tableOf(other) !== tableOf(op)) return false;
    if (other.kind === 'create_table' || other.kind === 'drop_table') return true;
    const isColumn = other.kind === 'add_column' || other.kind === 'drop_column';
    return isColumn && columnsOf(other).some((column) => columns.includes(column));
  });
}

/** Operations that one phrase can say: of one kind, and of one table where the phrase names columns. */
function groups(ops: readonly SingleOp[]): ReadonlyMap<string, readonly SingleOp[]> {
  const found = new Map<string, SingleOp[]>();
  for (const op of ops) {
    const isTable = op.kind === 'create_table' || op.kind === 'drop_table';
    const key = op.kind === 'change' ? op.title : isTable ? op.kind : `${op.kind} ${tableOf(op) ?? ''}`;
    found.set(key, [...(found.get(key) ?? []), op]);
  }
  return found;
}

function phrase(ops: readonly SingleOp[]): string {
  const [first] = ops;
  if (first === undefined) return '';
  const table = tableOf(first) ?? '';
  const columns = [...new Set(ops.flatMap(columnsOf))];
  const what = columns.length === 0 ? table : columns.map((column) => `${table}.${column}`).join(' and ');
  const counted = columns.length > atMost ? `${String(columns.length)} columns` : list(columns);
  switch (first.kind) {
    case 'change':
      return first.title;
    case 'create_table':
      return `create ${tables(ops)}`;
    case 'drop_table':
      return `drop ${tables(ops)}`;
    case 'add_column':
      return `add ${counted} to ${table}`;
    case 'drop_column':
      return `drop ${counted} from ${table}`;
    case 'create_index':
      return `index ${what}`;
    case 'drop_index':
      return `drop ${ops.length === 1 ? 'index' : 'indexes'} of ${what}`;
    case 'add_constraint':
      return `constrain ${what}`;
    case 'drop_constraint':
      return `drop ${ops.length === 1 ? 'constraint' : 'constraints'} of ${what}`;
    case 'create_table_comment':
    case 'drop_table_comment':
      return `comment ${table}`;
    default:
      return `alter ${what}`;
  }
}

function tables(ops: readonly SingleOp[]): string {
  const names = ops.map((op) => tableOf(op) ?? '');
  return names.length > atMost ? `${String(names.length)} tables` : list(names);
}

/** `a`, `a and b`, `a, b and c`. */
function list(names: readonly string[]): string {
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}
