/** What `from alembic import op, context` gives to evaluated code, and the evaluation of scripts and env.py. */
import type { NativeModuleFactory } from '../../python/eval/interpreter.ts';
import type { Value } from '../../python/eval/value.ts';
import { nativeClass, str } from '../../python/eval/native.ts';
import { decoratorFactory, inertClass } from '../../sqlalchemy/bindings/inert.ts';
import type { ModuleNames } from '../../sqlalchemy/bindings/modules/factory.ts';
import { moduleFactories } from '../../sqlalchemy/bindings/modules/factory.ts';
import { scriptDirectoryClass } from './revision-directives.ts';
import { contextModule } from './context.ts';
import { directivesByClass } from './operation-classes.ts';
import { migrateOperationClass, operationsClass, registeredOperation } from './custom-operations.ts';
import { batchOperationsClass, opNames } from './op.ts';
import { commandErrorClass } from './command-error.ts';

const operationNames: Readonly<Record<string, Value>> = {
  Operations: operationsClass,
  BatchOperations: batchOperationsClass,
  MigrateOperation: migrateOperationClass,
  ...Object.fromEntries(
    [
      'MigrationScript',
      'UpgradeOps',
      'DowngradeOps',
      'ModifyTableOps',
      ...Object.keys(directivesByClass),
    ].map((name) => [name, inertClass(name, 'alembic.operations.ops')]),
  ),
};

const configNames: Readonly<Record<string, Value>> = {
  Config: inertClass('Config', 'alembic.config'),
};

const runtimeNames: Readonly<Record<string, Value>> = Object.fromEntries([
  ...['MigrationContext', 'EnvironmentContext', 'MigrationInfo', 'RevisionStep'].map(
    (name) => [name, inertClass(name, 'alembic.runtime')] as const,
  ),
  ['ScriptDirectory', scriptDirectoryClass] as const,
]);

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

/** Dotted name → factory, for `InterpreterOptions.nativeModules`. */
export const alembicModules: ReadonlyMap<string, NativeModuleFactory> = moduleFactories(
  new Map<string, ModuleNames>([
    ['alembic', { __version__: str('1.19.2') }],
    ['alembic.op', opNames],
    ['alembic.context', contextModule],
    ['alembic.config', configNames],
    ['alembic.operations', operationNames],
    ['alembic.operations.base', operationNames],
    ['alembic.operations.ops', operationNames],
    ['alembic.autogenerate', autogenerateNames],
    ['alembic.runtime', runtimeNames],
    ['alembic.runtime.migration', runtimeNames],
    ['alembic.runtime.environment', runtimeNames],
    ['alembic.migration', runtimeNames],
    ['alembic.script', runtimeNames],
    ['alembic.command', {}],
    ['alembic.util', { CommandError: commandErrorClass }],
    ['alembic.util.exc', { CommandError: commandErrorClass }],
    ['alembic.ddl', {}],
  ]),
  new Map([['alembic.op', registeredOperation]]),
);

export { evaluateEnv } from './environment.ts';
export { askDirectives, type DirectiveRequest, type RevisionDirective } from './revision-directives.ts';
export type { EnvironmentEvaluation, EnvironmentOptions } from './environment.ts';
export { asksForOwnOperations } from './custom-operations.ts';
export { evaluateScript } from './script-evaluator.ts';
export type { ScriptContext, ScriptEvaluation } from './script-evaluator.ts';
export { refuseUnknownControlFlow } from './script-interpreter.ts';
