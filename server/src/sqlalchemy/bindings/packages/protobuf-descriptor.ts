/** Reads a serialized `FileDescriptorProto`: https://protobuf.dev/programming-guides/encoding/ */

export interface EnumDescriptor {
  readonly name: string;
  readonly values: readonly { readonly name: string; readonly number: number }[];
}
/** What stands at the top of a `.proto` file. */
export interface FileDescriptor {
  readonly enums: readonly EnumDescriptor[];
  readonly messages: readonly string[];
}

/** Null for bytes that are none. */
export function fileDescriptor(bytes: Uint8Array): FileDescriptor | null {
  const fields = fieldsOf(bytes);
  if (fields === null) return null;
  const enums: EnumDescriptor[] = [];
  const messages: string[] = [];
  for (const { number, content } of fields) {
    if (typeof content === 'bigint') continue;
    if (number === 4) messages.push(nameOf(content));
    if (number === 5) enums.push({ name: nameOf(content), values: enumValues(content) });
  }
  return { enums, messages };
}

function enumValues(bytes: Uint8Array): EnumDescriptor['values'] {
  return (fieldsOf(bytes) ?? []).flatMap(({ number, content }) => {
    if (number !== 2 || typeof content === 'bigint') return [];
    const value = (fieldsOf(content) ?? []).find((field) => field.number === 2)?.content;
    return [
      { name: nameOf(content), number: typeof value === 'bigint' ? Number(BigInt.asIntN(32, value)) : 0 },
    ];
  });
}

/** Field 1 of messages, enums and enum values alike. */
function nameOf(bytes: Uint8Array): string {
  const name = (fieldsOf(bytes) ?? []).find(({ number }) => number === 1)?.content;
  return name instanceof Uint8Array ? new TextDecoder().decode(name) : '';
}

interface Field {
  readonly number: number;
  /** Numbers, or the bytes of texts and messages. */
  readonly content: bigint | Uint8Array;
}

function fieldsOf(bytes: Uint8Array): readonly Field[] | null {
  const fields: Field[] = [];
  let at = 0;
  const variant = (): bigint | null => {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = bytes[at++];
      if (byte === undefined) return null;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    return null;
  };
  while (at < bytes.length) {
    const tag = variant();
    if (tag === null) return null;
    const number = Number(tag >> 3n);
    const value = widthOf(Number(tag & 7n), variant);
    if (value === null) return null;
    if (typeof value === 'bigint') {
      fields.push({ number, content: value });
      continue;
    }
    if (at + value > bytes.length) return null;
    fields.push({ number, content: bytes.subarray(at, at + value) });
    at += value;
  }
  return fields;
}

/** A number by wire type, or how many bytes the content has; null for a type that there is not. */
function widthOf(wireType: number, variant: () => bigint | null): bigint | number | null {
  switch (wireType) {
    case 0:
      return variant();
    case 1:
      return 8;
    case 2: {
      const length = variant();
      return length === null ? null : Number(length);
    }
    case 5:
      return 4;
    default:
      return null;
  }
}
