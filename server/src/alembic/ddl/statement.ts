import type { Origin } from '../../util/text-range.ts';
import type { SqlValue } from '../../sqlalchemy/engine/connection.ts';

/**
 * One compiled SQL statement, without terminator, and the operation's place in the script. The text is what SQLAlchemy
 * compiles, newlines around it and tabs within included; a printed script strips and expands it (`DefaultImpl._exec`).
 */
export interface Statement {
  readonly sql: string;
  readonly parameters?: readonly SqlValue[];
  readonly origin: Origin | null;
  /** Runs outside the transaction (`autocommit_block`). */
  readonly autocommit?: boolean;
}
