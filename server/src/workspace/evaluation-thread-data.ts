import type { ConfigPaths } from '../alembic/script/config.ts';
import type { DialectName } from '../sqlalchemy/engine/dialect.ts';

/** What a thread that evaluates revisions while they run needs to open the project anew. Holds no password. */
export interface EvaluationThreadData {
  readonly configPath: string;
  /** Where the configuration is not the file alone. */
  readonly configPaths: ConfigPaths | null;
  readonly section: string;
  readonly xArguments: readonly string[];
  readonly tag: string | null;
  /** Whether the variables of the process are those that the project runs with. */
  readonly knowsVariables: boolean;
  readonly cwd: string | null;
  readonly dialect: DialectName;
  /** Texts of documents that are open in an editor, over the disk's. */
  readonly documents: ReadonlyMap<string, string>;
}
