/** How long an integer is: operations on long ones are one step of a program, but not one of the machine. */

/** Python's own limit for texts of integers (`sys.int_info.default_max_str_digits`). */
export const maximumDigits = 4300;

const smallestBig = 2048;
const bigFrom = 1n << BigInt(smallestBig);
/** Powers of two with the exponents 2048, 4096, …: comparing with them costs nothing, counting digits does. */
const powers: { readonly exponent: number; readonly power: bigint }[] = [];

export function isBig(value: bigint): boolean {
  return value >= bigFrom || value <= -bigFrom;
}

/** The number of bits; for a big integer up to twice as many. */
export function bitsOf(value: bigint): number {
  const magnitude = value < 0n ? -value : value;
  if (!isBig(value)) return magnitude.toString(2).length;
  for (let i = 0; ; i++) {
    const exponent = smallestBig * 2 ** (i + 1);
    powers[i] ??= { exponent, power: 1n << BigInt(exponent) };
    if (magnitude < (powers[i]?.power ?? 0n)) return exponent;
  }
}
