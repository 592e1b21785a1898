/**
 * What autogenerate does beyond Alembic: each part by a switch, each written as plain operations that Alembic runs. With
 * every switch off the operations come back as they went in.
 */
export { compareBeyond, type BeyondComparison } from './compare.ts';
export {
  beyondOptionNames,
  isAnyOn,
  nothingBeyond,
  type BeyondOption,
  type BeyondOptions,
} from './options.ts';
export { withExcludes } from './constraints/reflected-excludes.ts';
export { narrowing } from './narrowing.ts';
export { planRevision, type PlannedRevision } from './plan.ts';
export { columnQuestionId, tableQuestionId, type Answers, type Question } from './questions.ts';
