import { readFileSync, existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');
interface MenuEntry {
  readonly command: string;
  readonly when?: string;
}
const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
  readonly icon: string;
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly category: string }[];
    readonly menus: Readonly<Record<string, readonly MenuEntry[]>>;
    readonly viewsContainers: { readonly activitybar: readonly { readonly icon: string }[] };
    readonly viewsWelcome: readonly { readonly contents: string }[];
  };
};
const declared = manifest.contributes.commands.map(({ command }) => command);
// The table is read as text, since importing it needs VS Code.
const table = readFileSync(path.join(root, 'client/src/commands/index.ts'), 'utf8');
const registered = [...table.matchAll(/^ {2}'(retort\.\w+)':/gmu)].map((match) => match[1] ?? '');

describe('package.json', () => {
  it('declares exactly the commands that the client registers', () => {
    expect([...registered].sort()).toEqual([...declared].sort());
  });

  it('names only declared commands in menus and welcome views', () => {
    for (const { command } of Object.values(manifest.contributes.menus).flat()) {
      expect(declared).toContain(command);
    }
    const linked = manifest.contributes.viewsWelcome.flatMap(({ contents }) =>
      [...contents.matchAll(/command:(retort\.\w+)/gu)].map((match) => match[1]),
    );
    expect(linked).not.toHaveLength(0);
    for (const command of linked) expect(declared).toContain(command);
  });

  it('keeps the palette to one category, without commands that need an argument', () => {
    for (const { category } of manifest.contributes.commands) expect(category).toBe('Alembic');
    const hidden = (manifest.contributes.menus['commandPalette'] ?? [])
      .filter(({ when }) => when === 'false')
      .map(({ command }) => command);
    expect(hidden).toEqual(
      expect.arrayContaining([
        'retort.upgradeTo',
        'retort.downgradeTo',
        'retort.openRevision',
        'retort.openFile',
      ]),
    );
  });

  it('offers "to here" on the revisions where it means something', () => {
    const shown = (command: string, viewItem: string): boolean =>
      (manifest.contributes.menus['view/item/context'] ?? []).some((entry) => {
        const pattern = /viewItem =~ \/(.*)\//u.exec(entry.when ?? '')?.[1];
        return entry.command === command && pattern !== undefined && new RegExp(pattern, 'u').test(viewItem);
      });
    expect(shown('retort.upgradeTo', 'revision pending head')).toBe(true);
    expect(shown('retort.upgradeTo', 'revision applied')).toBe(false);
    expect(shown('retort.downgradeTo', 'revision applied')).toBe(true);
    expect(shown('retort.downgradeTo', 'revision applied current head')).toBe(false);
    expect(shown('retort.downgradeTo', 'revision pending head')).toBe(false);
    expect(shown('retort.copyRevisionId', 'revision unknown')).toBe(true);
  });

  it('has its icons', () => {
    for (const icon of [
      manifest.icon,
      ...manifest.contributes.viewsContainers.activitybar.map((c) => c.icon),
    ]) {
      expect(existsSync(path.join(root, icon))).toBe(true);
    }
  });
});
