/** What other extensions and VS Code itself get from Retort for the sample project, asked through the `vscode` API. */
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { eventually, runInHost, type HostTest } from './runner.ts';

const MODELS = 'shop/models.py';
const FIRST = 'alembic/versions/3f2a91c07be4_create_users_and_products.py';
const SECOND = 'alembic/versions/8d41c6e25a90_add_orders.py';

const tests: readonly HostTest[] = [
  {
    name: 'activates by itself in a folder with alembic.ini',
    async body() {
      assert.equal(await eventually(() => extension().isActive, Boolean), true);
    },
  },
  {
    name: 'registers every command that package.json contributes',
    async body() {
      const manifest = extension().packageJSON as {
        readonly contributes: { readonly commands: readonly { readonly command: string }[] };
      };
      const contributed = manifest.contributes.commands.map(({ command }) => command);
      assert.ok(contributed.length > 20);
      const registered = await vscode.commands.getCommands(true);
      assert.deepEqual(
        contributed.filter((command) => !registered.includes(command)),
        [],
      );
    },
  },
  {
    name: 'tells of the drift on the column, and of nothing else',
    async body() {
      const document = await open(MODELS);
      const diagnostics = await diagnosticsOf(document.uri, 1);
      assert.deepEqual(
        diagnostics.map(({ message, severity, source, range }) => ({
          message,
          severity,
          source,
          text: document.getText(range),
        })),
        [
          {
            message: 'Column "users.phone_number" has no migration yet',
            severity: vscode.DiagnosticSeverity.Warning,
            source: 'retort',
            text: 'phone_number: Mapped[Optional[str]] = mapped_column(String(32))',
          },
        ],
      );
      const others = vscode.languages.getDiagnostics().filter(([uri]) => uri.path !== document.uri.path);
      assert.deepEqual(
        others.flatMap(([, found]) => found.map(({ message }) => message)),
        [],
      );
    },
  },
  {
    name: 'shows the DDL of a table over its class',
    async body() {
      const document = await open(MODELS);
      const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
        'vscode.executeHoverProvider',
        document.uri,
        positionOf(document, 'User(Timestamped'),
      );
      const text = hovers
        .flatMap(({ contents }) => contents)
        .map((content) => (content instanceof vscode.MarkdownString ? content.value : ''))
        .join('\n');
      assert.match(text, /CREATE TABLE users \(/u);
      assert.match(text, /CONSTRAINT uq_users_email UNIQUE \(email\)/u);
      assert.match(text, /phone_number VARCHAR\(32\)/u);
    },
  },
  {
    name: 'hints the SQL type, nullability and revision at the end of each column',
    async body() {
      const document = await open(MODELS);
      const everything = new vscode.Range(0, 0, document.lineCount, 0);
      const hints = await vscode.commands.executeCommand<vscode.InlayHint[]>(
        'vscode.executeInlayHintProvider',
        document.uri,
        everything,
      );
      const found = hints
        .filter(({ position }) => position.line < 20)
        .map(({ position, label }) => [
          document.lineAt(position.line).text.trim().split(':')[0],
          position.character === document.lineAt(position.line).text.length,
          typeof label === 'string' ? label : label.map(({ value }) => value).join(''),
        ]);
      assert.deepEqual(found, [
        ['id', true, 'INTEGER NOT NULL · 3f2a91c07be4'],
        ['email', true, 'VARCHAR(255) NOT NULL · 3f2a91c07be4'],
        ['name', true, 'VARCHAR(255) NOT NULL · 3f2a91c07be4'],
        ['phone_number', true, 'VARCHAR(32) NULL'],
      ]);
    },
  },
  {
    name: 'tells of each revision in a lens',
    async body() {
      assert.deepEqual(await lensesOf(FIRST), ['○ pending', 'Show SQL', 'Upgrade to here']);
      assert.deepEqual(await lensesOf(SECOND), ['○ pending · head', 'Show SQL', 'Upgrade to here']);
    },
  },
  {
    name: 'goes from a foreign key to its column, and from down_revision to the revision',
    async body() {
      assert.deepEqual(await definitionOf(MODELS, 'users.id'), {
        file: MODELS,
        text: 'id: Mapped[int] = mapped_column(primary_key=True)',
        line: 12,
      });
      const revision = await definitionOf(SECOND, "3f2a91c07be4'");
      assert.equal(revision.file, FIRST);
      assert.match(revision.text, /^revision: str = /u);
    },
  },
  {
    name: 'completes the columns of the schema inside ForeignKey',
    async body() {
      const document = await open(MODELS);
      const list = await vscode.commands.executeCommand<vscode.CompletionList>(
        'vscode.executeCompletionItemProvider',
        document.uri,
        positionOf(document, 'users.id').translate(0, 'users.'.length),
      );
      const labels = list.items.map(({ label }) => (typeof label === 'string' ? label : label.label));
      for (const column of ['users.id', 'users.email', 'products.id', 'orders.id']) {
        assert.ok(labels.includes(column), `${column} is not in ${labels.join(', ')}`);
      }
    },
  },
  {
    name: 'sees a column as it is typed, unsaved',
    async body() {
      const document = await open(MODELS);
      await diagnosticsOf(document.uri, 1);
      const place = positionOf(document, 'phone_number');
      const typed = 'nickname: Mapped[str] = mapped_column(String(40))\n    ';
      const edit = new vscode.WorkspaceEdit();
      edit.insert(document.uri, place, typed);
      assert.equal(await vscode.workspace.applyEdit(edit), true);
      const two = await diagnosticsOf(document.uri, 2);
      assert.deepEqual(two.map(({ message }) => message).sort(), [
        'Column "users.nickname" has no migration yet',
        'Column "users.phone_number" has no migration yet',
      ]);
      assert.equal(document.isDirty, true);
      const back = new vscode.WorkspaceEdit();
      back.delete(
        document.uri,
        new vscode.Range(place, document.positionAt(document.offsetAt(place) + typed.length)),
      );
      assert.equal(await vscode.workspace.applyEdit(back), true);
      assert.equal((await diagnosticsOf(document.uri, 1)).length, 1);
      await document.save();
    },
  },
  {
    name: 'writes the revision by the code action on the column',
    async body() {
      const document = await open(MODELS);
      const before = revisionFiles();
      const [{ range } = assert.fail('no drift')] = await diagnosticsOf(document.uri, 1);
      const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
        'vscode.executeCodeActionProvider',
        document.uri,
        range,
        undefined,
        10,
      );
      const ours = actions.filter(({ title }) => title.startsWith('Autogenerate'));
      assert.deepEqual(
        [...new Set(ours.map(({ title }) => title))],
        [
          'Autogenerate migration for column users.phone_number',
          "Autogenerate migration for this file's changes",
          'Autogenerate migration for all model changes',
        ],
      );
      const [{ edit, isPreferred, command } = assert.fail('no action')] = ours;
      assert.equal(isPreferred, true);
      assert.ok(edit);
      assert.equal(await vscode.workspace.applyEdit(edit), true);
      const [added = assert.fail('no file'), ...more] = revisionFiles().filter(
        (name) => !before.includes(name),
      );
      assert.deepEqual(more, []);
      const revision = await open(added);
      assert.equal(await revision.save(), true);
      const text = readFileSync(revision.uri.fsPath, 'utf8');
      assert.equal(text, revision.getText());
      assert.match(text, /^down_revision: .* = '8d41c6e25a90'$/mu);
      assert.match(
        text,
        /op\.add_column\('users', sa\.Column\('phone_number', sa\.String\(length=32\), nullable=True\)\)/u,
      );
      assert.match(text, /op\.drop_column\('users', 'phone_number'\)/u);
      assert.deepEqual(await diagnosticsOf(document.uri, 0), []);
      assert.deepEqual(await lensesOf(added), ['○ pending · head', 'Show SQL', 'Upgrade to here']);

      assert.ok(command);
      await vscode.commands.executeCommand(command.command, ...((command.arguments ?? []) as unknown[]));
      assert.equal(vscode.window.activeTextEditor?.document.uri.fsPath, path.join(folder(), added));
    },
  },
];

/** What VS Code calls in the extension host; throws when a test failed, which makes the exit code 1. */
export async function run(): Promise<void> {
  const report = process.env['RETORT_IN_HOST_REPORT'];
  if (report === undefined) throw new Error('RETORT_IN_HOST_REPORT is not set');
  const results = await runInHost(tests, report);
  const failed = results.filter(({ error }) => error !== null);
  if (failed.length > 0) throw new Error(`Failed: ${failed.map(({ name }) => name).join('; ')}`);
}

function extension(): vscode.Extension<unknown> {
  const found = vscode.extensions.getExtension('retort.retort');
  assert.ok(found, 'the extension is not there');
  return found;
}

function folder(): string {
  const [first = assert.fail('no folder is open')] = vscode.workspace.workspaceFolders ?? [];
  return first.uri.fsPath;
}

function revisionFiles(): readonly string[] {
  const versions = 'alembic/versions';
  return readdirSync(path.join(folder(), versions))
    .filter((name) => name.endsWith('.py'))
    .map((name) => `${versions}/${name}`);
}

async function open(file: string): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument(path.join(folder(), file));
  await vscode.window.showTextDocument(document);
  return document;
}

function positionOf(document: vscode.TextDocument, text: string): vscode.Position {
  const offset = document.getText().indexOf(text);
  assert.notEqual(offset, -1, `${text} is not in ${document.fileName}`);
  return document.positionAt(offset);
}

function diagnosticsOf(uri: vscode.Uri, count: number): Promise<readonly vscode.Diagnostic[]> {
  return eventually(
    () => vscode.languages.getDiagnostics(uri),
    (found) => found.length === count,
  );
}

async function lensesOf(file: string): Promise<readonly string[]> {
  const document = await open(file);
  // The database's state comes after the first answer.
  return eventually(
    async () => {
      const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
        'vscode.executeCodeLensProvider',
        document.uri,
        10,
      );
      return lenses.map(({ command }) => command?.title ?? '');
    },
    (titles) => titles.some((title) => title.includes('pending')),
  );
}

async function definitionOf(
  file: string,
  text: string,
): Promise<{ readonly file: string; readonly text: string; readonly line: number }> {
  const document = await open(file);
  const found = await vscode.commands.executeCommand<(vscode.Location | vscode.LocationLink)[]>(
    'vscode.executeDefinitionProvider',
    document.uri,
    positionOf(document, text).translate(0, 1),
  );
  assert.equal(found.length, 1);
  const [target = assert.fail()] = found;
  const [uri, range] =
    'targetUri' in target ? [target.targetUri, target.targetRange] : [target.uri, target.range];
  const there = await vscode.workspace.openTextDocument(uri);
  return {
    file: path.relative(folder(), uri.fsPath),
    text: there.lineAt(range.start.line).text.trim(),
    line: range.start.line,
  };
}
