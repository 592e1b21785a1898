import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { AutogenContext } from '../../../server/src/alembic/autogenerate/index.ts';
import { dialectFor } from '../../../server/src/sqlalchemy/dialects/index.ts';
import type { DialectName } from '../../../server/src/sqlalchemy/engine/dialect.ts';
import type { MetaData } from '../../../server/src/sqlalchemy/sql/schema.ts';

export interface Recorded {
  readonly versions: Readonly<Record<string, string>>;
  readonly cases: readonly RecordedCase[];
}
export interface RecordedCase {
  readonly name: string;
  readonly dialect: DialectName;
  readonly options: Readonly<Record<string, boolean | readonly string[]>>;
  /** Null: only rendered. */
  readonly before: MetaData | null;
  readonly after: MetaData;
  readonly expected: {
    readonly upgrades: string;
    readonly downgrades: string;
    readonly imports: readonly string[];
    /** Logger and message of what a comparison logged; absent where nothing was compared. */
    readonly log?: readonly (readonly [string, string])[];
  };
}

const oracle = path.resolve(import.meta.dirname, '../../oracle');

/** What `test/oracle/autogenerate/record.py` wrote. */
export const recorded = JSON.parse(
  readFileSync(path.join(oracle, 'recorded/autogenerate.json'), 'utf8'),
  (_key, value: unknown) => {
    if (typeof value !== 'object' || value === null) return value;
    if ('$bigint' in value) return BigInt(value.$bigint as string);
    return '$map' in value ? new Map(value.$map as [string, unknown][]) : value;
  },
) as Recorded;

export const requirements = readFileSync(path.join(oracle, 'requirements.txt'), 'utf8');

export function contextOf(dialect: DialectName, fields: Partial<AutogenContext> = {}): AutogenContext {
  return {
    dialect: dialectFor(dialect, 'online'),
    compareType: true,
    compareServerDefault: false,
    renderAsBatch: false,
    versionTable: 'alembic_version',
    versionTableSchema: null,
    sqlalchemyModulePrefix: 'sa.',
    alembicModulePrefix: 'op.',
    userModulePrefix: null,
    fromHistory: true,
    ...fields,
  };
}
