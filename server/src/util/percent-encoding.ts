/** Percent escapes as `urllib.parse` writes and reads them. */

/** Escapes the bytes of a text's UTF-8 except letters, digits, `_.-~` and the characters of `safe`. As `quote()`. */
export function percentEncode(text: string, safe: string): string {
  return percentEncodeBytes(new TextEncoder().encode(text), safe);
}

/** The same for bytes. As `quote_from_bytes()`. */
export function percentEncodeBytes(bytes: Uint8Array, safe: string): string {
  return Array.from(bytes, (byte) => {
    const character = String.fromCharCode(byte);
    return byte < 0x80 && (/[A-Za-z0-9_.~-]/.test(character) || safe.includes(character))
      ? character
      : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }).join('');
}

/** As `urllib.parse.unquote`: a stray `%` stays, bytes that are no UTF-8 become U+FFFD. */
export function percentDecode(text: string): string {
  return text.replaceAll(/(?:%[0-9a-fA-F]{2})+/g, (escapes) =>
    new TextDecoder('utf-8', { ignoreBOM: true }).decode(
      Uint8Array.from(escapes.slice(1).split('%'), (byte) => Number.parseInt(byte, 16)),
    ),
  );
}
