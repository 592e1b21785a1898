/** Directives about constraints. */
import type { Value } from '../../python/eval/value.ts';
import { none } from '../../python/eval/native.ts';
import type { Arguments } from '../../sqlalchemy/bindings/arguments.ts';
import { stringOf } from '../../sqlalchemy/bindings/arguments.ts';
import { ddlExpression } from '../../sqlalchemy/bindings/schema/constraints.ts';
import { clauseOf } from '../../sqlalchemy/bindings/sql/clauses.ts';
import type { ClauseElement } from '../../sqlalchemy/sql/elements.ts';
import type { Constraint, ConstraintName } from '../../sqlalchemy/sql/schema.ts';
import type { DropConstraintOp } from '../ops/operations.ts';
import type { Recorder } from './recorder.ts';

import type { Directive, Target } from './directive.ts';
import { nameConstraint, options } from './directive.ts';
/** By name. */
export const constraintDirectives: Readonly<Record<string, Directive>> = {
  create_primary_key: {
    parameters: ['constraint_name', 'table_name', 'columns'],
    batch: ['constraint_name', 'columns'],
    record: (recorder, given, target) => {
      const name = given.name('constraint_name');
      const columns = given.strings('columns') ?? [];
      const shared = base(given, name);
      return addConstraint(recorder, given, target, {
        kind: 'primary_key',
        ...shared,
        columns,
        isImplicit: false,
        dialectOptions: options(given, 'create_primary_key'),
      });
    },
  },
  create_unique_constraint: {
    parameters: ['constraint_name', 'table_name', 'columns'],
    batch: ['constraint_name', 'columns'],
    record: (recorder, given, target) => {
      const name = given.name('constraint_name');
      const columns = given.strings('columns') ?? [];
      const shared = base(given, name);
      return addConstraint(recorder, given, target, {
        kind: 'unique',
        ...shared,
        columns,
        columnFlag: false,
        dialectOptions: options(given, 'create_unique_constraint'),
      });
    },
  },
  create_check_constraint: {
    parameters: ['constraint_name', 'table_name', 'condition'],
    batch: ['constraint_name', 'condition'],
    record: (recorder, given, target) => {
      const name = given.name('constraint_name');
      const sqltext = ddlExpression(given, 'condition').build();
      const shared = base(given, name);
      return addConstraint(recorder, given, target, {
        kind: 'check',
        ...shared,
        sqltext,
        typeBound: null,
        dialectOptions: options(given, 'create_check_constraint'),
      });
    },
  },
  create_foreign_key: {
    parameters: ['constraint_name', 'source_table', 'referent_table', 'local_cols', 'remote_cols'],
    batch: ['constraint_name', 'referent_table', 'local_cols', 'remote_cols'],
    record: createForeignKey,
  },
  create_exclude_constraint: {
    parameters: ['constraint_name', 'table_name'],
    batch: ['constraint_name'],
    variadic: true,
    record: (recorder, given, target) => {
      const name = given.name('constraint_name');
      const elements = given.rest.flatMap((pair) => {
        const [column, operator] =
          (pair.kind === 'unknown' ? null : given.interpreter.iterate(pair, given.site)) ?? [];
        const text = column === undefined ? undefined : stringOf(column);
        const sql = operator === undefined ? undefined : stringOf(operator);
        const expression: ClauseElement | undefined =
          typeof text === 'string'
            ? { kind: 'column', table: null, schema: null, name: text, type: null }
            : column === undefined
              ? undefined
              : clauseOf(column)?.build();
        if (expression === undefined || typeof sql !== 'string') {
          given.unreadable('elements', pair, 'a (column, operator) pair');
          return [];
        }
        return [{ expression, operator: sql }];
      });
      const where = given.value('where');
      const constraint: Omit<Extract<Constraint, { kind: 'exclude' }>, 'dialectOptions'> = {
        kind: 'exclude',
        ...base(given, name),
        elements,
        using: given.string('using') ?? 'gist',
        where: where === undefined || where.kind === 'none' ? null : ddlExpression(given, 'where').build(),
      };
      return addConstraint(recorder, given, target, {
        ...constraint,
        dialectOptions: options(given, 'create_exclude_constraint'),
      });
    },
  },
  drop_constraint: {
    parameters: ['constraint_name', 'table_name', 'type_'],
    batch: ['constraint_name', 'type_'],
    record: dropConstraint,
  },
};

const base = (given: Arguments, name: ConstraintName) => ({
  name,
  comment: null,
  deferrable: given.bool('deferrable') ?? null,
  initially: given.string('initially') ?? null,
  origin: given.site,
});

function addConstraint(recorder: Recorder, given: Arguments, target: Target, constraint: Constraint): Value {
  recorder.record({
    kind: 'add_constraint',
    table: target.table,
    schema: target.schema,
    constraint: nameConstraint(recorder, given, target, constraint),
    origin: given.site,
  });
  return none;
}

function dropConstraint(recorder: Recorder, given: Arguments, target: Target): Value {
  const name = given.name('constraint_name');
  const text = given.string('type_') ?? null;
  const types = ['foreignkey', 'primary', 'unique', 'check'] as const;
  const type: DropConstraintOp['type'] = types.find((candidate) => candidate === text) ?? null;
  if (text !== null && type === null) {
    return given.interpreter.raise(
      'TypeError',
      "'type' can be one of 'check', 'foreignkey', 'primary', 'unique', None",
      given.site,
    );
  }
  const ifExists = given.bool('if_exists') ?? null;
  given.finish();
  // Only a CHECK's name is wrapped by a convention when it is given (`%(constraint_name)s`).
  const named =
    type === 'check' && name !== null
      ? nameConstraint(recorder, given, target, {
          kind: 'check',
          ...base(given, name),
          dialectOptions: {},
          sqltext: { kind: 'text', text: '', bindparams: [] },
          typeBound: null,
        }).name
      : name;
  recorder.record({
    kind: 'drop_constraint',
    name: named,
    table: target.table,
    schema: target.schema,
    type,
    ifExists,
    original: null,
    dialectOptions: {},
    origin: given.site,
  });
  return none;
}

function createForeignKey(recorder: Recorder, given: Arguments, source: Target): Value {
  const name = given.name('constraint_name');
  const referentSchema = given.string('referent_schema') ?? null;
  const referent = given.string('referent_table') ?? '';
  const shared = base(given, name);
  const constraint: Constraint = {
    kind: 'foreign_key',
    ...shared,
    columns: given.strings('local_cols') ?? [],
    referredSchema: referentSchema,
    referredTable: referent,
    referredColumns: given.strings('remote_cols') ?? [],
    onupdate: given.string('onupdate') ?? null,
    ondelete: given.string('ondelete') ?? null,
    match: given.string('match') ?? null,
    useAlter: given.bool('use_alter') ?? false,
    columnFlag: false,
    dialectOptions: options(given, 'create_foreign_key'),
  };
  return addConstraint(recorder, given, source, constraint);
}
