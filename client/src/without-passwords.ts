import type { LogOutputChannel } from 'vscode';

/**
 * The channel as the language client may have it. With `retort.trace.server` the client writes whole requests there, and one
 * that connects carries a password; an opened `alembic.ini` may carry one in its text.
 */
export function withoutPasswords(channel: LogOutputChannel): LogOutputChannel {
  return new Proxy(channel, {
    get: (target, name): unknown => {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== 'function') return member;
      return (...given: readonly unknown[]): unknown => Reflect.apply(member, target, given.map(hide));
    },
  });
}

function hide(value: unknown): unknown {
  if (value instanceof Error) return hide(value.stack ?? value.message);
  if (typeof value !== 'string') return value;
  return value
    .replaceAll(/("(?:password|pwd)"\s*:\s*)"(?:[^"\\]|\\.)*"/gi, '$1"***"')
    .replaceAll(/(\w:\/\/[^\s:/@"\\]*):[^\s"\\]*@/g, '$1:***@')
    .replaceAll(/\b(pwd|password)=(?:\{[^}"]*\}|[^;\s&"\\]*)/gi, '$1=***');
}
