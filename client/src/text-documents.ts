import { Uri, window, workspace, type Disposable, type TextDocumentContentProvider } from 'vscode';

/** Read-only documents for SQL (`retort-sql:`) and listings (`retort-text:`). A closed one is forgotten. */
export class TextDocuments implements TextDocumentContentProvider, Disposable {
  readonly #texts = new Map<string, string>();
  readonly #subscriptions: Disposable[];
  #count = 0;

  constructor() {
    this.#subscriptions = [
      workspace.registerTextDocumentContentProvider('retort-sql', this),
      workspace.registerTextDocumentContentProvider('retort-text', this),
      workspace.onDidCloseTextDocument((document) => this.#texts.delete(document.uri.toString())),
    ];
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  provideTextDocumentContent(uri: Uri): string {
    return this.#texts.get(uri.toString()) ?? '';
  }

  /** Shows SQL beside nothing else, as a preview; `title` is the tab's name. */
  async showSql(title: string, sql: string): Promise<void> {
    await this.#show('retort-sql', `${title}.sql`, sql);
  }

  async showText(title: string, text: string): Promise<void> {
    await this.#show('retort-text', `${title}.txt`, text);
  }

  async #show(scheme: string, name: string, text: string): Promise<void> {
    this.#count += 1;
    const path = `/${name.replaceAll('/', '∕')}`;
    const uri = Uri.from({ scheme, path, query: String(this.#count) });
    this.#texts.set(uri.toString(), text);
    const document = await workspace.openTextDocument(uri);
    await window.showTextDocument(document, { preview: true });
  }
}
