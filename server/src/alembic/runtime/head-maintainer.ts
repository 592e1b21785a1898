import type { VersionTableStatements } from '../ddl/version-table.ts';
import {
  versionChanges,
  type MigrationStep,
  type RevisionGraph,
  type VersionChange,
} from './migration-step.ts';

/** A change of the version table as a statement; `check` is the complaint when it does not match exactly one row. */
export interface VersionStatement {
  readonly sql: string;
  /** Given the rows found; null where any number will do (an insert). */
  readonly complaint: ((found: number) => string) | null;
}

/** Keeps the heads in step with what has run. Mirrors `alembic.runtime.migration.HeadMaintainer`. */
export class HeadMaintainer {
  readonly #heads: Set<string>;
  readonly #graph: RevisionGraph;
  readonly #statements: VersionTableStatements;
  readonly #tableName: string;

  constructor(options: {
    heads: Iterable<string>;
    graph: RevisionGraph;
    statements: VersionTableStatements;
    tableName: string;
  }) {
    this.#heads = new Set(options.heads);
    this.#graph = options.graph;
    this.#statements = options.statements;
    this.#tableName = options.tableName;
  }

  get heads(): readonly string[] {
    return [...this.#heads];
  }

  /** The statements of the step; the heads are past it afterwards. Throws Error for a step that does not fit the heads. */
  updateToStep(step: MigrationStep): VersionStatement[] {
    return versionChanges(step, this.#heads, this.#graph).map((change) => this.#apply(change));
  }

  #apply(change: VersionChange): VersionStatement {
    switch (change.kind) {
      case 'insert':
        this.#heads.add(change.version);
        return { sql: this.#statements.insert(change.version), complaint: null };
      case 'delete':
        this.#remove(change.version);
        return {
          sql: this.#statements.delete(change.version),
          complaint: (found) =>
            `Online migration expected to match one row when deleting '${change.version}' in '${this.#tableName}'; ${String(found)} found`,
        };
      case 'update':
        this.#remove(change.from);
        this.#heads.add(change.to);
        return {
          sql: this.#statements.update(change.from, change.to),
          complaint: (found) =>
            `Online migration expected to match one row when updating '${change.from}' to '${change.to}' in '${this.#tableName}'; ${String(found)} found`,
        };
    }
  }

  #remove(version: string): void {
    if (!this.#heads.delete(version)) {
      throw new Error(`the version table does not hold '${version}', which the step starts from`);
    }
  }
}
