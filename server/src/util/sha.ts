/** SHA-1 and SHA-256, in hex. Own code, since the engine runs without Node too. */

export function sha1Hex(bytes: Uint8Array): string {
  let state = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0];
  for (const block of blocks(bytes)) {
    const words = [...block];
    for (let i = 16; i < 80; i++) words.push(rotateLeft(at(words, i - 3, i - 8, i - 14, i - 16), 1));
    let [a = 0, b = 0, c = 0, d = 0, e = 0] = state;
    for (let i = 0; i < 80; i++) {
      const [mixed, constant] = sha1Round(i, b, c, d);
      const next = (rotateLeft(a, 5) + mixed + e + constant + (words[i] ?? 0)) | 0;
      [e, d, c, b, a] = [d, c, rotateLeft(b, 30), a, next];
    }
    state = added(state, [a, b, c, d, e]);
  }
  return hex(state);
}

function sha1Round(i: number, b: number, c: number, d: number): readonly [mixed: number, constant: number] {
  if (i < 20) return [(b & c) | (~b & d), 0x5a827999];
  if (i < 40) return [b ^ c ^ d, 0x6ed9eba1];
  if (i < 60) return [(b & c) | (b & d) | (c & d), 0x8f1bbcdc];
  return [b ^ c ^ d, 0xca62c1d6];
}

const primes = [...Array(312).keys()].filter(
  (n) => n > 1 && [...Array(Math.floor(Math.sqrt(n)) + 1).keys()].every((d) => d < 2 || n % d !== 0),
);
const fraction = (value: number): number => Math.floor((value - Math.floor(value)) * 2 ** 32) | 0;
const initial = primes.slice(0, 8).map((prime) => fraction(Math.sqrt(prime)));
const constants = primes.slice(0, 64).map((prime) => fraction(Math.cbrt(prime)));

export function sha256Hex(bytes: Uint8Array): string {
  let state = initial;
  for (const block of blocks(bytes)) {
    const words = [...block];
    for (let i = 16; i < 64; i++) {
      const [w15, w2] = [words[i - 15] ?? 0, words[i - 2] ?? 0];
      const s0 = rotateRight(w15, 7) ^ rotateRight(w15, 18) ^ (w15 >>> 3);
      const s1 = rotateRight(w2, 17) ^ rotateRight(w2, 19) ^ (w2 >>> 10);
      words.push(((words[i - 16] ?? 0) + s0 + (words[i - 7] ?? 0) + s1) | 0);
    }
    let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state;
    for (let i = 0; i < 64; i++) {
      const s1 = rotateRight(e, 6) ^ rotateRight(e, 11) ^ rotateRight(e, 25);
      const first = (h + s1 + ((e & f) ^ (~e & g)) + (constants[i] ?? 0) + (words[i] ?? 0)) | 0;
      const s0 = rotateRight(a, 2) ^ rotateRight(a, 13) ^ rotateRight(a, 22);
      const second = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      [h, g, f, e, d, c, b, a] = [g, f, e, (d + first) | 0, c, b, a, (first + second) | 0];
    }
    state = added(state, [a, b, c, d, e, f, g, h]);
  }
  return hex(state);
}

/** The text in blocks of sixteen big-endian words, with the end mark and the length behind it. */
function blocks(bytes: Uint8Array): readonly (readonly number[])[] {
  const count = ((bytes.length + 8) >> 6) + 1;
  const padded = new Uint8Array(count * 64);
  padded.set(bytes);
  padded[bytes.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setUint32(padded.length - 4, bytes.length * 8);
  view.setUint32(padded.length - 8, Math.floor(bytes.length / 2 ** 29));
  return Array.from({ length: count }, (_block, index) =>
    Array.from({ length: 16 }, (_word, word) => view.getInt32(index * 64 + word * 4)),
  );
}

const rotateLeft = (value: number, by: number): number => (value << by) | (value >>> (32 - by));
const rotateRight = (value: number, by: number): number => (value >>> by) | (value << (32 - by));
const at = (words: readonly number[], ...places: readonly number[]): number =>
  places.reduce((mixed, place) => mixed ^ (words[place] ?? 0), 0);
const added = (a: readonly number[], b: readonly number[]): number[] =>
  a.map((value, i) => (value + (b[i] ?? 0)) | 0);
const hex = (words: readonly number[]): string =>
  words.map((word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
