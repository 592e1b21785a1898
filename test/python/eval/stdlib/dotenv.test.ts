import { beforeAll, describe, expect, test } from 'vitest';
import { parseDotenv } from '../../../../server/src/python/eval/stdlib/dotenv.ts';
import { evaluateText, loaderOf } from '../../../support/evaluate.ts';
import { initTestParser } from '../../../support/python.ts';

beforeAll(initTestParser);

const text = String.raw`# comment
A=plain value # tail
B = "double \"quoted\" \n line" # tail
C='single \'x\' \n'
export D=exported
E
F=
G="multi
line"
'quoted key'=1
bad line here
I=#nothash
J=a#b
K="unterminated
L=after
`;

test('a file has the bindings that python-dotenv 1.2 reads', () => {
  expect(parseDotenv(`${text}N=crlf\r\nO=last`)).toEqual([
    ['A', 'plain value'],
    ['B', 'double "quoted" \n line'],
    ['C', String.raw`single 'x' \n`],
    ['D', 'exported'],
    ['E', null],
    ['F', ''],
    ['G', 'multi\nline'],
    ['quoted key', '1'],
    ['I', '#nothash'],
    ['J', 'a#b'],
    ['L', 'after'],
    ['N', 'crlf'],
    ['O', 'last'],
  ]);
});

/** What an expression gives after `load`, for a process with these variables; null: its variables are not known. */
function after(
  load: string,
  expression: string,
  variables: Readonly<Record<string, string>> | null,
  file = 'A=file\nB=${A}-${OUTER:-other}\n',
): string {
  const main = `import os\nfrom dotenv import load_dotenv, find_dotenv, dotenv_values\n${load}\nx = ${expression}\n`;
  const loader = {
    ...loaderOf({ 'main.py': main }),
    readText: (path: string) => (path === '/.env' ? file : null),
  };
  const options = variables === null ? {} : { environment: (name: string) => variables[name] ?? null };
  const result = evaluateText(main, {}, { loader, ...options });
  return result.error ?? result.show('x');
}

describe('load_dotenv', () => {
  test.each([
    ['load_dotenv()', "os.environ['A']", {}, "'file'"],
    ['load_dotenv()', "os.environ['A']", { A: 'process' }, "'process'"],
    ['load_dotenv()', "os.getenv('B')", { A: 'process', OUTER: 'o' }, "'process-o'"],
    ['load_dotenv(override=True)', "os.getenv('B')", { A: 'process' }, "'file-other'"],
    ['load_dotenv(find_dotenv())', "os.environ.get('C', 'none')", {}, "'none'"],
    ['load_dotenv("/else/.env")', "os.environ.get('A')", {}, 'None'],
    ['load_dotenv(".env")', "os.environ.get('A')", { A: 'process' }, "'process'"],
    ['', "dotenv_values()['B']", { A: 'process', OUTER: 'o' }, "'file-o'"],
  ])('%s; %s with %j', (load, expression, variables, expected) => {
    expect(after(load, expression, variables)).toBe(expected);
  });

  test('leaves open what it may have set from a file that is not known', () => {
    expect(after('load_dotenv(".env")', "os.environ.get('A')", {})).toMatch(
      /<unknown: the working directory/,
    );
    expect(after('load_dotenv(".env", override=True)', "os.environ.get('A')", { A: 'p' })).toMatch(
      /<unknown/,
    );
  });

  test('sets only what it overrides where the variables of the process are not known', () => {
    expect(after('load_dotenv()', "os.environ.get('A')", null)).toMatch(
      /<unknown: the environment variable `A`/,
    );
    expect(after('load_dotenv(override=True)', "os.environ.get('A')", null)).toBe("'file'");
  });
});

describe('os.environ', () => {
  test.each([
    ['os.environ["X"] = "y"', 'os.getenv("X")', "'y'"],
    ['os.environ.setdefault("X", "y")', 'os.environ["X"]', "'y'"],
    ['os.environ.setdefault("A", "y")', 'os.environ["A"]', "'a'"],
    ['os.environ.update({"X": "1"}, A="2")', '(os.environ["X"], os.environ["A"])', "('1', '2')"],
    ['os.environ.pop("A")', '"A" in os.environ', 'False'],
    ['del os.environ["A"]', 'os.environ.get("A", "gone")', "'gone'"],
    ['', '"A" in os.environ', 'True'],
  ])('%s; %s', (statement, expression, expected) => {
    expect(after(statement, expression, { A: 'a' })).toBe(expected);
  });

  test('has no variable that is not there', () => {
    expect(after('', 'os.environ["X"]', {})).toBe("4: KeyError: 'X'");
  });
});
