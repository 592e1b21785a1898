import type { RetortSettings } from '../protocol.ts';

export const defaultSettings: RetortSettings = {
  config: '',
  pythonPath: '',
  lockTimeout: 0,
  statementTimeout: 0,
  types: {},
  inlayHints: { types: true, revision: true },
  autogenerate: { ignore: [] },
  diagnostics: { drift: 'warning' },
};

/** What a client sends is not ours to trust: each value is taken only when it is of its type. */
export function mergeSettings(given: unknown): RetortSettings {
  const { config, pythonPath, lockTimeout, statementTimeout, inlayHints, diagnostics } = defaultSettings;
  const drift = field(field(given, 'diagnostics'), 'drift');
  return {
    config: asString(field(given, 'config'), config),
    pythonPath: asString(field(given, 'pythonPath'), pythonPath),
    lockTimeout: asSeconds(field(given, 'lockTimeout'), lockTimeout),
    statementTimeout: asSeconds(field(given, 'statementTimeout'), statementTimeout),
    types: asTexts(field(given, 'types')),
    inlayHints: {
      types: asBoolean(field(field(given, 'inlayHints'), 'types'), inlayHints.types),
      revision: asBoolean(field(field(given, 'inlayHints'), 'revision'), inlayHints.revision),
    },
    autogenerate: { ignore: asList(field(field(given, 'autogenerate'), 'ignore')) },
    diagnostics: { drift: severities.find((severity) => severity === drift) ?? diagnostics.drift },
  };
}

const severities = ['error', 'warning', 'information', 'hint', 'off'] as const;

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}
function asString(value: unknown, fallback: string): string {
  return typeof value === 'string' ? value : fallback;
}
/** Values that are no text stay as JSON writes them: the engine then tells that they are no type. */
function asTexts(value: unknown): Readonly<Record<string, string>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return {};
  return Object.fromEntries(
    Object.entries(value).map(([name, text]: [string, unknown]) => [
      name,
      typeof text === 'string' ? text : JSON.stringify(text),
    ]),
  );
}
function asList(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
function asSeconds(value: unknown, fallback: number): number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : fallback;
}
function asBoolean(value: unknown, fallback: boolean): boolean {
  return typeof value === 'boolean' ? value : fallback;
}
