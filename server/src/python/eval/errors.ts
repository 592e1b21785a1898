import type { Origin } from '../../util/text-range.ts';
import type { InstanceValue } from './value.ts';

/** Carries a Python exception through TypeScript. Native functions get one thrown by `interpreter.raise`. */
export class PythonException extends Error {
  readonly instance: InstanceValue;
  /** Where it was raised. */
  readonly site: Origin;

  constructor(instance: InstanceValue, site: Origin) {
    super(instance.cls.name);
    this.name = 'PythonException';
    this.instance = instance;
    this.site = site;
  }
}

/** Ends evaluation for good: a budget is spent. Evaluated code cannot catch it. */
export class EvaluationStopped extends Error {
  readonly site: Origin | null;

  constructor(reason: string, site: Origin | null) {
    super(reason);
    this.name = 'EvaluationStopped';
    this.site = site;
  }
}
