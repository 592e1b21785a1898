/** `json.dumps` of Python with its default separators: what a JSON column's bind processor sends. */
export function pythonJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(pythonJson).join(', ')}]`;
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'string') return asciiString(value);
  if (typeof value === 'object' && value !== null) {
    const items = value instanceof Map ? [...(value as Map<string, unknown>)] : Object.entries(value);
    return `{${items.map(([key, item]) => `${asciiString(key)}: ${pythonJson(item)}`).join(', ')}}`;
  }
  return value === undefined ? 'null' : JSON.stringify(value);
}

function asciiString(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\uffff]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
