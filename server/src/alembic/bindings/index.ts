/** What `from alembic import op, context` gives to evaluated code, and the evaluation of scripts and env.py. */
import type { NativeModuleFactory } from '../../python/eval/interpreter.ts';
import type { Interpreter, ModuleValue, Value } from '../../python/eval/value.ts';
import { nativeClass, str } from '../../python/eval/native.ts';
import { decoratorFactory, inertClass } from '../../sqlalchemy/bindings/inert.ts';
import { moduleOf, moduleWith } from '../../sqlalchemy/bindings/modules/factory.ts';
import { contextModule } from './context.ts';
import { batchOperationsClass, opNames } from './op.ts';

/** `Operations.register_operation("name")`: own operations of a project; calling one is refused by name. */
const operationsClass = nativeClass({
  name: 'Operations',
  module: 'alembic.operations.base',
  members: {
    register_operation: decoratorFactory('register_operation'),
    implementation_for: decoratorFactory('implementation_for'),
  },
});
const operationNames: Readonly<Record<string, Value>> = {
  Operations: operationsClass,
  BatchOperations: batchOperationsClass,
  ...Object.fromEntries(
    ['MigrateOperation', 'MigrationScript', 'UpgradeOps', 'DowngradeOps', 'ModifyTableOps', 'CreateTableOp', 'DropTableOp', 'AddColumnOp', 'AlterColumnOp', 'ExecuteSQLOp', 'CreateIndexOp', 'DropIndexOp'].map(
      (name) => [name, inertClass(name, 'alembic.operations.ops')],
    ),
  ),
};

const configNames: Readonly<Record<string, Value>> = {
  Config: inertClass('Config', 'alembic.config'),
};

const runtimeNames: Readonly<Record<string, Value>> = Object.fromEntries(
  ['MigrationContext', 'EnvironmentContext', 'ScriptDirectory', 'MigrationInfo', 'RevisionStep'].map((name) => [
    name,
    inertClass(name, 'alembic.runtime'),
  ]),
);

const autogenerateNames: Readonly<Record<string, Value>> = {
  rewriter: inertClass('Rewriter', 'alembic.autogenerate'),
  ...Object.fromEntries(
    ['comparators', 'renderers'].map((name) => [
      name,
      nativeClass({
        name,
        module: 'alembic.autogenerate',
        members: { dispatch_for: decoratorFactory('dispatch_for') },
      }),
    ]),
  ),
};

function submodule(name: string, names: Readonly<Record<string, Value>>): ModuleValue {
  return {
    kind: 'module',
    name,
    file: null,
    isPackage: false,
    namespace: new Map(Object.entries(names)),
    getAttribute: (attribute, site) => ({
      kind: 'unknown',
      reason: `Retort does not know \`${name}.${attribute}\``,
      origin: site,
    }),
  };
}

function rootNames(interpreter: Interpreter): Readonly<Record<string, Value>> {
  return {
    op: submodule('alembic.op', opNames),
    context: submodule('alembic.context', contextModule(interpreter)),
    operations: submodule('alembic.operations', operationNames),
    config: submodule('alembic.config', configNames),
    __version__: str('1.19.2'),
  };
}

/** Dotted name → factory, for `InterpreterOptions.nativeModules`. */
export const alembicModules: ReadonlyMap<string, NativeModuleFactory> = new Map<string, NativeModuleFactory>([
  ['alembic', moduleWith('alembic', rootNames)],
  ['alembic.op', moduleOf('alembic.op', opNames)],
  ['alembic.context', moduleWith('alembic.context', contextModule)],
  ['alembic.config', moduleOf('alembic.config', configNames)],
  ['alembic.operations', moduleOf('alembic.operations', operationNames)],
  ['alembic.operations.base', moduleOf('alembic.operations.base', operationNames)],
  ['alembic.operations.ops', moduleOf('alembic.operations.ops', operationNames)],
  ['alembic.autogenerate', moduleOf('alembic.autogenerate', autogenerateNames)],
  ['alembic.runtime', moduleOf('alembic.runtime', runtimeNames)],
  ['alembic.runtime.migration', moduleOf('alembic.runtime.migration', runtimeNames)],
  ['alembic.runtime.environment', moduleOf('alembic.runtime.environment', runtimeNames)],
  ['alembic.migration', moduleOf('alembic.migration', runtimeNames)],
  ['alembic.script', moduleOf('alembic.script', runtimeNames)],
  ['alembic.command', moduleOf('alembic.command')],
  ['alembic.util', moduleOf('alembic.util')],
  ['alembic.ddl', moduleOf('alembic.ddl')],
]);

export { evaluateEnv } from './environment.ts';
export type { EnvironmentEvaluation, EnvironmentOptions } from './environment.ts';
export { evaluateScript } from './script-evaluator.ts';
export type { Refusal, ScriptContext, ScriptEvaluation } from './script-evaluator.ts';
export { refuseUnknownControlFlow } from './script-interpreter.ts';
