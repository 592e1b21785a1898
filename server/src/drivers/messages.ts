import { DatabaseError } from '../sqlalchemy/engine/connection.ts';
import { odbcSettings, queryOption, type Url } from '../sqlalchemy/engine/url.ts';

/**
 * A text from a server or driver with the URL's password taken out. A password that is also the user's or database's
 * name, or too short to be told from ordinary text, stays: hiding it would show where it is.
 */
export function hideSecret(text: string, url: Url): string {
  const open = [url.username, url.database, url.host];
  const secrets = [
    url.password,
    queryOption(url, 'password'),
    queryOption(url, 'sslpassword'),
    odbcSettings(url)?.get('pwd') ?? null,
  ];
  let hidden = text;
  for (const secret of secrets) {
    if (secret === null || secret.length < 3 || open.includes(secret)) continue;
    for (const form of new Set([secret, encodeURIComponent(secret)])) hidden = hidden.replaceAll(form, '***');
  }
  return hidden;
}

/** `promise`, or a DatabaseError as soon as the signal aborts; `giveUp` then stops what is under way. */
export async function untilAborted<T>(
  promise: Promise<T>,
  signal: AbortSignal | undefined,
  giveUp: () => void,
): Promise<T> {
  if (signal === undefined) return promise;
  return new Promise<T>((resolve, reject) => {
    const abort = (): void => {
      giveUp();
      reject(new DatabaseError('Cancelled while connecting', { code: 'CANCELLED' }));
    };
    if (signal.aborted) {
      promise.catch(() => undefined);
      abort();
      return;
    }
    signal.addEventListener('abort', abort, { once: true });
    promise.then(resolve, reject).finally(() => {
      signal.removeEventListener('abort', abort);
    });
  });
}
