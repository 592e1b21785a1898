import type { OptionSpec, PositionalSpec } from './argument-parser.ts';

/** The options of alembic's subcommands, by their destination. Mirrors `CommandLine._KWARGS_OPTS`. */
export const options = {
  template: value('template', "Setup template for use with 'init'", '-t', '--template'),
  message: value('message', "Message string to use with 'revision'", '-m', '--message'),
  sql: flag('sql', "Don't emit SQL to database - dump to standard output/file instead.", '--sql'),
  tag: value('tag', "Arbitrary 'tag' name - can be used by custom env.py scripts.", '--tag'),
  head: value('head', 'Specify head revision or <branchname>@head to base new revision on.', '--head'),
  splice: flag('splice', "Allow a non-head revision as the 'head' to splice onto", '--splice'),
  dependsOn: append(
    'depends_on',
    'Specify one or more revision identifiers which this revision should depend on.',
    '--depends-on',
  ),
  revId: value('rev_id', 'Specify a hardcoded revision id instead of generating one', '--rev-id'),
  versionPath: value('version_path', 'Specify specific path from config for version file', '--version-path'),
  branchLabel: value('branch_label', 'Specify a branch label to apply to the new revision', '--branch-label'),
  verbose: flag('verbose', 'Use more verbose output', '-v', '--verbose'),
  resolveDependencies: flag(
    'resolve_dependencies',
    'Treat dependency versions as down revisions',
    '--resolve-dependencies',
  ),
  autogenerate: flag(
    'autogenerate',
    'Populate revision script with candidate migration operations, based on comparison of database to model.',
    '--autogenerate',
  ),
  fromHistory: flag(
    'from_history',
    'Compare the models with the schema that the migrations build, instead of a database.',
    '--from-history',
  ),
  answer: append(
    'answer',
    "Answer to a question of --autogenerate, as 'column users.name -> full_name=yes'",
    '--answer',
  ),
  revRange: value('rev_range', 'Specify a revision range; format is [start]:[end]', '-r', '--rev-range'),
  indicateCurrent: flag('indicate_current', 'Indicate the current revision', '-i', '--indicate-current'),
  purge: flag('purge', 'Unconditionally erase the version table before stamping', '--purge'),
  package: flag(
    'package',
    'Write empty __init__.py files to the environment and version locations',
    '--package',
  ),
  checkHeads: flag(
    'check_heads',
    'Check if all head revisions are applied to the database. Exit with an error code if this is not the case.',
    '-c',
    '--check-heads',
  ),
  lockTimeout: value(
    'lock_timeout',
    'Seconds that a statement may wait for the lock of another session; the transaction is then tried again, up to 5 times',
    '--lock-timeout',
  ),
  statementTimeout: value('statement_timeout', 'Seconds that a statement may run', '--statement-timeout'),
  python: value(
    'python',
    "Interpreter with the project's own Alembic, which runs the revisions that Retort cannot evaluate",
    '--python',
  ),
  usePython: flag(
    'use_python',
    "Run revisions that Retort cannot evaluate with the Python of the project's virtual environment, without asking",
    '--use-python',
  ),
} satisfies Record<string, OptionSpec>;

export const positionals = {
  directory: { name: 'directory', help: 'location of scripts directory' },
  revision: { name: 'revision', help: 'revision identifier' },
  rev: { name: 'rev', help: 'revision identifier' },
  revisions: { name: 'revisions', many: true, help: "one or more revisions, or 'heads' for all heads" },
} satisfies Record<string, PositionalSpec>;

/** Of every command that runs migrations, beside alembic's own. */
export const runFlags: readonly OptionSpec[] = [
  options.python,
  options.usePython,
  options.lockTimeout,
  options.statementTimeout,
];

/** Before the command's name, as alembic's; `--json` and `--url` may also stand behind it. */
export const globalOptions: readonly OptionSpec[] = [
  flag('help', 'show this help message and exit', '-h', '--help'),
  flag('version', "show program's version number and exit", '--version'),
  append('config', 'Alternate config file; defaults to ALEMBIC_CONFIG, or "alembic.ini".', '-c', '--config'),
  value('name', 'Name of section in .ini file to use for Alembic config', '-n', '--name'),
  append('x', 'Additional arguments consumed by custom env.py scripts', '-x'),
  flag('raiseerr', 'Raise a full stack trace on error', '--raiseerr'),
  flag('quiet', 'Do not log to std output.', '-q', '--quiet'),
];
export const retortOptions: readonly OptionSpec[] = [
  flag('json', "Print the command's result as JSON", '--json'),
  value('url', 'Database URL to use instead of sqlalchemy.url', '--url'),
];

function flag(name: string, help: string, ...flags: string[]): OptionSpec {
  return { name, help, flags, takes: 'nothing' };
}
function value(name: string, help: string, ...flags: string[]): OptionSpec {
  return { name, help, flags, takes: 'value' };
}
function append(name: string, help: string, ...flags: string[]): OptionSpec {
  return { name, help, flags, takes: 'append' };
}
