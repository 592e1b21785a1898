/** Maps declarative classes to tables. Mirrors `sqlalchemy.orm.decl_base._ClassScanMapperConfig`. */
import type { Annotation, ClassValue, Interpreter, Value } from '../../python/eval/value.ts';
import type { Origin } from '../../util/text-range.ts';
import type { TypeResolver } from './annotation-types.ts';
import { applyAnnotation, mappedAnnotation } from './annotations.ts';
import { ColumnBuilder } from './builders.ts';
import type { DeclarativePort, Scan } from './class-scan.ts';
import { callDeclared, isMapped, lookup, mappingOf, payloadOf, report, specialValue } from './class-scan.ts';
import { checkPrimaryKey } from './check-primary-key.ts';
import { compositeColumns } from './composite.ts';
import { fieldAttributes, withoutClass } from './dataclass-fields.ts';
import { setUpTable } from './declarative-table.ts';
import { mergeListsWithOrdering } from './merge-lists.ts';
import type { Mapping } from './registry.ts';
import { ColumnsProperty, CompositeProperty, DeclaredAttr, mappingKey, RegistryPayload } from './registry.ts';
import { checkAnnotation } from './unmapped-annotation.ts';
import { reportUnknownAttribute, reportUnknownBases, reportVersionTable } from './unknown-members.ts';

const specialNames = new Set(['__table__', '__mapper_args__', '__tablename__', '__table_args__']);

/** Maps the class now. What cannot be mapped is reported at the class. */
export function mapClass(
  port: DeclarativePort,
  interpreter: Interpreter,
  cls: ClassValue,
  site: Origin,
): void {
  const scan: Scan = {
    port,
    interpreter,
    cls,
    site: cls.origin ?? site,
    collected: new Map(),
    annotations: new Map(),
    origins: new Map(),
    fields: new Map(),
    refused: new Set(),
  };
  warnAboutNamesake(scan);
  const tableName = specialValue(scan, '__tablename__');
  scanAttributes(scan);
  if (payloadOf(cls.namespace.get('metadata')) instanceof ColumnBuilder) {
    const place = cls.memberOrigins.get('metadata') ?? scan.site;
    report(scan, "Attribute name 'metadata' is reserved when using the Declarative API.", place);
  }
  const columns = declaredColumns(scan);
  const inherited =
    cls.mro
      .slice(1)
      .map(mappingOf)
      .find((mapping) => mapping !== null) ?? null;
  const table = setUpTable(scan, tableName, columns, inherited);
  cls.native.set(mappingKey, { table: table ?? inherited?.table ?? null } satisfies Mapping);
  if (table !== null) cls.namespace.set('__table__', port.tableValue(table));
  if (table !== null && inherited === null) checkPrimaryKey(scan, table);
  const mapped = table ?? inherited?.table ?? null;
  if (mapped !== null)
    reportUnknownBases(interpreter, cls, mapped.name, cls.nameOrigin ?? scan.site, isMapped);
  if (table !== null) reportVersionTable(interpreter, cls, table.name);
}

/** Adds `Cls.name = Column(...)` after the class was mapped. */
export function addMappedAttribute(cls: ClassValue, name: string, value: Value, site: Origin): void {
  const table = mappingOf(cls)?.table ?? null;
  if (table === null || value.kind !== 'instance') return;
  const { payload } = value;
  const columns =
    payload instanceof ColumnBuilder ? [payload] : payload instanceof ColumnsProperty ? payload.columns : [];
  for (const column of columns) {
    if (column.table !== null) continue;
    column.name ??= name;
    column.key ??= column.name;
    column.origin = site;
    table.append(column);
  }
}

// ---------------------------------------------------------------- scanning

/** Names of the class body worth mapping. Upstream: `_cls_attr_resolver`. */
function localNames(cls: ClassValue): readonly string[] {
  return mergeListsWithOrdering([...cls.namespace.keys()], [...cls.annotations.keys()]).filter(
    (name) => !/^(?:_sa_|__)/.test(name) || specialNames.has(name),
  );
}

/** What a class itself says of the name: a dataclass field's column before the class's own attribute. */
function localValue(scan: Scan, owner: ClassValue, name: string): Value | undefined {
  return scan.fields.get(owner)?.get(name) ?? owner.namespace.get(name);
}

/** Whether a class before the base says something else of the name. Upstream: `_cls_attr_override_checker`. */
function isOverridden(scan: Scan, base: ClassValue, name: string, value: Value): boolean {
  const found = lookup(scan.cls, name);
  if (found === null) return false;
  const isField = scan.fields.get(base)?.has(name) === true;
  return isField ? found.owner !== base : found.value !== value;
}

function scanAttributes(scan: Scan): void {
  const { cls } = scan;
  const fixedTable = cls.namespace.has('__table__');
  // Names first: copies of mixin columns are put on the class below and must not count as its own.
  const bases = cls.mro.map((base) => ({ base, names: localNames(base), copies: new Map<string, Value>() }));
  const declared = (fn: Value): Value => scan.port.declaredAttr(withoutClass(fn), scan.site);
  for (const { base } of bases) scan.fields.set(base, fieldAttributes(cls, base, declared));
  for (const { base, names, copies } of bases) {
    if (base !== cls && !isMapped(base)) copyColumns(scan, base, names, copies, fixedTable);
  }
  for (const { base, names, copies } of bases) {
    for (const [name, value] of copies) scan.collected.set(name, value);
    if (base !== cls && isMapped(base)) continue;
    for (const name of names) {
      if (specialNames.has(name)) continue;
      if (base === cls) collectOwn(scan, name, fixedTable);
      else collectInherited(scan, base, name);
    }
  }
}

/** Puts copies of a mixin's columns on the class. Upstream: `_produce_column_copies`. */
function copyColumns(
  scan: Scan,
  base: ClassValue,
  names: readonly string[],
  copies: Map<string, Value>,
  fixedTable: boolean,
): void {
  const { cls, port } = scan;
  for (const name of names) {
    const value = localValue(scan, base, name);
    const annotation = base.annotations.get(name);
    const origin = base.memberOrigins.get(name) ?? scan.site;
    if (value === undefined) {
      if (fixedTable || annotation === undefined || lookup(cls, name) !== null) continue;
      if (!collectAnnotation(scan, name, annotation)) continue;
      const column = port.columnValue(new ColumnBuilder(origin, true));
      scan.origins.set(name, origin);
      copies.set(name, column);
      cls.namespace.set(name, column);
    } else if (payloadOf(value) instanceof ColumnBuilder) {
      if (isOverridden(scan, base, name, value)) continue;
      if (annotation !== undefined) collectAnnotation(scan, name, annotation);
      const column = (payloadOf(value) as ColumnBuilder).copy();
      column.origin = origin;
      const copy = port.columnValue(column);
      scan.origins.set(name, origin);
      copies.set(name, copy);
      cls.namespace.set(name, copy);
    }
  }
}

/** True when the annotation is `Mapped[...]` of a column; the first one of a name counts. */
function collectAnnotation(scan: Scan, name: string, annotation: Annotation): boolean {
  const known = scan.annotations.get(name);
  if (known !== undefined) return known.isColumn;
  const mapped = mappedAnnotation(scan.interpreter, annotation);
  if (mapped === null) return false;
  if (typeof mapped === 'string') {
    scan.annotations.set(name, {
      type: scan.interpreter.unknown(mapped, annotation.origin),
      annotation,
      isColumn: true,
    });
    return true;
  }
  scan.annotations.set(name, mapped);
  return mapped.isColumn;
}

function collectOwn(scan: Scan, name: string, fixedTable: boolean): void {
  const { cls, port } = scan;
  const value = localValue(scan, cls, name);
  const annotation = cls.annotations.get(name);
  const origin = cls.memberOrigins.get(name) ?? scan.site;
  scan.origins.set(name, origin);
  // Annotations of relationships and the like name classes that may come later; only columns need theirs.
  const needsAnnotation = value === undefined || payloadOf(value) instanceof ColumnBuilder;
  const isColumn = annotation !== undefined && needsAnnotation && collectAnnotation(scan, name, annotation);
  if (
    annotation !== undefined &&
    !scan.annotations.has(name) &&
    checkAnnotation(scan, name, annotation, value)
  )
    scan.refused.add(name);
  if (value === undefined) {
    if (!isColumn || fixedTable) return;
    const column = port.columnValue(new ColumnBuilder(origin, true));
    scan.collected.set(name, column);
  } else scan.collected.set(name, value);
}

function collectInherited(scan: Scan, base: ClassValue, name: string): void {
  const declared = payloadOf(localValue(scan, base, name));
  const found = lookup(scan.cls, name);
  if (!(declared instanceof DeclaredAttr)) {
    if (found !== null && found.owner === base)
      reportUnknownAttribute(
        scan.interpreter,
        base,
        name,
        found.value,
        base.memberOrigins.get(name) ??
          (found.value.kind === 'unknown' ? found.value.origin : null) ??
          base.nameOrigin ??
          scan.site,
        // Told of the base, and so once for all that inherit. What is put on a class later is rarely a column.
        base.memberOrigins.has(name) ? 'warning' : 'information',
      );
    return;
  }
  if (
    found !== null &&
    !declared.cascading &&
    isOverridden(scan, base, name, base.namespace.get(name) ?? found.value)
  ) {
    // A mapped superclass has it already, or the class itself says something else (and is collected as such).
    return;
  }
  const value = callDeclared(scan, declared);
  scan.collected.set(name, value);
  scan.origins.set(name, base.memberOrigins.get(name) ?? scan.site);
  collectReturnAnnotation(scan, name, declared);
}

/** `def x(cls) -> Mapped[int]` under `@declared_attr`. */
function collectReturnAnnotation(scan: Scan, name: string, declared: DeclaredAttr): void {
  const fn = declared.function.kind === 'classmethod' ? declared.function.function : declared.function;
  if (fn.kind !== 'function' || fn.definition.kind !== 'FunctionDef' || fn.definition.returns === null)
    return;
  if (!(payloadOf(scan.collected.get(name)) instanceof ColumnBuilder)) return;
  const expression = fn.definition.returns;
  collectAnnotation(scan, name, {
    expression,
    scope: fn.closure,
    file: fn.file,
    origin: { file: fn.file, range: expression.range },
  });
}

// ---------------------------------------------------------------- columns

/** Names and types the columns among the collected attributes. Upstream: `_extract_mappable_attributes` and `_extract_declared_columns`. */
function declaredColumns(scan: Scan): readonly ColumnBuilder[] {
  const { cls, interpreter, port } = scan;
  const registry = payloadOf(lookup(cls, 'registry')?.value);
  const typeMap = registry instanceof RegistryPayload ? registry.typeMap : new Map<unknown, Value>();
  const types: TypeResolver = {
    typeMap,
    typeOf: (...asked) => port.typeOf(...asked),
  };
  const columns: ColumnBuilder[] = [];
  for (const [name, collected] of scan.collected) {
    let value = collected;
    const declared = payloadOf(value);
    if (declared instanceof DeclaredAttr) {
      value = callDeclared(scan, declared);
      scan.collected.set(name, value);
      collectReturnAnnotation(scan, name, declared);
    }
    const origin = scan.origins.get(name) ?? scan.site;
    warnAboutTuple(scan, name, value, origin);
    reportUnknownAttribute(interpreter, cls, name, value, origin);
    const payload = payloadOf(value);
    if (payload instanceof ColumnBuilder) {
      const column = payload.table === null ? payload : null;
      if (column === null) continue;
      column.origin = origin;
      nameColumn(column, name);
      const annotation = scan.annotations.get(name);
      if (column.isMapped && annotation !== undefined)
        applyAnnotation(interpreter, column, annotation, types, name);
      else if (
        column.isMapped &&
        column.type === null &&
        column.foreignKeys.length === 0 &&
        !scan.refused.has(name)
      ) {
        report(
          scan,
          `Python typing annotation is required for attribute "${cls.name}.${name}" when primary argument(s) for "MappedColumn" construct are None or not present`,
          origin,
        );
      }
      if (!columns.includes(column)) columns.push(column);
      cls.namespace.set(name, port.columnValue(column));
    } else if (payload instanceof ColumnsProperty) {
      const members =
        payload instanceof CompositeProperty
          ? compositeColumns(interpreter, payload, cls.annotations.get(name) ?? null, types, origin)
          : payload.columns;
      for (const column of members) {
        if (column.table !== null) continue;
        column.origin = origin;
        nameColumn(column, name);
        columns.push(column);
      }
    }
  }
  warnAboutNames(scan, columns);
  const ordered = columns.map((column, index) => ({ column, index }));
  ordered.sort((a, b) => (a.column.sortOrder ?? 0) - (b.column.sortOrder ?? 0) || a.index - b.index);
  return ordered.map(({ column }) => column);
}

function nameColumn(column: ColumnBuilder, attribute: string): void {
  column.key ??= column.name ?? attribute;
  column.name ??= attribute;
}

/** Upstream: `_MultipleClassMarker.add_item`. The class before it is still bound to the name. */
function warnAboutNamesake({ cls, interpreter, site }: Scan): void {
  const other = interpreter.modules.get(cls.module)?.namespace.get(cls.name);
  if (other?.kind !== 'class' || other.module !== cls.module || other === cls || cls.qualname !== cls.name)
    return;
  if (other.qualname !== cls.qualname || !isMapped(other)) return;
  interpreter.report({
    code: 'duplicate-class',
    severity: 'warning',
    message: `This declarative base already contains a class with the same class name and module name as ${cls.module}.${cls.name}, and will be replaced in the string-lookup table.`,
    origin: cls.nameOrigin ?? site,
  });
}

/** Two attributes with columns of one name. SQLAlchemy warns of it before the table refuses the second. */
function warnAboutNames(scan: Scan, columns: readonly ColumnBuilder[]): void {
  for (const [index, column] of columns.entries()) {
    const first = columns.find(({ name }) => name === column.name);
    if (first === column || columns.indexOf(column) !== index) continue;
    const attributes = [...scan.collected]
      .filter(([, value]) => [first, column].includes(payloadOf(value) as ColumnBuilder))
      .map(([attribute]) => attribute);
    scan.interpreter.report({
      code: 'duplicate-column',
      severity: 'warning',
      message: `On class '${scan.cls.name}', Column object '${column.name ?? ''}' named directly multiple times, only one will be used: ${attributes.sort().join(', ')}. Consider using orm.synonym instead`,
      origin: column.origin,
    });
  }
}

function warnAboutTuple(scan: Scan, name: string, value: Value, origin: Origin): void {
  if (
    value.kind !== 'tuple' ||
    value.items.length !== 1 ||
    !(payloadOf(value.items[0]) instanceof ColumnBuilder)
  )
    return;
  scan.interpreter.report({
    code: 'column-in-tuple',
    severity: 'warning',
    message: `Ignoring declarative-like tuple value of attribute '${name}': possibly a copy-and-paste error with a comma accidentally placed at the end of the line?`,
    origin,
  });
}
