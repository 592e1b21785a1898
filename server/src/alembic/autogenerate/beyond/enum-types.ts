/** Enum types made before what uses them, and dropped after it. */
import type { Dialect } from '../../../sqlalchemy/engine/dialect.ts';
import { tableKey, type Column, type MetaData } from '../../../sqlalchemy/sql/schema.ts';
import type { DialectType, TypeEngine } from '../../../sqlalchemy/sql/types.ts';
import type { EnumTypeOp, MigrateOperation } from '../../ops/operations.ts';
import type { RevisionOps } from '../context.ts';
import { enumColumns, enumType, nativeEnum, type NativeEnum } from './native-enums.ts';

/** Uses of each enum type, by column, as operations change them. */
export class EnumUses {
  readonly #dialect: Dialect;
  /** By `table column`. */
  readonly #columns = new Map<string, NativeEnum>();

  constructor(metadata: MetaData, dialect: Dialect) {
    this.#dialect = dialect;
    for (const columns of enumColumns(metadata, dialect).values()) {
      for (const { table, column, type } of columns) {
        this.#columns.set(columnKey(table.name, table.schema, column.name), type);
      }
    }
  }

  of(type: TypeEngine, schema: string | null): NativeEnum | null {
    return nativeEnum(type, schema, this.#dialect);
  }

  isThere(type: NativeEnum): boolean {
    return [...this.#columns.values()].some(({ key }) => key === type.key);
  }

  set(table: string, schema: string | null, column: string, type: NativeEnum | null): NativeEnum | null {
    const key = columnKey(table, schema, column);
    const before = this.#columns.get(key) ?? null;
    if (type === null) this.#columns.delete(key);
    else this.#columns.set(key, type);
    return before;
  }

  rename(from: string, to: string): void {
    for (const [key, type] of [...this.#columns]) {
      if (key !== from && !key.startsWith(`${from} `)) continue;
      this.#columns.delete(key);
      this.#columns.set(to + key.slice(from.length), type);
    }
  }
}

function columnKey(table: string, schema: string | null, column: string): string {
  return `${tableKey(table, schema)} ${column}`;
}

/**
 * `op.create_table` makes a type each time, `op.add_column` never, and no operation drops one. Here a type that is there
 * is not made again, one that is not there is made before a column gets it, and one that nothing uses any more is
 * dropped in the end. `uses`: of the schema that the operations meet; afterwards of the one that they leave.
 */
export function withEnumTypes(ops: RevisionOps, uses: EnumUses): RevisionOps {
  const released = new Map<string, NativeEnum>();
  const release = (type: NativeEnum | null): void => {
    if (type !== null) released.set(type.key, type);
  };
  const made: RevisionOps[number][] = [];
  for (const op of ops) {
    if (op.kind === 'modify_table') {
      const creations: EnumTypeOp[] = [];
      const inner = op.ops.map((each) => follow(each, uses, release, (creation) => creations.push(creation)));
      made.push(...creations, { ...op, ops: inner });
    } else if (op.kind === 'change') {
      const upgrades = op.upgrades.flatMap((each): MigrateOperation[] => {
        const creations: MigrateOperation[] = [];
        const followed = follow(each, uses, release, (creation) => creations.push(creation));
        return [...creations, followed];
      });
      made.push({ ...op, upgrades });
    } else made.push(follow(op, uses, release, (creation) => made.push(creation)));
  }
  const drops = [...released.values()]
    .filter((type) => !uses.isThere(type))
    .map((type): EnumTypeOp => typeOp('drop_enum', type));
  return [...made, ...drops];
}

/** The operation as it must be, with what it does to the uses. */
function follow(
  op: MigrateOperation,
  uses: EnumUses,
  release: (type: NativeEnum | null) => void,
  create: (op: EnumTypeOp) => void,
): MigrateOperation {
  switch (op.kind) {
    case 'create_table': {
      const { name, schema } = op.table;
      const columns = op.table.columns.map((column) => {
        const type = uses.of(column.type, schema);
        if (type === null) return column;
        const isThere = uses.isThere(type);
        uses.set(name, schema, column.name, type);
        return isThere ? withoutCreation(column, type) : column;
      });
      return { ...op, table: { ...op.table, columns } };
    }
    case 'drop_table':
      for (const column of op.original?.columns ?? []) {
        release(uses.set(op.table, op.schema, column.name, null));
      }
      return op;
    case 'add_column': {
      const type = uses.of(op.column.type, op.schema);
      if (type === null) return op;
      if (!uses.isThere(type)) create(typeOp('create_enum', type));
      uses.set(op.table, op.schema, op.column.name, type);
      return op;
    }
    case 'drop_column':
      release(uses.set(op.table, op.schema, op.column, null));
      return op;
    case 'alter_column': {
      const { modifyType } = op;
      if (op.modifyName !== undefined) {
        const { table, schema } = op;
        uses.rename(columnKey(table, schema, op.column), columnKey(table, schema, op.modifyName));
      }
      if (modifyType === undefined) return op;
      const type = uses.of(modifyType, op.schema);
      if (type !== null && !uses.isThere(type)) create(typeOp('create_enum', type));
      const before = uses.set(op.table, op.schema, op.modifyName ?? op.column, type);
      if (before?.key !== type?.key) release(before);
      return op;
    }
    case 'rename_table':
      uses.rename(tableKey(op.table, op.schema), tableKey(op.newTable, op.schema));
      return op;
    default:
      return op;
  }
}

function typeOp(kind: EnumTypeOp['kind'], type: NativeEnum): EnumTypeOp {
  return { kind, type: enumType(type), checkfirst: false, origin: null };
}

/** The dialect's own ENUM can say that the type is there; an array or a decorated type is written with it inside. */
function withoutCreation(column: Column, { name, schema, values, isArray }: NativeEnum): Column {
  const written = column.type.kind === 'Enum' || column.type.kind === 'dialect';
  if (!written && !isArray) return column;
  const options = {
    enums: values,
    name,
    ...(schema === null ? {} : { schema }),
    create_type: false,
  };
  const type: DialectType = { kind: 'dialect', dialect: 'postgresql', name: 'ENUM', options };
  return {
    ...column,
    type: isArray
      ? { kind: 'dialect', dialect: 'postgresql', name: 'ARRAY', options: { item_type: type } }
      : type,
  };
}
