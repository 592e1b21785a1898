/**
 * The clock and chance of our runs. What they give is conspicuous, so that it can be told apart in our text.
 */
export const offlineRun = {
  now: (): Date => new Date(2001, 1, 3, 4, 5, 6, 789),
  randomBytes: (count: number): Uint8Array => new Uint8Array(count).fill(0xab),
};

/** What is conspicuous, and what the other tool may have in its place. */
const forms: readonly (readonly [RegExp, RegExp])[] = [
  // Seconds and milliseconds since 1970.
  [/(?<!\d)9811\d{5}(?:\d{3})?(?!\d)/g, /^\d+$/],
  [/2001-02-0\d[ T]\d\d:\d\d:06\.\d{6}/g, /^\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d\.\d{6}$/],
  [
    /abababab-abab-4bab-abab-abababababab/g,
    /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
  ],
  [/abababababab4bababababababababab/g, /^[0-9a-f]{12}4[0-9a-f]{3}[89ab][0-9a-f]{15}$/],
];

/**
 * The other tool's text with our moments and identifiers for its own, exactly where ours stand in our text and where what
 * it has there is of the same form.
 */
export function withOurRunTime(ours: string, theirs: string): string {
  let text = theirs;
  for (const [conspicuous, form] of forms) {
    for (const { 0: own, index } of ours.matchAll(conspicuous)) {
      const end = index + own.length;
      if (form.test(text.slice(index, end))) text = text.slice(0, index) + own + text.slice(end);
    }
  }
  return text;
}
