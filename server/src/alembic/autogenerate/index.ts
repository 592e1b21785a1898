/** Comparison of two schemata and its rendering as a revision file. Mirrors `alembic.autogenerate`. */
export { compareMetadata } from './compare/index.ts';
export type {
  AutogenContext,
  DatabaseQuestion,
  ChangeOps,
  KnownComparisons,
  RenderedRevision,
  SingleOp,
  RevisionOps,
  UpgradeOps,
} from './context.ts';
export { autogenImplFor } from './impl/index.ts';
export { singleOps } from './context.ts';
export { chosenPlugins, defaultPlugins, type PluginName } from './plugins.ts';
export { renderRevision } from './render/index.ts';
export type { AutogenFilters, FilterAnswer, FilteredObject, FilterType } from './filters.ts';
export { reverseOps } from './reverse-ops.ts';
export { detectedMessages, pluginMessages, type LogMessage } from './log-messages.ts';
