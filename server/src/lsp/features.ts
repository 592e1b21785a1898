/** The language features: each finds project, file and offset, asks `ide/`, and translates. */
import * as lsp from 'vscode-languageserver';
import { codeActions } from '../ide/code-actions.ts';
import { codeLenses } from '../ide/code-lens.ts';
import { completion } from '../ide/completion.ts';
import { definition } from '../ide/definition.ts';
import { hover } from '../ide/hover.ts';
import { inlayHints } from '../ide/inlay-hints.ts';
import { revisionLinks } from '../ide/revision-links.ts';
import { importActions } from '../ide/unreached.ts';
import { triggerActions } from '../ide/updated-at.ts';
import { checkModelFile } from '../lint/lint.ts';
import type { Module } from '../python/syntax/ast.ts';
import type { LineIndex } from '../util/line-index.ts';
import type { TextRange } from '../util/text-range.ts';
import type { Project } from '../workspace/project.ts';
import { codeActionData, previewCommand, resolveAction, triggerActionData } from './code-action-edit.ts';
import * as from from './from-proto.ts';
import type { Session } from './session.ts';
import * as to from './to-proto.ts';
import { pathToUri } from './uri.ts';

interface Document {
  readonly project: Project;
  readonly path: string;
  readonly module: Module;
  readonly lines: LineIndex;
}

export function onHover(session: Session, params: lsp.HoverParams): lsp.Hover | null {
  const at = document(session, params.textDocument.uri);
  const found = at && hover(at.project, at.module, from.offset(at.lines, params.position));
  return (
    found && {
      range: to.range(at.lines, found.range),
      contents: { kind: lsp.MarkupKind.Markdown, value: found.markdown },
    }
  );
}

export function onInlayHint(session: Session, params: lsp.InlayHintParams): lsp.InlayHint[] {
  const at = document(session, params.textDocument.uri);
  if (at === null) return [];
  const range = from.range(at.lines, params.range);
  return inlayHints(at.project, at.path, range, session.settings.inlayHints).map((hint) =>
    to.inlayHint(session, at.lines, hint),
  );
}

export function onCodeLens(session: Session, params: lsp.CodeLensParams): lsp.CodeLens[] {
  const at = document(session, params.textDocument.uri);
  // The lenses run commands of the client; a client that has none would show dead links.
  if (at === null || !session.clientCommands) return [];
  const configUri = pathToUri(at.project.configPath);
  const current = session.currentOf(at.project.configPath);
  return codeLenses(at.project, at.module, current).map(({ range, title, command, revision }) => ({
    range: to.range(at.lines, range),
    command: command === null ? { title, command: '' } : to.command(title, command, { configUri, revision }),
  }));
}

export function onDefinition(session: Session, params: lsp.DefinitionParams): lsp.Location | null {
  const at = document(session, params.textDocument.uri);
  const found = at && definition(at.project, at.module, from.offset(at.lines, params.position));
  return found && to.location(session, found.target);
}

export function onDocumentLinks(session: Session, params: lsp.DocumentLinkParams): lsp.DocumentLink[] {
  const at = document(session, params.textDocument.uri);
  if (at === null) return [];
  return revisionLinks(at.project, at.module).map(({ range, script }) => ({
    range: to.range(at.lines, range),
    target: session.uri(script.path),
    tooltip: script.doc === '' ? script.revision : `${script.revision}: ${script.doc}`,
  }));
}

export function onCodeAction(session: Session, params: lsp.CodeActionParams): lsp.CodeAction[] {
  const at = document(session, params.textDocument.uri);
  if (at === null) return [];
  const selection = from.range(at.lines, params.range);
  const resolvable =
    session.capabilities.textDocument?.codeAction?.resolveSupport?.properties.includes('edit') ?? false;
  const { only } = params.context;
  const revisions = codeActions(at.project, at.path, selection, (file) => session.parse(file));
  const listedRevisions = revisions.flatMap((action) => {
    const kind = action.kinds.find(
      (each) => only === undefined || only.some((wanted) => wanted === each || wanted === ''),
    );
    // A client that wants every edit at once would give the answers that nobody has chosen.
    if (kind === undefined || (action.answers !== undefined && !resolvable)) return [];
    const messages = new Set(action.fixes.map(({ message }) => message));
    const preview = previewCommand(session, at.project, action);
    const listed: lsp.CodeAction = {
      // By the editor's custom, three dots say that something is asked first.
      title: preview === null ? action.title : `${action.title}…`,
      kind,
      diagnostics: params.context.diagnostics.filter(
        ({ source, message }) => source === 'retort' && typeof message === 'string' && messages.has(message),
      ),
      ...(action.isPreferred ? { isPreferred: true } : {}),
      ...(preview === null ? { data: codeActionData(at.project, action) } : { command: preview }),
    };
    return [resolvable || preview !== null ? listed : resolveAction(session, listed)];
  });
  return [
    ...onImportAction(session, at, selection, params.context),
    ...onLintFix(session, at, selection, params.context),
    ...listedRevisions,
    ...onTriggerAction(session, at, selection, only),
  ];
}

function onTriggerAction(
  session: Session,
  { project, path }: Document,
  selection: TextRange,
  only: readonly lsp.CodeActionKind[] | undefined,
): lsp.CodeAction[] {
  const kind = lsp.CodeActionKind.Refactor;
  if (only !== undefined && !only.some((wanted) => wanted === kind || wanted === '')) return [];
  const resolvable =
    session.capabilities.textDocument?.codeAction?.resolveSupport?.properties.includes('edit') ?? false;
  return triggerActions(project, path, selection).map((action) => {
    const listed: lsp.CodeAction = { title: action.title, kind, data: triggerActionData(project, action) };
    return resolvable ? listed : resolveAction(session, listed);
  });
}

function onImportAction(
  session: Session,
  { project, path }: Document,
  selection: TextRange,
  { only, diagnostics }: lsp.CodeActionContext,
): lsp.CodeAction[] {
  const kind = lsp.CodeActionKind.QuickFix;
  if (only !== undefined && !only.some((wanted) => wanted === kind || wanted === '')) return [];
  return importActions(project, path, selection).map(({ title, isPreferred, messages, fix }) => ({
    title,
    kind,
    isPreferred,
    diagnostics: diagnostics.filter(
      ({ source, message }) =>
        source === 'retort' && typeof message === 'string' && messages.includes(message),
    ),
    edit: {
      changes: {
        [session.uri(fix.file)]: [
          lsp.TextEdit.insert(to.position(session.lines(fix.file), fix.offset), fix.text),
        ],
      },
    },
  }));
}

/** What the rules over model files offer to replace. */
function onLintFix(
  session: Session,
  { module, path }: Document,
  selection: TextRange,
  { only, diagnostics }: lsp.CodeActionContext,
): lsp.CodeAction[] {
  const kind = lsp.CodeActionKind.QuickFix;
  if (only !== undefined && !only.some((wanted) => wanted === kind || wanted === '')) return [];
  return checkModelFile(module).flatMap(({ range, message, fix }) => {
    if (fix === null || range.start > selection.end || range.end < selection.start) return [];
    const lines = session.lines(path);
    return [
      {
        title: fix.title,
        kind,
        isPreferred: true,
        diagnostics: diagnostics.filter((each) => each.source === 'retort' && each.message === message),
        edit: {
          changes: { [session.uri(path)]: [lsp.TextEdit.replace(to.range(lines, range), fix.newText)] },
        },
      },
    ];
  });
}

export function onCodeActionResolve(session: Session, action: lsp.CodeAction): lsp.CodeAction {
  return resolveAction(session, action);
}

export function onCompletion(session: Session, params: lsp.CompletionParams): lsp.CompletionItem[] {
  const at = document(session, params.textDocument.uri);
  if (at === null) return [];
  return completion(at.project, at.module, from.offset(at.lines, params.position)).map((item) => ({
    label: item.label,
    detail: item.detail,
    kind: item.kind === 'column' ? lsp.CompletionItemKind.Field : lsp.CompletionItemKind.Reference,
    sortText: `${item.rank}${item.label}`,
    textEdit: { range: to.range(at.lines, item.range), newText: item.label },
  }));
}

/** Null when the document is in no project. */
function document(session: Session, uri: string): Document | null {
  const found = session.locate(uri);
  if (found === null) return null;
  const module = session.parse(found.path);
  return module === null ? null : { ...found, module, lines: session.lines(found.path) };
}
