import type { RetortSettings } from '../protocol.ts';

export const defaultSettings: RetortSettings = {
  config: '',
  pythonPath: '',
  lockTimeout: 0,
  statementTimeout: 0,
  types: {},
  autogenerate: {
    ignore: [],
    safeOrder: true,
    constraintNames: true,
    renames: true,
    enums: true,
    constraints: true,
    notNullInSteps: false,
  },
  inlayHints: { types: true, revision: true },
  diagnostics: { drift: 'warning' },
};

/** What a client sends is not ours to trust: each value is taken only when it is of its type. */
export function mergeSettings(given: unknown): RetortSettings {
  const { config, pythonPath, lockTimeout, statementTimeout, autogenerate, inlayHints, diagnostics } =
    defaultSettings;
  const drift = field(field(given, 'diagnostics'), 'drift');
  const switchOf = (name: Exclude<keyof RetortSettings['autogenerate'], 'ignore'>): boolean =>
    asBoolean(field(field(given, 'autogenerate'), name), autogenerate[name]);
  return {
    config: asString(field(given, 'config'), config),
    pythonPath: asString(field(given, 'pythonPath'), pythonPath),
    lockTimeout: asSeconds(field(given, 'lockTimeout'), lockTimeout),
    statementTimeout: asSeconds(field(given, 'statementTimeout'), statementTimeout),
    types: asTexts(field(given, 'types')),
    autogenerate: {
      ignore: asList(field(field(given, 'autogenerate'), 'ignore')),
      safeOrder: switchOf('safeOrder'),
      constraintNames: switchOf('constraintNames'),
      renames: switchOf('renames'),
      enums: switchOf('enums'),
      constraints: switchOf('constraints'),
      notNullInSteps: switchOf('notNullInSteps'),
    },
    inlayHints: {
      types: asBoolean(field(field(given, 'inlayHints'), 'types'), inlayHints.types),
      revision: asBoolean(field(field(given, 'inlayHints'), 'revision'), inlayHints.revision),
    },
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
