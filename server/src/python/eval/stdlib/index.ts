/** The emulated modules of Python's standard library. What is not here is Unknown to evaluated code. */
import type { NativeModuleFactory } from '../interpreter.ts';
import { asyncioModule } from './asyncio.ts';
import { collectionsAbcModule, collectionsModule } from './collections.ts';
import { dataclassesModule } from './dataclasses.ts';
import { datetimeModule, timeModule, zoneinfoModule } from './datetime.ts';
import { dotenvModule } from './dotenv.ts';
import { enumModule } from './enum.ts';
import { functoolsModule, itertoolsModule, operatorModule } from './functools.ts';
import { hashlibModule } from './hashlib.ts';
import { osModule, osPathModule, pathlibModule, sysModule } from './os.ts';
import {
  abcModule,
  contextlibModule,
  futureModule,
  importlibMetadataModule,
  importlibModule,
  inspectModule,
  loggingConfigModule,
  loggingModule,
  mathModule,
  randomModule,
  secretsModule,
  typesModule,
  warningsModule,
} from './runtime-modules.ts';
import { lazyObjectProxyModule } from './lazy-object-proxy.ts';
import { packagingVersionModule } from './packaging.ts';
import { reModule } from './re.ts';
import { decimalModule } from './decimal.ts';
import { copyModule, jsonModule, stringModule, textwrapModule, uuidModule } from './text.ts';
import { typingModule } from './typing.ts';
import { urllibModule, urllibParseModule } from './urllib-parse.ts';
import { pytzModule } from './pytz.ts';
import { platformModule, structModule, threadingModule } from './machine-modules.ts';

export const stdlibModules: ReadonlyMap<string, NativeModuleFactory> = new Map([
  ['__future__', futureModule],
  ['abc', abcModule],
  ['asyncio', asyncioModule],
  ['collections', collectionsModule],
  ['collections.abc', collectionsAbcModule],
  ['contextlib', contextlibModule],
  ['copy', copyModule],
  ['dataclasses', dataclassesModule],
  ['datetime', datetimeModule],
  ['decimal', decimalModule],
  ['dotenv', dotenvModule],
  ['dotenv.main', dotenvModule],
  ['enum', enumModule],
  ['functools', functoolsModule],
  ['hashlib', hashlibModule],
  ['importlib', importlibModule],
  ['importlib.metadata', importlibMetadataModule],
  ['inspect', inspectModule],
  ['itertools', itertoolsModule],
  ['json', jsonModule],
  ['lazy_object_proxy', lazyObjectProxyModule],
  ['logging', loggingModule],
  ['logging.config', loggingConfigModule],
  ['math', mathModule],
  ['operator', operatorModule],
  ['os', osModule],
  ['os.path', osPathModule],
  ['packaging.version', packagingVersionModule],
  ['pathlib', pathlibModule],
  ['platform', platformModule],
  ['pytz', pytzModule],
  ['random', randomModule],
  ['re', reModule],
  ['secrets', secretsModule],
  ['string', stringModule],
  ['struct', structModule],
  ['sys', sysModule],
  ['textwrap', textwrapModule],
  ['threading', threadingModule],
  ['time', timeModule],
  ['types', typesModule],
  ['typing', typingModule],
  ['typing_extensions', typingModule],
  ['urllib', urllibModule],
  ['urllib.parse', urllibParseModule],
  ['uuid', uuidModule],
  ['warnings', warningsModule],
  ['zoneinfo', zoneinfoModule],
]);
