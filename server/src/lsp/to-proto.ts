/** Plain data of `ide/` as LSP has it. Offsets become positions through the line index of the file. */
import * as lsp from 'vscode-languageserver';
import type { ClientCommands, ProblemInfo } from '../protocol.ts';
import type { Diagnostic } from '../ide/diagnostics.ts';
import type { InlayHint } from '../ide/inlay-hints.ts';
import type { LineIndex } from '../util/line-index.ts';
import type { Severity } from '../util/problem.ts';
import type { Origin, TextRange } from '../util/text-range.ts';
import type { Session } from './session.ts';

export function position(lines: LineIndex, offset: number): lsp.Position {
  const { line, column } = lines.lineColumn(offset);
  return { line, character: column };
}

export function range(lines: LineIndex, { start, end }: TextRange): lsp.Range {
  return { start: position(lines, start), end: position(lines, end) };
}

const severities: Readonly<Record<Severity, lsp.DiagnosticSeverity>> = {
  error: lsp.DiagnosticSeverity.Error,
  warning: lsp.DiagnosticSeverity.Warning,
  information: lsp.DiagnosticSeverity.Information,
  hint: lsp.DiagnosticSeverity.Hint,
};

export function diagnostic(session: Session, lines: LineIndex, found: Diagnostic): lsp.Diagnostic {
  const { code, message, related } = found;
  const relatedInformation = related.map((each) => ({
    location: location(session, each.origin),
    message: each.message,
  }));
  return {
    range: range(lines, found.range),
    severity: severities[found.severity],
    code,
    message,
    source: 'retort',
    ...(related.length === 0 ? {} : { relatedInformation }),
  };
}

export function location(session: Session, { file, range: at }: Origin): lsp.Location {
  return { uri: session.uri(file), range: range(session.lines(file), at) };
}

export function inlayHint(session: Session, lines: LineIndex, { offset, parts }: InlayHint): lsp.InlayHint {
  return {
    position: position(lines, offset),
    paddingLeft: true,
    label: parts.map(({ text, tooltip, target }, index) => ({
      value: index === 0 ? text : ` · ${text}`,
      tooltip,
      ...(target === null ? {} : { location: location(session, target) }),
    })),
  };
}

/** A command that the client has, with its one argument. */
export function command<K extends keyof ClientCommands>(
  title: string,
  name: K,
  argument: ClientCommands[K],
): lsp.Command {
  return { title, command: name, arguments: [argument] };
}

export function problemInfo(
  session: Session,
  problem: { readonly message: string; readonly severity?: Severity; readonly origin: Origin | null },
): ProblemInfo {
  const { message, origin } = problem;
  return {
    message,
    severity: problem.severity ?? 'error',
    uri: origin === null ? null : session.uri(origin.file),
    line: origin === null ? null : session.lines(origin.file).lineColumn(origin.range.start).line,
  };
}
