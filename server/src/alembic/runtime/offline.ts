import { dialectFor } from '../../sqlalchemy/dialects/index.ts';
import type { Dialect } from '../../sqlalchemy/engine/dialect.ts';
import { offlineSyntax, VersionTableStatements, type OfflineSyntax } from '../ddl/version-table.ts';
import type { BatchAlterTableOp, MigrateOperation } from '../ops/operations.ts';
import type { RevisionMap } from '../script/revision-map.ts';
import { compileStatements } from './environment-statements.ts';
import { OperationCompiler } from './operation-compiler.ts';
import { HeadMaintainer } from './head-maintainer.ts';
import { isTransactionalDdl, type Evaluate, type MigrationContextOptions } from './migration-context.ts';
import { shortLog, type MigrationStep } from './migration-step.ts';
import { revisionGraph } from './revision-graph.ts';
import { asRunError, RefusedError, type RunError } from './run-error.ts';

export interface OfflineOptions {
  readonly dialect: Dialect;
  readonly revisionMap: RevisionMap;
  readonly steps: readonly MigrationStep[];
  /** Where the script starts: the `a` of `a:b`; empty for base. */
  readonly startingHeads: readonly string[];
  readonly evaluate: Evaluate;
  readonly configure: MigrationContextOptions;
  /**
   * For showing what an online run will do: a batch operation that rebuilds a table known only to the database becomes
   * a comment, where `--sql` has to give up.
   */
  readonly preview?: boolean;
  /** Revisions of a preview that are not evaluated at all. */
  readonly inPython?: ReadonlySet<string>;
}

export interface OfflineResult {
  /** What `alembic … --sql` prints on stdout; when `error` is set, what it had printed when it stopped. */
  readonly sql: string;
  /** The text of each step alone, in order, as far as it came. */
  readonly steps: readonly { readonly step: MigrationStep; readonly sql: string }[];
  readonly error: RunError | null;
}

/** The text of `alembic upgrade|downgrade|stamp --sql`. Never throws. Mirrors `MigrationContext.run_migrations`. */
export function compileOffline(options: OfflineOptions): OfflineResult {
  const { doublesPercents = false } = options.configure;
  const dialect = doublesPercents
    ? dialectFor(options.dialect.name, 'offline', { doublesPercents })
    : options.dialect;
  return new OfflineRun({ ...options, dialect }).run();
}

class OfflineRun {
  readonly #options: OfflineOptions;
  readonly #transactional: boolean;
  readonly #syntax: OfflineSyntax;
  readonly #compiler: OperationCompiler;
  /** In pieces: the text of a step cut out of the whole would copy, and keep, all that was written before it. */
  readonly #pieces: string[] = [];

  constructor(options: OfflineOptions) {
    this.#options = options;
    this.#transactional = isTransactionalDdl(options.dialect, options.configure);
    this.#syntax = offlineSyntax(options.dialect, options.configure.batchSeparator ?? null);
    this.#compiler = new OperationCompiler(options.dialect, { ...options.configure, asSql: true });
  }

  run(): OfflineResult {
    const { configure, steps } = this.#options;
    const done: { step: MigrationStep; sql: string }[] = [];
    const perStep = this.#transactional && configure.transactionPerMigration;
    const perRun = this.#transactional && !perStep;
    let at: MigrationStep | null = null;
    try {
      const versions = new VersionTableStatements(this.#options.dialect, {
        name: configure.versionTable,
        schema: configure.versionTableSchema,
      });
      const heads = new HeadMaintainer({
        heads: this.#options.startingHeads,
        graph: revisionGraph(this.#options.revisionMap),
        statements: versions,
        tableName: configure.versionTable,
      });
      const { before = [], within = [] } = configure.environment ?? {};
      for (const sql of compileStatements(this.#options.dialect, before, true)) this.#execute(sql);
      if (perRun) this.#output(this.#syntax.begin);
      for (const sql of compileStatements(this.#options.dialect, within, true)) this.#execute(sql);
      for (const step of steps) {
        at = step;
        const start = this.#pieces.length;
        if (perStep) this.#output(this.#syntax.begin);
        this.#step(step, heads, versions);
        if (perStep) this.#commit();
        done.push({ step, sql: this.#pieces.slice(start).join('') });
      }
      if (perRun) this.#commit();
      return { sql: this.#pieces.join(''), steps: done, error: null };
    } catch (error) {
      return { sql: this.#pieces.join(''), steps: done, error: asRunError(error, at) };
    }
  }

  #step(step: MigrationStep, heads: HeadMaintainer, versions: VersionTableStatements): void {
    if (heads.heads.length === 0) this.#execute(versions.create);
    this.#output(`-- Running ${shortLog(step)}`);
    if (step.kind === 'revision') {
      const { operations, refusals } = this.#options.evaluate(step.script, step.direction);
      const [first] = refusals;
      if (this.#options.inPython?.has(step.script.revision) === true) {
        this.#output('-- This revision runs with the project’s own Python: its SQL is known while it runs');
      } else if (this.#options.preview === true && first?.needsRun === true) {
        this.#output(`-- The SQL of this revision is known while it runs: it ${first.message}`);
      } else {
        if (first !== undefined) throw new RefusedError(step, refusals);
        this.#operations(operations);
      }
    }
    for (const statement of heads.updateToStep(step)) this.#execute(statement.sql);
  }

  #operations(operations: readonly MigrateOperation[]): void {
    for (const operation of operations) {
      if (operation.kind === 'autocommit_block') {
        if (this.#transactional) this.#commit();
        this.#operations(operation.ops);
        if (this.#transactional) this.#output(this.#syntax.begin);
        continue;
      }
      if (this.#options.preview === true && this.#needsTable(operation)) {
        this.#output(`-- ${rebuildNote(operation)}`);
        continue;
      }
      for (const statement of this.#compiler.compile(operation, null)) this.#execute(statement.sql);
    }
  }

  #needsTable(operation: MigrateOperation): operation is BatchAlterTableOp {
    return (
      operation.kind === 'batch_alter_table' &&
      operation.copyFrom === null &&
      this.#compiler.recreates(operation)
    );
  }

  /** Mirrors `DefaultImpl._exec` in its `as_sql` branch. */
  #execute(sql: string): void {
    this.#output(sql.replaceAll('\t', '    ').trim() + this.#syntax.terminator);
    this.#separate();
  }

  #commit(): void {
    this.#output(this.#syntax.commit);
    this.#separate();
  }

  #separate(): void {
    if (this.#syntax.batchSeparator !== null) this.#output(this.#syntax.batchSeparator);
  }

  #output(text: string): void {
    this.#pieces.push(text, '\n\n');
  }
}

function rebuildNote({ table, ops }: BatchAlterTableOp): string {
  const changes = ops.map((op) =>
    'column' in op && typeof op.column === 'string' ? `${op.kind} ${op.column}` : op.kind,
  );
  return `Table ${table} is rebuilt from what the database has, and its rows are copied: ${changes.join(', ')}`;
}
