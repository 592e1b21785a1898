/** A text for a log or message with the passwords of its URLs hidden. Messages hold none to begin with; this makes sure. */
export function redact(text: string, secrets: Iterable<string> = []): string {
  let safe = text.replaceAll(/(\w:\/\/[^\s:/@]*):[^\s/]*@/g, '$1:***@');
  safe = safe.replaceAll(/\b(pwd|password)=(?:\{[^}]*\}|[^;\s&]*)/gi, '$1=***');
  for (const secret of secrets) if (secret !== '') safe = safe.replaceAll(secret, '***');
  return safe;
}
