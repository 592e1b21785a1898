/** Mirrors `alembic.ddl.postgresql.PostgresqlImpl`. */
import type { AlterColumnOp, RenameTableOp } from '../ops/operations.ts';
import { textOption } from '../../sqlalchemy/sql/dialect-options.ts';
import { CompileError } from '../../sqlalchemy/sql/errors.ts';
import type { Identity, Table } from '../../sqlalchemy/sql/schema.ts';
import { enumOf } from '../../sqlalchemy/sql/type-compiler.ts';
import { resolveType } from '../../sqlalchemy/sql/type-resolution.ts';
import type { EnumType, TypeEngine } from '../../sqlalchemy/sql/types.ts';
import type { ColumnAddress } from './alter-elements.ts';
import { alterColumn, alterTable, formatTableName, formatType } from './alter-elements.ts';
import { OperationError } from './errors.ts';
import type { ImplContext } from './impl.ts';
import { DefaultImpl } from './impl.ts';

export class PostgresqlImpl extends DefaultImpl {
  /** An enum type comes before the first table of the run that uses it; ALTER never makes one. */
  override createTable(table: Table, ifNotExists: boolean, context: ImplContext): string[] {
    const types = table.columns.flatMap((column) => {
      const type = this.enumBehind(column.type, table.schema);
      if (type === null || !type.createType) return [];
      const key = JSON.stringify([type.schema, type.name]);
      if (context.createdEnums.has(key)) return [];
      context.createdEnums.add(key);
      return [this.createType(type)];
    });
    return [...types, ...super.createTable(table, ifNotExists, context)];
  }

  override renameTable(operation: RenameTableOp): string[] {
    const alter = alterTable(this.dialect, operation.table, operation.schema);
    return [`${alter} RENAME TO ${formatTableName(this.dialect, operation.newTable, null)}`];
  }

  /** The type first, so that what follows meets it. */
  override alterColumn(operation: AlterColumnOp): string[] {
    const using = textOption(operation.dialectOptions, 'postgresql_using');
    const { modifyType, ...rest } = operation;
    if (modifyType === undefined) {
      if (using === null) return super.alterColumn(operation);
      throw new OperationError('postgresql_using must be used with the type_ parameter');
    }
    const type = formatType(this.dialect, modifyType, operation);
    const head = `${alterColumn(this.dialect, operation)} TYPE ${type} `;
    return [using === null ? head : `${head}USING ${using}`, ...super.alterColumn(rest)];
  }

  /**
   * Offline upstream never looks whether the type is there; online it does for `checkfirst`, which one statement does
   * here in the server.
   */
  override createEnum(written: TypeEngine, checkfirst: boolean, context: ImplContext): string[] {
    const type = this.enumBehind(written, null);
    if (type === null) return [];
    const create = this.createType(type);
    if (!checkfirst || context.asSql) return [create];
    return [`DO $retort$ BEGIN\n${create};\nEXCEPTION WHEN duplicate_object THEN NULL;\nEND $retort$`];
  }

  override dropEnum(written: TypeEngine, checkfirst: boolean, context: ImplContext): string[] {
    const type = this.enumBehind(written, null);
    if (type === null) return [];
    return [`DROP TYPE ${checkfirst && !context.asSql ? 'IF EXISTS ' : ''}${this.typeName(type)}`];
  }

  protected override columnComment(at: ColumnAddress, comment: string | null): string {
    const { identifierPreparer, sqlCompiler } = this.dialect;
    const name = `${formatTableName(this.dialect, at.table, at.schema)}.${identifierPreparer.quote(at.column)}`;
    return `COMMENT ON COLUMN ${name} IS ${comment === null ? 'NULL' : sqlCompiler.renderComment(comment)}`;
  }

  protected override identityDefault(
    at: ColumnAddress,
    identity: Identity | null,
    operation: AlterColumnOp,
  ): string {
    const { ddlCompiler } = this.dialect;
    const head = `${alterColumn(this.dialect, at)} `;
    const existing = operation.existingServerDefault;
    if (identity === null) return `${head}DROP IDENTITY`;
    if (existing === null) return `${head}ADD ${ddlCompiler.identity(identity)}`;
    const before = existing?.kind === 'identity' ? existing : null;
    const changes = identityChanges(identity, before).map((attribute) =>
      attribute === 'always'
        ? `SET GENERATED ${identity.always ? 'ALWAYS' : 'BY DEFAULT'} `
        : `SET ${ddlCompiler.identityOptions({ [attribute]: identity.options[attribute] ?? null })} `,
    );
    return head + changes.join('');
  }

  private createType(type: NativeEnum): string {
    const values = type.enums.map((value) => this.dialect.sqlCompiler.renderString(value));
    return `CREATE TYPE ${this.typeName(type)} AS ENUM (${values.join(', ')})`;
  }

  private typeName(type: NativeEnum): string {
    if (type.name === null) throw new CompileError('PostgreSQL ENUM type requires a name.');
    return this.dialect.typeCompiler.process(type, { table: null, column: null });
  }

  /** The native enum that a column's type is or holds; null for none. */
  private enumBehind(written: TypeEngine, tableSchema: string | null): NativeEnum | null {
    const type = resolveType(written, this.dialect.name);
    if (type.kind === 'ARRAY') return this.enumBehind(type.item, tableSchema);
    if (type.kind === 'Enum') {
      const schema = type.inheritSchema ? (tableSchema ?? type.schema) : type.schema;
      return type.nativeEnum ? { ...type, schema, createType: type.hasMetadata !== true } : null;
    }
    if (type.kind !== 'dialect') return null;
    if (type.name === 'ENUM') {
      return {
        ...enumOf(type),
        createType: type.options['create_type'] !== false && !isGiven(type.options['metadata']),
      };
    }
    const item = type.options['item_type'];
    return type.name === 'ARRAY' && typeof item === 'object' && item !== null && 'kind' in item
      ? this.enumBehind(item, tableSchema)
      : null;
  }
}

function isGiven(option: unknown): boolean {
  return option !== undefined && option !== null && option !== false;
}

type NativeEnum = EnumType & { readonly createType: boolean };

/** Names of changed options, sorted. A value left out and equal to the default is no change. */
function identityChanges(identity: Identity, existing: Identity | null): string[] {
  const names = new Set([...Object.keys(identity.options), ...Object.keys(existing?.options ?? {})]);
  const changed = [...names].filter((name) => {
    const value = identity.options[name] ?? null;
    // Oracle's alone.
    if (name === 'order' || name === 'on_null') return false;
    return value !== null && value !== (existing?.options[name] ?? null);
  });
  if ((identity.always ?? false) !== (existing?.always ?? false)) changed.push('always');
  return changed.sort();
}
