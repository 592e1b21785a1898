/** Every request that the server answers, as one flat list. */
import * as lsp from 'vscode-languageserver';
import type { Requests } from '../protocol.ts';
import * as features from './features.ts';
import { redact } from '../util/redact.ts';
import { answers, changes } from './requests/changes.ts';
import { connections, testConnection } from './requests/connections.ts';
import { history, historyText, projects } from './requests/history.ts';
import { plan, sql } from './requests/plan.ts';
import { check, initProject, mergeFile, revisionFile } from './requests/revision-files.ts';
import { cancel, migrate } from './requests/runs.ts';
import { onPrepareRename, onRename } from './rename.ts';
import type { Session } from './session.ts';

type Registration = (session: Session) => void;

export const handlers: readonly Registration[] = [
  feature(lsp.HoverRequest.type, features.onHover, null),
  feature(lsp.InlayHintRequest.type, features.onInlayHint, []),
  feature(lsp.CodeLensRequest.type, features.onCodeLens, []),
  feature(lsp.DefinitionRequest.type, features.onDefinition, null),
  feature(lsp.DocumentLinkRequest.type, features.onDocumentLinks, []),
  feature(lsp.CodeActionRequest.type, features.onCodeAction, []),
  feature(lsp.CompletionRequest.type, features.onCompletion, []),
  request(lsp.PrepareRenameRequest.type, onPrepareRename),
  request(lsp.RenameRequest.type, onRename),
  request(lsp.CodeActionResolveRequest.type, features.onCodeActionResolve),
  custom('retort/projects', projects),
  custom('retort/history', history),
  custom('retort/historyText', historyText),
  custom('retort/plan', plan),
  custom('retort/migrate', migrate),
  custom('retort/cancel', cancel),
  custom('retort/sql', sql),
  custom('retort/answers', answers),
  custom('retort/changes', changes),
  custom('retort/revisionFile', revisionFile),
  custom('retort/mergeFile', mergeFile),
  custom('retort/check', check),
  custom('retort/init', initProject),
  custom('retort/connections', connections),
  custom('retort/testConnection', testConnection),
];

/**
 * A language feature on a document. It yields once, so that a keystroke or a cancellation that is already waiting comes
 * first: an answer for a text that is gone is not computed. A defect is logged, and the editor goes without the feature.
 */
function feature<P extends { readonly textDocument: lsp.TextDocumentIdentifier }, R>(
  type: lsp.RequestType<P, R, unknown>,
  handle: (session: Session, params: P) => R,
  fallback: R,
): Registration {
  return (session) => {
    session.connection.onRequest(type.method, async (params: P, token: lsp.CancellationToken) => {
      const { uri } = params.textDocument;
      const version = session.documentVersion(uri);
      await new Promise(setImmediate);
      if (token.isCancellationRequested)
        return new lsp.ResponseError(lsp.LSPErrorCodes.RequestCancelled, 'cancelled');
      if (session.documentVersion(uri) !== version) {
        return new lsp.ResponseError(lsp.LSPErrorCodes.ContentModified, 'the text has changed');
      }
      try {
        return handle(session, params);
      } catch (error) {
        session.logError(type.method, error);
        return fallback;
      }
    });
  };
}

/** A request whose failure the user is told of. */
function request<P, R>(
  type: lsp.RequestType<P, R, unknown>,
  handle: (session: Session, params: P, token: lsp.CancellationToken) => R | Promise<R>,
): Registration {
  return (session) => {
    session.connection.onRequest(type.method, async (params: P, token: lsp.CancellationToken) => {
      try {
        return await handle(session, params, token);
      } catch (error) {
        if (error instanceof lsp.ResponseError)
          return new lsp.ResponseError(error.code, redact(error.message));
        session.logError(type.method, error);
        const message = error instanceof Error ? error.message : String(error);
        return new lsp.ResponseError(lsp.LSPErrorCodes.RequestFailed, redact(message));
      }
    });
  };
}

function custom<M extends keyof Requests>(
  method: M,
  handle: (
    session: Session,
    params: Requests[M]['params'],
    token: lsp.CancellationToken,
  ) => Requests[M]['result'] | Promise<Requests[M]['result']>,
): Registration {
  return request(new lsp.RequestType<Requests[M]['params'], Requests[M]['result'], void>(method), handle);
}
