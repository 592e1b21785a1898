/** Random edits of Python files, the same for the same seed: what a keystroke, a deletion or an undo may do to a model. */

export type Random = (below: number) => number;

export function seededRandom(seed: number): Random {
  let state = seed & 0x7fffffff;
  return (below) => {
    state = (state * 1103515245 + 12345) & 0x7fffffff;
    return Math.floor((state / 0x80000000) * below);
  };
}

type Edit = (lines: string[], at: number, random: Random) => void;

const inserted = [
  '    added: Mapped[int] = mapped_column(Integer)',
  '    added_by_name = Column("added", String(9))',
  '    broken = Column(',
  'import acme_not_here',
  'from nowhere import nothing',
  'class',
  '    pass',
  '# a comment',
  '"""',
  'raise ValueError("x")',
  'x = [',
];

const edits: readonly Edit[] = [
  (lines, at) => lines.splice(at, 1),
  (lines, at) => lines.splice(at, 0, lines[at] ?? ''),
  (lines, at) => {
    lines[at] = `# ${lines[at] ?? ''}`;
  },
  (lines, at, random) => {
    lines[at] = (lines[at] ?? '').replace(/\b([a-z_]{3,})\b/, (word) => `${word}_${random(3)}`);
  },
  (lines, at, random) => {
    lines[at] = (lines[at] ?? '').replace(/\d+/, () => String(random(100)));
  },
  (lines, at, random) => {
    const line = lines[at] ?? '';
    const from = random(line.length + 1);
    lines[at] = line.slice(0, from) + line.slice(from + 1);
  },
  (lines, at, random) => lines.splice(at, 0, inserted[random(inserted.length)] ?? ''),
  (lines, at, random) => {
    const [line = ''] = lines.splice(at, 1);
    lines.splice(random(lines.length + 1), 0, line);
  },
];

/** One edit of a text. */
export function randomEdit(text: string, random: Random): string {
  const lines = text.split('\n');
  edits[random(edits.length)]?.(lines, random(lines.length), random);
  return lines.join('\n');
}
