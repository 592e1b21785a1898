/**
 * A text for a log or message with the passwords of its URLs hidden, and `secrets` wherever they stand, as they are and
 * escaped for a URL. Messages hold none to begin with; this makes sure.
 */
export function redact(text: string, secrets: Iterable<string> = []): string {
  // As SQLAlchemy reads them, a password may hold everything but white space.
  let safe = text.replaceAll(/(\w:\/\/[^\s:/@]*):[^\s]*@/g, '$1:***@');
  safe = safe.replaceAll(/\b(pwd|password)=(?:\{[^}]*\}|[^;\s&]*)/gi, '$1=***');
  for (const secret of secrets) {
    for (const form of new Set([secret, encodeURIComponent(secret)])) {
      if (form !== '') safe = safe.replaceAll(form, '***');
    }
  }
  return safe;
}
