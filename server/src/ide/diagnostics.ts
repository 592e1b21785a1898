/** Everything that the editor underlines, for a whole project at once: most of it is found by one evaluation. */
import type { Module } from '../python/syntax/ast.ts';
import type { JournalNote } from './journal-notes.ts';
import { knownDrift } from './known-drift.ts';
import { uncompilableColumns } from './uncompilable.ts';
import { unreachedDiagnostics } from './unreached.ts';
import type { Parse } from './model-errors.ts';
import { checkModelFile, checkRevision } from '../lint/lint.ts';
import type { Problem, Severity } from '../util/problem.ts';
import type { Origin, TextRange } from '../util/text-range.ts';
import type { Project } from '../workspace/project.ts';

export interface Diagnostic {
  readonly range: TextRange;
  readonly severity: Severity;
  readonly code: string;
  readonly message: string;
  /** Places that explain it. */
  readonly related: readonly { readonly origin: Origin; readonly message: string }[];
}

export interface DiagnosticsOptions {
  /** Severity of differences between models and history. */
  readonly drift: Severity | 'off';
  /** The parsed file, or null when there is none. */
  readonly parse: Parse;
  /** Of runs on this machine. */
  readonly journal?: readonly JournalNote[];
}

/** Absolute path → its diagnostics in order of place; files without any are absent. */
export function projectDiagnostics(
  project: Project,
  options: DiagnosticsOptions,
): ReadonlyMap<string, readonly Diagnostic[]> {
  const sink = new Sink(project.configPath);
  for (const problem of project.problems) sink.problem(problem);
  const models = project.models();
  for (const problem of models.problems) {
    // Their errors of syntax are added below, in the words of every other file.
    const isSyntax = problem.code === 'syntax-error' && models.files.has(problem.origin?.file ?? '');
    if (!isSyntax) sink.problem(problem);
  }
  for (const file of models.files) {
    const module = options.parse(file);
    sink.syntax(module);
    if (module === null) continue;
    for (const finding of checkModelFile(module)) sink.add({ file, range: finding.range }, finding);
  }
  for (const problem of uncompilableColumns(project)) sink.problem(problem);
  addRevisions(sink, project, options);
  for (const note of options.journal ?? []) sink.add(note.origin, note);
  for (const { origin, message } of unreachedDiagnostics(project)) {
    sink.add(origin, { code: 'unreached-model', severity: 'information', message });
  }
  if (options.drift !== 'off') addDrift(sink, project, options.drift, options.parse);
  return sink.byFile();
}

function addRevisions(sink: Sink, project: Project, options: DiagnosticsOptions): void {
  const history = project.history();
  const { scripts } = project.scriptDirectory.revisionMap;
  for (const script of scripts.values()) {
    const module = options.parse(script.path);
    // The first one is among the problems of the scripts.
    sink.syntax(module, 1);
    if (module === null) continue;
    for (const finding of checkRevision(module, script)) {
      sink.add({ file: script.path, range: finding.range }, finding);
    }
  }
  for (const { revision, evaluation } of history.refused) {
    const script = scripts.get(revision);
    const start = script === undefined ? null : { file: script.path, range: { start: 0, end: 0 } };
    if (script !== undefined && (options.parse(script.path)?.errors ?? []).length > 0) continue;
    for (const [index, refusal] of evaluation.refusals.entries()) {
      const consequence = index === 0 ? '. The schema of the history is not certain from here on.' : '';
      sink.add(refusal.origin ?? script?.revisionOrigin ?? start, {
        code: 'not-evaluated',
        // The first is why; the others follow from it or wait behind it.
        severity: index === 0 ? 'warning' : 'information',
        message: `Revision ${revision} cannot be evaluated: ${refusal.message}${consequence}`,
      });
    }
  }
  for (const problem of history.state.problems) {
    // What does not fit a history of which a part is missing may well fit the whole.
    sink.problem(history.refused.length === 0 ? problem : { ...problem, severity: 'information' });
  }
  for (const problem of project.comparisonProblems()) sink.problem(problem);
  for (const { reason, origin } of history.state.uncertain) {
    if (origin !== null) sink.add(origin, { code: 'uncertain-effect', severity: 'hint', message: reason });
  }
}

function addDrift(sink: Sink, project: Project, severity: Severity, parse: Parse): void {
  const { uncertain } = project.history().state;
  for (const { code, message, origin, table, certain } of knownDrift(project, parse)) {
    const related = uncertain.flatMap(({ tables, reason, origin: place }) =>
      place !== null && (tables === null || tables.includes(table))
        ? [{ origin: place, message: reason }]
        : [],
    );
    const told = certain || severity === 'hint' ? severity : 'information';
    sink.add(origin, { code, severity: told, message, related: related.slice(0, 3) });
  }
}

/** Collects diagnostics by file; one that several ways lead to (a mixin's column, a syntax error) is kept once. */
class Sink {
  private readonly files = new Map<string, Map<string, Diagnostic>>();
  private readonly fallbackFile: string;

  constructor(fallbackFile: string) {
    this.fallbackFile = fallbackFile;
  }

  add(
    origin: Origin | null,
    diagnostic: Omit<Diagnostic, 'range' | 'related'> & Partial<Pick<Diagnostic, 'related'>>,
  ): void {
    const file = origin?.file ?? this.fallbackFile;
    const range = origin?.range ?? { start: 0, end: 0 };
    const found = this.files.get(file) ?? new Map<string, Diagnostic>();
    this.files.set(file, found);
    const key = `${range.start}:${range.end}:${diagnostic.message}`;
    const { code, severity, message, related = [] } = diagnostic;
    if (!found.has(key)) found.set(key, { range, code, severity, message, related });
  }

  problem(problem: Problem): void {
    this.add(problem.origin, problem);
  }

  syntax(module: Module | null, from = 0): void {
    for (const { range, message } of module?.errors.slice(from) ?? []) {
      this.add({ file: module?.file ?? '', range }, { code: 'syntax-error', severity: 'error', message });
    }
  }

  byFile(): ReadonlyMap<string, readonly Diagnostic[]> {
    const result = new Map<string, readonly Diagnostic[]>();
    for (const [file, found] of this.files) {
      result.set(
        file,
        [...found.values()].sort((a, b) => a.range.start - b.range.start),
      );
    }
    return result;
  }
}
