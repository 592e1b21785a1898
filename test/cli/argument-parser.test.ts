import { describe, expect, it } from 'vitest';
import { parseArguments, UsageError, type OptionSpec } from '../../server/src/cli/argument-parser.ts';

const options: readonly OptionSpec[] = [
  { name: 'message', flags: ['-m', '--message'], takes: 'value', help: '' },
  { name: 'verbose', flags: ['-v', '--verbose'], takes: 'nothing', help: '' },
  { name: 'indicate', flags: ['-i', '--indicate-current'], takes: 'nothing', help: '' },
  { name: 'version_path', flags: ['--version-path'], takes: 'value', help: '' },
  { name: 'x', flags: ['-x'], takes: 'append', help: '' },
];

function parse(...argv: string[]): unknown {
  const { flags, values, positionals } = parseArguments(argv, options, { stopAtPositional: false });
  return [[...flags], Object.fromEntries(values), positionals];
}

describe('parseArguments', () => {
  it('reads values in every spelling', () => {
    expect(parse('-m', 'a b', 'head')).toEqual([[], { message: ['a b'] }, ['head']]);
    expect(parse('-ma')).toEqual([[], { message: ['a'] }, []]);
    expect(parse('--message=a=b')).toEqual([[], { message: ['a=b'] }, []]);
    expect(parse('--mes', 'a')).toEqual([[], { message: ['a'] }, []]);
  });

  it('reads bundled flags and collects what may be repeated', () => {
    expect(parse('-vi', '-x', 'a=1', '-xb')).toEqual([['verbose', 'indicate'], { x: ['a=1', 'b'] }, []]);
    expect(parse('-m', 'a', '-m', 'b')).toEqual([[], { message: ['b'] }, []]);
  });

  it('takes negative numbers and what follows -- as positionals', () => {
    expect(parse('-1')).toEqual([[], {}, ['-1']]);
    expect(parse('--', '-v')).toEqual([[], {}, ['-v']]);
  });

  it.each([
    [['--nope'], 'unrecognized arguments: --nope'],
    [['-m'], 'argument -m/--message: expected one argument'],
    [['-m', '-v'], 'argument -m/--message: expected one argument'],
    [['--verbose=1'], "argument -v/--verbose: ignored explicit argument '1'"],
    [['--ver'], 'ambiguous option: --ver could match --verbose, --version-path'],
  ])('refuses %j', (argv, message) => {
    expect(() => parse(...argv)).toThrow(new UsageError(message));
  });

  it('leaves what follows a command to the command', () => {
    const { rest, positionals } = parseArguments(['-v', 'upgrade', '--sql'], options, {
      stopAtPositional: true,
    });
    expect([positionals, rest]).toEqual([['upgrade'], ['--sql']]);
  });
});
