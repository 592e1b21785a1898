/** What a SQL Server answers, as bytes: https://learn.microsoft.com/openspecs/windows_protocols/ms-tds */

const byte = (value: number): Buffer => Buffer.from([value]);

function short(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}

function long(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32LE(value);
  return bytes;
}

/** B_VARCHAR: the length in characters in one byte. */
const shortText = (text: string): Buffer => Buffer.concat([byte(text.length), Buffer.from(text, 'utf16le')]);
/** US_VARCHAR: in two. */
const longText = (text: string): Buffer => Buffer.concat([short(text.length), Buffer.from(text, 'utf16le')]);

function sized(token: number, ...parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  return Buffer.concat([byte(token), short(body.length), body]);
}

export interface TdsError {
  readonly number: number;
  readonly message: string;
  /** In the batch, from 1. */
  readonly line?: number;
  readonly severity?: number;
}

export function errorToken({ number, message, line = 1, severity = 16 }: TdsError): Buffer {
  return sized(
    0xaa,
    ...[long(number), byte(1), byte(severity), longText(message)],
    ...[shortText('fake'), shortText(''), long(line)],
  );
}

export const loginAck = (): Buffer =>
  sized(
    0xad,
    byte(1),
    Buffer.from([0x74, 0, 0, 4]),
    shortText('Microsoft SQL Server'),
    Buffer.from([16, 0, 0, 0]),
  );

/** Begin (8), commit (9) and rollback (10) of a transaction. */
export function transactionChange(type: 8 | 9 | 10, descriptor: Buffer): Buffer {
  const [to, from] = type === 8 ? [descriptor, Buffer.alloc(0)] : [Buffer.alloc(0), descriptor];
  return sized(0xe3, byte(type), byte(to.length), to, byte(from.length), from);
}

export const doneStatus = { final: 0, error: 2, count: 0x10, attention: 0x20 } as const;

export function done(status: number, rows = 0): Buffer {
  return Buffer.concat([byte(0xfd), short(status), short(0), long(rows), long(0)]);
}

export type TdsValue = number | string | null;

/** Integers as INTN, everything else as NVARCHAR. */
export function resultSet(columns: readonly string[], rows: readonly (readonly TdsValue[])[]): Buffer {
  const isInteger = columns.map((_name, index) => rows.some((row) => typeof row[index] === 'number'));
  const collation = Buffer.from([9, 4, 0xd0, 0, 0x34]);
  const described = columns.map((name, index) =>
    Buffer.concat([
      ...[long(0), short(1)],
      ...(isInteger[index] === true ? [byte(0x26), byte(4)] : [byte(0xe7), short(8000), collation]),
      shortText(name),
    ]),
  );
  const values = rows.map((row) =>
    Buffer.concat([
      byte(0xd1),
      ...row.map((value, index) => {
        if (isInteger[index] === true)
          return value === null ? byte(0) : Buffer.concat([byte(4), long(Number(value))]);
        if (value === null) return short(0xffff);
        const text = Buffer.from(String(value), 'utf16le');
        return Buffer.concat([short(text.length), text]);
      }),
    ]),
  );
  return Buffer.concat([byte(0x81), short(columns.length), ...described, ...values]);
}

/** Version 16, and whether the server can encrypt: never. */
export function preloginAnswer(): Buffer {
  const options = [
    { token: 0, data: Buffer.from([16, 0, 0, 0, 0, 0]) },
    { token: 1, data: Buffer.from([2]) },
    { token: 2, data: Buffer.from([0]) },
    { token: 3, data: Buffer.alloc(0) },
    { token: 4, data: Buffer.from([0]) },
  ];
  let offset = options.length * 5 + 1;
  const heads = options.map(({ token, data }) => {
    const head = Buffer.alloc(5);
    head.writeUInt8(token, 0);
    head.writeUInt16BE(offset, 1);
    head.writeUInt16BE(data.length, 3);
    offset += data.length;
    return head;
  });
  return Buffer.concat([...heads, byte(0xff), ...options.map(({ data }) => data)]);
}

/** The text of a batch, or the statement of an `sp_executesql`. */
export function sqlOf(kind: 'batch' | 'call', payload: Buffer): string {
  const body = payload.subarray(payload.readUInt32LE(0));
  if (kind === 'batch') return body.toString('utf16le');
  // A procedure by its number (sp_executesql is 10), flags, then the first parameter: a name, a status, NVARCHAR.
  const named = body.readUInt16LE(0) !== 0xffff;
  const start = named ? 2 + body.readUInt16LE(0) * 2 + 2 : 6;
  let at = start + 1 + body.readUInt8(start) * 2 + 1;
  if (body.readUInt8(at) !== 0xe7) return body.toString('utf16le', 2, start);
  const maximum = body.readUInt16LE(at + 1);
  at += 8;
  if (maximum !== 0xffff) return body.toString('utf16le', at + 2, at + 2 + body.readUInt16LE(at));
  const size = body.readUInt32LE(at + 8);
  return body.toString('utf16le', at + 12, at + 12 + size);
}
