import { expect, test } from 'vitest';
import type { LogOutputChannel } from 'vscode';
import { withoutPasswords } from '../../client/src/without-passwords.ts';

/** What a channel that keeps what it is given has kept. */
function written(write: (channel: LogOutputChannel) => void): string {
  const lines: unknown[] = [];
  const keep = (...given: readonly unknown[]): void => void lines.push(...given);
  const channel = { name: 'Retort', trace: keep, error: keep, appendLine: keep };
  write(withoutPasswords(channel as unknown as LogOutputChannel));
  return lines.map(String).join('\n');
}

test.each(['s3cret', 'a"b\\c', 'p@ss/w:rd%41 x', '密码'])('a request with the password %j', (password) => {
  for (const indent of [undefined, 4]) {
    const params = JSON.stringify({ url: 'postgresql://u@h/d', password, other: 'stays' }, null, indent);
    const text = written((channel) => {
      channel.trace(`Sending request 'retort/run - (3)'.\nParams: ${params}`);
    });
    expect(text).not.toContain(JSON.stringify(password).slice(1, -1));
    expect(text).toContain('"***"');
    expect(text).toContain('stays');
    expect(text).toContain('postgresql://u@h/d');
  }
});

test.each([
  [
    'sqlalchemy.url = postgresql://u:s3cret@h/d\\nother = stays@here',
    'sqlalchemy.url = postgresql://u:***@h/d\\nother = stays@here',
  ],
  ['url?odbc_connect=DSN=x;PWD=s3cret;y', 'url?odbc_connect=DSN=x;PWD=***;y'],
  ['postgresql://u@h/d?password=s3cret&sslmode=require', 'postgresql://u@h/d?password=***&sslmode=require'],
])('the text %j', (text, hidden) => {
  expect(
    written((channel) => {
      channel.error(JSON.stringify({ text }).slice(9, -2));
      channel.appendLine('plain');
      channel.error(new Error(text));
    }),
  ).not.toContain('s3cret');
  expect(
    written((channel) => {
      channel.appendLine(text);
    }),
  ).toBe(hidden);
});

test('what is no method is as it was', () => {
  expect(withoutPasswords({ name: 'Retort' } as LogOutputChannel).name).toBe('Retort');
});
