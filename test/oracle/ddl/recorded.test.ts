import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { oraclePython } from '../support/tools.ts';
import { record, recordedFile } from './record.ts';

test('the recording of operations is what the real tools emit today', () => {
  expect(JSON.parse(record(oraclePython()))).toEqual(JSON.parse(readFileSync(recordedFile, 'utf8')));
});
