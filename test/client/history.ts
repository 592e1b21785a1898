import type { HistoryResult, RevisionInfo } from '../../server/src/protocol.ts';

export const configUri = 'file:///srv/shop/alembic.ini';

/** A revision with nothing special about it, but for what `over` says. */
export function revision(over: Partial<RevisionInfo> & { readonly revision: string }): RevisionInfo {
  return {
    downRevisions: [],
    dependsOn: [],
    branchLabels: [],
    message: 'add users',
    createDate: '2024-05-01 10:00:00',
    uri: `file:///srv/shop/alembic/versions/${over.revision}_add_users.py`,
    isHead: false,
    isBase: false,
    isBranchPoint: false,
    isMergePoint: false,
    state: 'unknown',
    isCurrent: false,
    refusals: [],
    notes: [],
    ...over,
  };
}

export function history(over: Partial<HistoryResult>): HistoryResult {
  return {
    project: {
      kind: 'alembic',
      configUri,
      name: 'shop',
      dialect: 'sqlite',
      problems: [],
      modelsByBase: null,
    },
    revisions: [],
    heads: [],
    current: null,
    connectionError: null,
    drift: [],
    ...over,
  };
}
