import type { Connection } from '../sqlalchemy/engine/connection.ts';
import type { Url } from '../sqlalchemy/engine/url.ts';
import type { ConnectOptions } from './connect-options.ts';

export function connectMssql(_url: Url, _options: ConnectOptions): Promise<Connection> {
  return Promise.reject(new Error('not implemented'));
}
