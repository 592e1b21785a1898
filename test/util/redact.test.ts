import { expect, test } from 'vitest';
import { redact } from '../../server/src/util/redact.ts';

test.each([
  ['failed: postgresql://app:s3cret@db/shop', 'failed: postgresql://app:***@db/shop'],
  [
    'a password with @ and :  postgresql://app:p@ss:w@db/shop',
    'a password with @ and :  postgresql://app:***@db/shop',
  ],
  ['DRIVER={x};UID=sa;PWD={a;b};SERVER=h', 'DRIVER={x};UID=sa;PWD=***;SERVER=h'],
  [
    'postgresql://app@db/shop?password=s3cret&sslmode=require',
    'postgresql://app@db/shop?password=***&sslmode=require',
  ],
  ['no secret: http://host:5432/x', 'no secret: http://host:5432/x'],
])('%s', (text, safe) => {
  expect(redact(text)).toBe(safe);
});

test('a known password is hidden wherever it stands', () => {
  expect(redact('role "hunter2" does not exist', ['hunter2'])).toBe('role "***" does not exist');
  expect(redact('nothing to hide', [''])).toBe('nothing to hide');
});
