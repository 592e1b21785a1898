/** What a test does with operations, as ours compiles them: one context for each `op_fixture`. */
import { offlineSyntax } from '../../../server/src/alembic/ddl/version-table.ts';
import { Recorder } from '../../../server/src/alembic/bindings/recorder.ts';
import type { MigrateOperation } from '../../../server/src/alembic/ops/operations.ts';
import { OperationCompiler } from '../../../server/src/alembic/runtime/operation-compiler.ts';
import { dialectFor, isDialectName } from '../../../server/src/sqlalchemy/dialects/index.ts';
import type { Dialect, DialectName } from '../../../server/src/sqlalchemy/engine/dialect.ts';
import type { NamingConvention } from '../../../server/src/sqlalchemy/sql/schema.ts';

/** What one operation wrote, or why it could not. */
export interface OurEvent {
  readonly op: string;
  readonly statements: readonly string[];
  readonly error: string | null;
  /** How many things before it could not be followed. */
  readonly doubts: number;
}

export interface FixtureOptions {
  /** As SQLAlchemy's URLs name it: `postgresql+psycopg2`. */
  readonly dialect: string;
  readonly asSql: boolean;
  readonly literalBinds: boolean;
  readonly namingConvention: NamingConvention | null;
  /** The fixture takes native booleans from the dialect, so that CHECKs come with them. */
  readonly nativeBoolean: boolean | null;
  /** How many things the test did so far that could not be followed. */
  readonly doubts: () => number;
}

/** Compiles each operation when the test makes it, so that errors have their place among them. */
export class OurContext extends Recorder {
  readonly options: FixtureOptions;
  readonly events: OurEvent[] = [];
  readonly #compiler: OperationCompiler | null;
  readonly #dialectName: DialectName;
  #depth = 0;

  constructor(options: FixtureOptions) {
    const [name = 'default'] = options.dialect.split('+');
    const { namingConvention } = options;
    super({
      dialectName: name,
      offline: options.asSql,
      mainOptions: new Map(),
      ...(namingConvention === null ? {} : { namingConvention }),
    });
    this.options = options;
    this.#dialectName = isDialectName(name) ? name : 'default';
    this.#compiler = isDialectName(name)
      ? new OperationCompiler(dialectOf(name, options), {
          asSql: options.asSql,
          literalBinds: options.literalBinds,
          namingConvention,
        })
      : null;
  }

  override beginBlock(): void {
    this.#depth += 1;
    super.beginBlock();
  }

  override endBlock(): readonly MigrateOperation[] {
    this.#depth -= 1;
    return super.endBlock();
  }

  override record(operation: MigrateOperation): null {
    super.record(operation);
    if (this.#depth === 0) this.events.push(this.#compile(operation));
    return null;
  }

  /** A test expected an error, and the evaluation raised it before there was an operation. */
  raised(message: string): void {
    this.events.push({ op: 'raise', statements: [], error: message, doubts: this.options.doubts() });
  }

  #compile(operation: MigrateOperation): OurEvent {
    const op = operation.kind;
    const doubts = this.options.doubts() + this.refusals.length;
    if (this.#compiler === null)
      return { op, statements: [], error: `no dialect ${this.options.dialect}`, doubts };
    try {
      const statements = this.#compiler.compile(operation, null).flatMap(({ sql }) => this.#written(sql));
      return { op, statements, error: null, doubts };
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      return { op, statements: [], error: error.message, doubts };
    }
  }

  /** What reaches the fixture's buffer: the statement, or the pieces of a script. Mirrors `DefaultImpl._exec`. */
  #written(sql: string): readonly string[] {
    if (!this.options.asSql) return [sql];
    const { terminator, batchSeparator } = offlineSyntax(dialectFor(this.#dialectName));
    const text = `${sql.replaceAll('\t', '    ').trim()}${terminator}\n\n`;
    return batchSeparator === null ? [text] : [text, `${batchSeparator}\n\n`];
  }
}

function dialectOf(name: DialectName, { asSql, nativeBoolean }: FixtureOptions): Dialect {
  const dialect = dialectFor(name, asSql ? 'offline' : 'online');
  if (nativeBoolean !== false) return dialect;
  const ddlCompiler = Object.create(dialect.ddlCompiler, {
    shouldCreate: { value: () => true },
  }) as Dialect['ddlCompiler'];
  return { ...dialect, supportsNativeBoolean: false, ddlCompiler };
}
