/** The user stopped the run. */
export class CancelledError extends Error {}
