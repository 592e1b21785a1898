/** The emulated modules of Python's standard library. What is not here is Unknown to evaluated code. */
import type { NativeModuleFactory } from '../interpreter.ts';

export const stdlibModules: ReadonlyMap<string, NativeModuleFactory> = new Map();
