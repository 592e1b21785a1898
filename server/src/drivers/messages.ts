import { DatabaseError } from '../sqlalchemy/engine/connection.ts';
import { secretsOf, type Url } from '../sqlalchemy/engine/url.ts';
import { redact } from '../util/redact.ts';

/** A text from a server or driver with the URL's password taken out. */
export function hideSecret(text: string, url: Url): string {
  return redact(text, secretsOf(url));
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
