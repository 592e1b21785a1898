/** Mirrors `alembic.autogenerate.compare.server_defaults`. */
import { autoincrementColumn } from '../../../sqlalchemy/sql/autoincrement.ts';
import type { Column, Computed, Identity, Table } from '../../../sqlalchemy/sql/schema.ts';
import { takesPart, warn, type Comparison } from './comparison.ts';
import type { ColumnChange } from './types.ts';

/** The subgroup `server_default` of upstream's comparators, in its order: each may end it. */
export function compareServerDefault(
  comparison: Comparison,
  tables: { readonly current: Table; readonly target: Table },
  current: Column,
  target: Column,
): ColumnChange {
  if (!takesPart(comparison, 'defaults')) return {};
  const { target: table } = tables;
  const [now, wanted] = [current.serverDefault, target.serverDefault];
  if (now === null && wanted === null) return autoincrementChange(table, target);
  const existing: ColumnChange = { existingServerDefault: now };
  const changed: ColumnChange = { ...existing, modifyServerDefault: wanted };
  if (!comparison.autogen.compareServerDefault) return existing;
  const rendered = { current: defaultText(comparison, current), target: defaultText(comparison, target) };
  const asked = comparison.autogen.filters?.compareServerDefault(
    { table: tables.current, item: current, isModel: false },
    { table, item: target, isModel: true },
    rendered,
  );
  if (typeof asked === 'boolean') return asked ? changed : existing;
  if (asked !== undefined && asked !== null) {
    comparison.autogen.report?.(asked);
    return existing;
  }
  if (now?.kind === 'computed' || wanted?.kind === 'computed') {
    compareComputed(comparison, table, target, now, wanted);
    return existing;
  }
  if (now?.kind === 'identity' || wanted?.kind === 'identity') {
    const identity = compareIdentity(comparison, now, wanted, current);
    const change: ColumnChange = identity.isAlter ? changed : existing;
    return identity.isAlter && identity.isDifferent
      ? change
      : { ...change, ...autoincrementChange(table, target) };
  }
  const before = { ...existing, ...autoincrementChange(table, target) };
  // What the database alone knows is not compared.
  if (wanted?.kind === 'fetched') return before;
  const isSerial = target.primaryKey && isAutoincrement(table, target);
  if (isSerial && comparison.impl.ignoresSerialDefault) return before;
  return defaultsDiffer(comparison, table, { current, target }, rendered)
    ? { ...before, modifyServerDefault: wanted }
    : before;
}

/** Upstream `_render_server_default_for_compare`: a plain string as it is. */
function defaultText(comparison: Comparison, column: Column): string | null {
  const { serverDefault } = column;
  if (serverDefault?.kind !== 'default') return null;
  const { arg } = serverDefault;
  if (arg.type === 'str') return arg.value;
  if (arg.clause.kind === 'text') return arg.clause.text.replaceAll(/\\:/g, ':');
  return comparison.autogen.dialect.sqlCompiler.process(arg.clause, { includeTable: true });
}

function defaultsDiffer(
  comparison: Comparison,
  table: Table,
  { current, target }: { readonly current: Column; readonly target: Column },
  rendered: { readonly current: string | null; readonly target: string | null },
): boolean {
  const { autogen, impl } = comparison;
  const { sameDefaults } = impl.reflection;
  if (autogen.fromHistory || sameDefaults === null) {
    const normalized = (column: Column, text: string | null): string | null => {
      const { serverDefault } = column;
      if (text === null || serverDefault?.kind !== 'default') return null;
      const isQuoted = impl.quotesComparedDefaults && serverDefault.arg.type === 'str';
      const sql = isQuoted ? autogen.dialect.sqlCompiler.renderServerDefault(serverDefault, column) : text;
      return impl.normalizeServerDefault(sql, target);
    };
    return normalized(current, rendered.current) !== normalized(target, rendered.target);
  }
  // Upstream takes the cast from the database's text before it looks.
  const shown = rendered.current ?? '';
  const text = /^nextval\('.+?'::regclass\)/.test(shown)
    ? shown.replaceAll('::regclass', '')
    : rendered.current;
  if (text === rendered.target) return false;
  const wanted = target.serverDefault;
  if (text === null || rendered.target === null || wanted?.kind !== 'default') return true;
  const condition = sameDefaults({ current: text, wanted, column: current }, autogen.dialect);
  const question = { condition, table: table.name, column: target.name, origin: target.origin };
  // Not asked yet: the answer decides in the comparison after this one.
  return autogen.holds?.(question) === false;
}

/** Upstream `_setup_autoincrement`. */
function autoincrementChange(table: Table, target: Column): ColumnChange {
  if (isAutoincrement(table, target) || target.autoincrement === true) return { modifyAutoincrement: true };
  return target.autoincrement === false ? { modifyAutoincrement: false } : {};
}

function isAutoincrement(table: Table, column: Column): boolean {
  try {
    return autoincrementColumn(table)?.name === column.name;
  } catch {
    // Two columns marked autoincrement: told where the table is compiled.
    return false;
  }
}

/** A generated column cannot be altered: upstream only warns, and so does this. */
function compareComputed(
  comparison: Comparison,
  table: Table,
  target: Column,
  now: Column['serverDefault'],
  wanted: Column['serverDefault'],
): void {
  const text = (value: Column['serverDefault']): string =>
    value?.kind === 'computed' ? computedText(comparison, value) : '';
  if (wanted?.kind === 'computed' && text(now) === text(wanted)) return;
  const message = `Computed default on ${table.name}.${target.name} cannot be modified`;
  warn(comparison, 'computed-not-modified', message, target.origin);
}

/** Upstream `_normalize_computed_default`. */
function computedText(comparison: Comparison, computed: Computed): string {
  const sql = comparison.autogen.dialect.sqlCompiler.process(computed.sqltext, { includeTable: false });
  return sql.replaceAll(/[ ()'"`[\]\t\r\n]/g, '').toLowerCase();
}

const identityDefaults: Identity['options'] = {};

/** Upstream `_compare_identity_default`: options that only the database states are differences, unknown ones are not. */
function compareIdentity(
  comparison: Comparison,
  now: Column['serverDefault'],
  wanted: Column['serverDefault'],
  current: Column,
): { readonly isDifferent: boolean; readonly isAlter: boolean } {
  const [before, after] = [now, wanted].map((value) => (value?.kind === 'identity' ? value : null));
  const names = new Set([...Object.keys(before?.options ?? {}), ...Object.keys(after?.options ?? {})]);
  const different = new Set<string>();
  for (const name of names) {
    const [was, is] = [before?.options[name] ?? null, after?.options[name] ?? null];
    if (String(was) !== String(is) && is !== (identityDefaults[name] ?? null)) different.add(name);
  }
  if ((before?.always ?? false) !== (after?.always ?? false)) different.add('always');
  for (const name of comparison.impl.identityAttrsIgnore) different.delete(name);
  const appeared = (before === null) !== (after === null);
  const isOwn =
    after === null && different.size === 0 && current.primaryKey && !comparison.impl.ignoresSerialDefault;
  return {
    isDifferent: different.size > 0,
    isAlter: (different.size > 0 || appeared) && !(appeared && isOwn),
  };
}
