import { beforeAll, expect, test } from 'vitest';
import { stdlibModules } from '../../../../server/src/python/eval/stdlib/index.ts';
import { sqlalchemyModules } from '../../../../server/src/sqlalchemy/bindings/index.ts';
import { fileDescriptor } from '../../../../server/src/sqlalchemy/bindings/packages/protobuf-descriptor.ts';
import { evaluateText, type Evaluated } from '../../../support/evaluate.ts';
import { initTestParser } from '../../../support/python.ts';

beforeAll(initTestParser);

const nativeModules = new Map([...stdlibModules, ...sqlalchemyModules]);
const evaluate = (text: string, files: Readonly<Record<string, string>> = {}): Evaluated =>
  evaluateText(text, files, { nativeModules });

// The bytes are what google.protobuf 6 serializes for `enum Status` and `message Order { enum Kind }`.
const shop = String.raw`from google.protobuf import descriptor as _descriptor
from google.protobuf import descriptor_pool as _descriptor_pool
from google.protobuf import runtime_version as _runtime_version
from google.protobuf.internal import builder as _builder
_runtime_version.ValidateProtobufRuntimeVersion(_runtime_version.Domain.PUBLIC, 6, 31, 0, '', 'shop.proto')
DESCRIPTOR = _descriptor_pool.Default().AddSerializedFile(b'\n\nshop.proto\x12\x04shop"\x16\n\x05Order"\r\n\x04Kind\x12\x05\n\x01A\x10\x00*<\n\x06Status\x12\x08\n\x04OPEN\x10\x01\x12\x0b\n\x06CLOSED\x10\xac\x02\x12\x11\n\x04LOST\x10\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01\x12\x08\n\x04NONE\x10\x00B\x03\n\x01x')
_globals = globals()
_builder.BuildMessageAndEnumDescriptors(DESCRIPTOR, _globals)
_builder.BuildTopDescriptorsAndMessages(DESCRIPTOR, 'shop_pb2', _globals)
if not _descriptor._USE_C_DESCRIPTORS:
    _globals['_ORDER']._loaded_options = None
`;

test('the enums of a generated module are known, its messages are not', () => {
  const result = evaluate(
    `from shop_pb2 import Status, CLOSED, Order, _ORDER
x = [Status.Value('OPEN'), Status.Name(300), Status.LOST, CLOSED, Status.keys(), Status.values()]
`,
    { 'shop_pb2.py': shop },
  );
  expect(result.show('x')).toBe(
    "[1, 'CLOSED', -1, 300, ['OPEN', 'CLOSED', 'LOST', 'NONE'], [1, 300, -1, 0]]",
  );
  expect(result.value('Order').kind).toBe('unknown');
  expect(result.value('_ORDER').kind).toBe('unknown');
});

test('a name that an enum lacks is an error as there', () => {
  const files = { 'shop_pb2.py': shop };
  expect(evaluate("from shop_pb2 import Status\nStatus.Value('X')\n", files).error).toMatch(
    /^2: ValueError/u,
  );
  expect(evaluate('from shop_pb2 import Status\nStatus.Name(7)\n', files).error).toMatch(/^2: ValueError/u);
});

test.each([[[0x0a]], [[0x0a, 0x05, 0x41]], [[0x80]], [[0x0f]]])(
  'bytes that are no descriptor: %j',
  (bytes) => {
    expect(fileDescriptor(Uint8Array.from(bytes))).toBeNull();
  },
);

// What packaging 25 answers.
test('versions of packages compare', () => {
  const result = evaluate(`from packaging.version import Version, parse
x = [str(Version('2.0.58')), parse('2.1.0b1').major, Version('2.1b1') < Version('2.1'), Version('1.10') > Version('1.9'),
     Version('1.0') == Version('1.0.0'), Version('3.1.4').release, Version('v2.0').base_version,
     Version('2.0rc1').is_prerelease, Version('2.0rc1') >= Version('2.0'), Version('2.0.dev3') < Version('2.0')]
y = Version('1.0+local')
z = Version('2.0a1') < Version('2.0b1')
`);
  expect(result.show('x')).toBe("['2.0.58', 2, True, True, True, (3, 1, 4), '2.0', True, False, True]");
  expect(result.value('y').kind).toBe('unknown');
  expect(result.value('z').kind).toBe('unknown');
});
