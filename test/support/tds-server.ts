/** A server that speaks enough of SQL Server's protocol to see what the driver does, and to fail as a SQL Server fails. */
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import {
  done,
  doneStatus,
  errorToken,
  loginAck,
  preloginAnswer,
  resultSet,
  sqlOf,
  transactionChange,
  type TdsError,
  type TdsValue,
} from './tds-tokens.ts';

/** What a statement is answered with. */
export type TdsReply =
  | { readonly columns: readonly string[]; readonly rows: readonly (readonly TdsValue[])[] }
  | { readonly count: number }
  /** `endsTransaction`: the server rolls back by itself, as for a deadlock. */
  | { readonly error: TdsError; readonly endsTransaction?: boolean }
  /** Until it is cancelled. */
  | 'never'
  /** The connection is cut. */
  | 'cut';

export interface TdsServerOptions {
  /** Of every batch and `sp_executesql` but those that the driver sends by itself. */
  readonly answer?: (sql: string) => TdsReply;
  readonly loginError?: TdsError;
}

/** Types of messages. */
const message = {
  batch: 1,
  call: 3,
  answer: 4,
  attention: 6,
  transaction: 14,
  login: 16,
  prelogin: 18,
} as const;

export class TdsServer {
  /** What came in, in order: statements, `BEGIN`, `COMMIT`, `ROLLBACK`, `CANCEL`. */
  readonly log: string[] = [];
  /** `SET` statements of the driver. */
  readonly session: string[] = [];
  /** How often a user and a password came. */
  logins = 0;
  readonly #options: TdsServerOptions;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  private constructor(options: TdsServerOptions) {
    this.#options = options;
    this.#server = createServer((socket) => {
      this.#sockets.add(socket);
      new Session(socket, this, this.#options).listen();
    });
  }

  static async start(options: TdsServerOptions = {}): Promise<TdsServer> {
    const server = new TdsServer(options);
    await new Promise<void>((ready) => server.#server.listen(0, '127.0.0.1', ready));
    return server;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((closed) => this.#server.close(closed));
  }
}

class Session {
  readonly #socket: Socket;
  readonly #server: TdsServer;
  readonly #options: TdsServerOptions;
  #received = Buffer.alloc(0);
  #message: Buffer[] = [];
  #transactions = 0;
  #transaction: Buffer | null = null;
  #isPending = false;

  constructor(socket: Socket, server: TdsServer, options: TdsServerOptions) {
    this.#socket = socket;
    this.#server = server;
    this.#options = options;
  }

  listen(): void {
    this.#socket.on('error', () => undefined);
    this.#socket.on('data', (chunk) => {
      this.#received = Buffer.concat([this.#received, chunk]);
      while (this.#received.length >= 8) {
        const length = this.#received.readUInt16BE(2);
        if (this.#received.length < length) return;
        const packet = this.#received.subarray(0, length);
        this.#received = this.#received.subarray(length);
        this.#message.push(packet.subarray(8));
        const isLast = (packet.readUInt8(1) & 1) === 1;
        if (!isLast) continue;
        const payload = Buffer.concat(this.#message);
        this.#message = [];
        this.#handle(packet.readUInt8(0), payload);
      }
    });
  }

  #handle(type: number, payload: Buffer): void {
    switch (type) {
      case message.prelogin:
        this.#send(preloginAnswer());
        return;
      case message.login:
        this.#login();
        return;
      case message.attention:
        this.#server.log.push('CANCEL');
        // First what there is of the answer, then that the attention was heard.
        if (this.#isPending) this.#send(done(doneStatus.error));
        this.#isPending = false;
        this.#send(done(doneStatus.attention));
        return;
      case message.transaction:
        this.#change(payload.subarray(payload.readUInt32LE(0)).readUInt16LE(0));
        return;
      case message.batch:
        this.#statement(sqlOf('batch', payload));
        return;
      case message.call:
        this.#statement(sqlOf('call', payload));
        return;
      default:
        this.#socket.destroy();
    }
  }

  #login(): void {
    this.#server.logins++;
    const { loginError } = this.#options;
    if (loginError === undefined) this.#send(loginAck(), done(doneStatus.final));
    else this.#send(errorToken({ severity: 14, ...loginError }), done(doneStatus.error));
  }

  /** Requests 5, 7 and 8: begin, commit, roll back. */
  #change(request: number): void {
    if (request === 5) {
      this.#transaction = Buffer.alloc(8, ++this.#transactions);
      this.#server.log.push('BEGIN');
      this.#send(transactionChange(8, this.#transaction), done(doneStatus.final));
      return;
    }
    const isCommit = request === 7;
    this.#server.log.push(isCommit ? 'COMMIT' : 'ROLLBACK');
    const ended = this.#transaction;
    this.#transaction = null;
    if (ended === null) {
      const name = isCommit ? 'COMMIT' : 'ROLLBACK';
      const text = `The ${name} TRANSACTION request has no corresponding BEGIN TRANSACTION.`;
      this.#send(errorToken({ number: isCommit ? 3902 : 3903, message: text }), done(doneStatus.error));
      return;
    }
    this.#send(transactionChange(isCommit ? 9 : 10, ended), done(doneStatus.final));
  }

  #statement(sql: string): void {
    if (
      /^\s*set (?:ansi|arithabort|concat|cursor|datefirst|dateformat|implicit|language|lock|numeric|quoted|textsize|transaction|xact)/i.test(
        sql,
      )
    ) {
      this.#server.session.push(...sql.split('\n').map((line) => line.trim()));
      this.#send(done(doneStatus.final));
      return;
    }
    this.#server.log.push(sql);
    const reply = this.#options.answer?.(sql) ?? { count: 0 };
    this.#isPending = reply === 'never';
    if (reply === 'never') return;
    if (reply === 'cut') {
      this.#socket.destroy();
      return;
    }
    if ('columns' in reply) {
      this.#send(resultSet(reply.columns, reply.rows), done(doneStatus.count, reply.rows.length));
    } else if ('count' in reply) {
      this.#send(done(doneStatus.count, reply.count));
    } else {
      const ended = reply.endsTransaction === true ? this.#transaction : null;
      if (ended !== null) this.#transaction = null;
      const change = ended === null ? [] : [transactionChange(10, ended)];
      this.#send(errorToken(reply.error), ...change, done(doneStatus.error));
    }
  }

  #send(...tokens: readonly Buffer[]): void {
    const body = Buffer.concat(tokens);
    const header = Buffer.alloc(8);
    header.writeUInt8(message.answer, 0);
    header.writeUInt8(1, 1);
    header.writeUInt16BE(body.length + 8, 2);
    this.#socket.write(Buffer.concat([header, body]));
  }
}
