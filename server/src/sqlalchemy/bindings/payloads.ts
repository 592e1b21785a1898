import { BuiltinPayload } from '../../python/eval/containers.ts';
import { str } from '../../python/eval/native.ts';
import type { NativeCall, Value } from '../../python/eval/value.ts';
import type { Origin } from '../../util/text-range.ts';
import type { TableBuilder } from '../orm/builders.ts';
import type { Table } from '../sql/schema.ts';
import type { TypeEngine } from '../sql/types.ts';

/** `conv("name")` / `op.f("name")`: final, no naming convention applies. `quoted_name` is a plain name. Both are strings to evaluated code. */
export class Conv extends BuiltinPayload {
  readonly text: string;
  readonly isFinal: boolean;
  /** `quoted_name("…", True)` */
  readonly isQuoted: boolean;

  constructor(text: string, isFinal: boolean, isQuoted = false) {
    super(str(text));
    this.text = text;
    this.isFinal = isFinal;
    this.isQuoted = isQuoted;
  }
}

type NativeSite = Pick<NativeCall, 'interpreter' | 'site'>;

/**
 * What `op.get_bind()` gives, as far as schema objects use it: `Enum.create(bind)`. The migration bindings implement
 * it by recording.
 */
export interface Bind {
  readonly isBind: true;
  typeDdl(kind: 'create_enum' | 'drop_enum', type: TypeEngine, checkfirst: boolean, site: Origin): void;
  /** `table.create(bind)` and `table.drop(bind)`. */
  tableDdl(
    kind: 'create_table' | 'drop_table',
    table: TableBuilder,
    checkfirst: boolean,
    call: NativeCall,
  ): void;
  /**
   * `Table(…, autoload_with=bind)` and `metadata.reflect(bind)`: the table as the database has it, NoSuchTableError where it has
   * none; null where no database answers, which is refused.
   */
  reflectTable(name: string, schema: string | null, call: NativeSite): Table | null;
  tableNames(schema: string | null, call: NativeSite): readonly string[] | null;
  /** Null where the database answers; else refuses what needs its answer, and says why. */
  needsRun(what: string, site: Origin): string | null;
  refuse(reason: string, site: Origin): void;
  /** `inspect(bind)`. */
  inspector(call: NativeCall): Value;
}

export function isBind(payload: unknown): payload is Bind {
  return typeof payload === 'object' && payload !== null && 'isBind' in payload;
}
