import { CommandError } from '../alembic/script/revision-errors.ts';
import type { RevisionMap } from '../alembic/script/revision-map.ts';
import { LineIndex } from '../util/line-index.ts';
import type { Problem } from '../util/problem.ts';
import type { Origin } from '../util/text-range.ts';
import { openProject } from '../workspace/open-project.ts';
import type { Project } from '../workspace/project.ts';
import { readAnswers } from './answers.ts';
import type { Parsed } from './argument-parser.ts';
import type { CommandContext, GlobalOptions } from './command.ts';
import type { Host } from './host.ts';
import { alembicLogging } from './logging.ts';

/** The context of one command. The project is opened when it is first asked for. */
export function createContext(host: Host, options: GlobalOptions, parsed: Parsed): CommandContext {
  let project: Project | null = null;
  let failure: Error | null = null;
  return {
    host,
    options,
    positionals: parsed.positionals,
    has: (flag) => parsed.flags.has(flag),
    value: (name) => parsed.values.get(name)?.at(-1) ?? null,
    values: (name) => parsed.values.get(name) ?? [],
    project: () => {
      // What keeps it from being opened is told once.
      if (failure !== null) throw failure;
      try {
        return (project ??= open(host, options, parsed));
      } catch (error) {
        if (error instanceof Error) failure = error;
        throw error;
      }
    },
    say: (text) => {
      if (!options.quiet && !options.json) host.stdout(text);
    },
    log: (level, logger, message) => {
      // env.py sets logging up, so there is none before the project is open.
      if (project === null || !alembicLogging(project.config, level)) return;
      host.stderr(`${level.padEnd(5)} [${logger}] ${message}\n`);
    },
  };
}

/** `file:line: ` in front of a message, the line 1-based; empty when the place is not known. */
export function placePrefix(host: Host, origin: Origin | null): string {
  if (origin === null) return '';
  const text = host.files.readFile(origin.file);
  if (text === null) return `${origin.file}: `;
  return `${origin.file}:${new LineIndex(text).lineColumn(origin.range.start).line + 1}: `;
}

// Upstream goes on after these, with a warning; an option that cannot be read fails where it is needed.
const tolerated = new Set([
  'duplicate-revision',
  'script-syntax',
  'config-url',
  'config-interpolation',
  'types-setting',
  'autogenerate-setting',
]);
// For these upstream has a message of its own, which is the failure; the place and the advice stand beside it.
const upstreamWords = new Set([
  'revision-cycle',
  'revision-graph',
  'config-option',
  'script-location',
  'script-without-revision',
]);

function open(host: Host, options: GlobalOptions, { values }: Parsed): Project {
  const answers = readAnswers(values.get('answer') ?? []);
  const project = openProject(host.files, options.configPath, {
    section: options.section,
    xArguments: options.xArguments,
    tag: values.get('tag')?.at(-1) ?? null,
    url: options.url,
    variables: host.environment,
    cwd: host.cwd,
    paths: options.configPaths,
    answers: () => answers,
  });
  const { revisionMap } = project.scriptDirectory;
  const problems = [...project.scriptDirectory.problems, ...project.typeProblems];
  const fatal = problems.filter((problem) => problem.severity === 'error' && !tolerated.has(problem.code));
  const warnings = problems
    .filter((problem) => !fatal.includes(problem) && problem.severity !== 'information')
    .map((each) => told(host, each));
  for (const warning of new Set(warnings)) host.stderr(`WARNING: ${warning}\n`);
  const missing = fatal.find((problem) => problem.code === 'config-missing');
  if (missing !== undefined) {
    // Upstream takes a missing file for an empty one.
    host.stderr(`ERROR: ${told(host, missing)}\n`);
    throw new CommandError("No 'script_location' key found in configuration.");
  }
  const [first, ...others] = fatal;
  if (first === undefined) return project;
  const said = upstreamMessage(first, revisionMap);
  const failure = said ?? told(host, first);
  // What is not the failure itself would come up later, one by one.
  const beside = new Set((said === null ? others : fatal).map((problem) => told(host, problem)));
  for (const text of beside) if (text !== failure) host.stderr(`ERROR: ${text}\n`);
  throw new CommandError(failure);
}

/** What alembic prints for the same defect; null when it ends with a traceback there. */
function upstreamMessage(problem: Problem, { defect }: RevisionMap): string | null {
  if (!upstreamWords.has(problem.code)) return null;
  return problem.code.startsWith('revision-') ? (defect?.message ?? null) : problem.message;
}

function told(host: Host, problem: Problem): string {
  return `${placePrefix(host, problem.origin)}${problem.message}`;
}
