import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { md5OfBytes } from '../../server/src/util/md5.ts';
import { sha1Hex, sha256Hex } from '../../server/src/util/sha.ts';

/** Lengths around the ends of blocks, where the padding differs. */
const lengths = [0, 1, 3, 55, 56, 57, 63, 64, 65, 119, 120, 128, 1000];

test.each([
  ['md5', md5OfBytes],
  ['sha1', sha1Hex],
  ['sha256', sha256Hex],
] as const)('%s is that of Node', (name, digest) => {
  for (const length of lengths) {
    const bytes = Uint8Array.from({ length }, (_, i) => (i * 37 + length) % 256);
    expect(digest(bytes), `${length} bytes`).toBe(createHash(name).update(bytes).digest('hex'));
  }
});
