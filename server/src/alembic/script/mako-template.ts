import { createInterpreter } from '../../python/eval/evaluate.ts';
import { stdlibModules } from '../../python/eval/stdlib/index.ts';
import { parseModule } from '../../python/syntax/parser.ts';
import { LineIndex } from '../../util/line-index.ts';
import { compileMako, makoRefusal, pythonString } from './mako-source.ts';

/** What a template sees. A tuple and a list differ in their `repr`. */
export type TemplateValue =
  | { readonly kind: 'none' }
  | { readonly kind: 'str'; readonly value: string }
  | { readonly kind: 'tuple' | 'list'; readonly items: readonly string[] };

/** What `config` gives in a template: the options of each section. */
export interface TemplateConfig {
  readonly section: string;
  readonly sections: ReadonlyMap<string, ReadonlyMap<string, string>>;
}

// What Mako and Alembic put beside the template's own names. A name that nothing sets is false, and cannot be written.
const prelude = `
class __Undefined:
    def __bool__(self):
        return False
class __Context:
    def __init__(self, values):
        self.values = values
    def get(self, name, default=None):
        return self.values.get(name, default)
    def __getitem__(self, name):
        return self.values[name]
class __Config:
    def __init__(self, section, sections):
        self.config_ini_section = section
        self.sections = sections
    def get_section(self, name, default=None):
        return self.sections.get(name, default)
    def get_section_option(self, section, name, default=None):
        return self.sections.get(section, {}).get(name.lower(), default)
    def get_main_option(self, name, default=None):
        return self.get_section_option(self.config_ini_section, name, default)
    get_alembic_option = get_main_option
def comma(value):
    if value is None:
        return ""
    return value if isinstance(value, str) else ", ".join(value)
__out = []
def __write(line, value):
    __out.append((line, None if isinstance(value, __Undefined) else str(value)))
`;

/**
 * Renders a template. It is translated to Python, as Mako does, and evaluated; its code is never executed. Throws
 * CommandError, with the line, for what cannot be evaluated.
 */
export function renderTemplate(
  file: string,
  template: string,
  values: ReadonlyMap<string, TemplateValue>,
  config: TemplateConfig = { section: 'alembic', sections: new Map() },
): string {
  const { python, lines } = compileMako(file, template);
  const head = `${prelude}${undefinedNames(python, values)}${assignments(values, config)}`;
  const module = parseModule(file, head + python);
  const index = new LineIndex(head + python);
  const first = head.split('\n').length - 1;
  const lineOf = (offset: number | undefined): number =>
    offset === undefined ? 1 : (lines[index.lineColumn(offset).line - first] ?? 1);
  const [error] = module.errors;
  if (error !== undefined) throw makoRefusal(file, lineOf(error.range.start), 'what is no Python');

  const refusals: { readonly line: number; readonly reason: string }[] = [];
  const interpreter = createInterpreter({
    loader: { find: () => null },
    nativeModules: stdlibModules,
    onUnknownControlFlow: (origin, reason) => {
      refusals.push({ line: lineOf(origin?.range.start), reason });
    },
  });
  const outcome = interpreter.runModule(module, 'script_py_mako');
  if (!outcome.ok) {
    const { origin, message } = outcome.problem;
    throw makoRefusal(file, lineOf(origin?.range.start), `code that fails (${message})`);
  }
  const out = outcome.value.namespace.get('__out');
  let text = '';
  for (const pair of out?.kind === 'list' ? out.items : []) {
    const [line, value] = pair.kind === 'tuple' ? pair.items : [];
    if (value?.kind === 'str') text += value.value;
    else if (line?.kind === 'int') {
      const reason = value?.kind === 'unknown' ? value.reason : 'a name that is not defined';
      refusals.push({ line: Number(line.value), reason });
    }
  }
  const [refusal] = refusals;
  if (refusal !== undefined) {
    throw makoRefusal(file, refusal.line, `what cannot be known (${refusal.reason})`);
  }
  return text;
}

/** Mako gives every name that a template uses and nothing sets the value Undefined. */
function undefinedNames(python: string, values: ReadonlyMap<string, TemplateValue>): string {
  const known = new Set([...values.keys(), 'config', 'context', 'comma', ...reserved]);
  const used = new Set(python.match(/\b[A-Za-z_]\w*\b/g));
  const names = [...used].filter((name) => !known.has(name) && !name.startsWith('__'));
  return names.map((name) => `${name} = __Undefined()\n`).join('');
}

/** Keywords, and builtins that a template may want: these are not undefined. */
const reserved =
  'and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield None True False print repr str len int float bool list tuple dict set frozenset sorted reversed enumerate zip map filter range any all min max sum abs isinstance issubclass hasattr getattr setattr type iter next format chr ord round globals locals vars object super property staticmethod classmethod Exception ValueError KeyError TypeError AttributeError IndexError NameError ImportError StopIteration NotImplementedError'.split(
    ' ',
  );

function assignments(values: ReadonlyMap<string, TemplateValue>, config: TemplateConfig): string {
  const entries = [...values].map(([name, value]) => [name, literal(value)] as const);
  const dict = (items: Iterable<readonly [string, string]>): string =>
    `{${[...items].map(([key, value]) => `${pythonString(key)}: ${value}`).join(', ')}}`;
  const sections = [...config.sections].map(
    ([name, options]) =>
      [name, dict([...options].map(([key, value]) => [key, pythonString(value)]))] as const,
  );
  return [
    ...entries.map(([name, value]) => `${name} = ${value}`),
    `context = __Context(${dict(entries)})`,
    `config = __Config(${pythonString(config.section)}, ${dict(sections)})`,
    '',
  ].join('\n');
}

function literal(value: TemplateValue): string {
  switch (value.kind) {
    case 'none':
      return 'None';
    case 'str':
      return pythonString(value.value);
    case 'list':
      return `[${value.items.map(pythonString).join(', ')}]`;
    case 'tuple':
      return `(${value.items.map((item) => `${pythonString(item)}, `).join('')})`;
  }
}
