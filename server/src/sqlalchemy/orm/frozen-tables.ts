import { eventsOf, type JournalEvent } from '../../python/eval/journal.ts';
import type { Problem } from '../../util/problem.ts';
import type { NamingConvention, Table } from '../sql/schema.ts';
import type { TableBuilder } from './builders.ts';
import { freezeTable } from './freeze.ts';

interface Frozen {
  readonly table: Table | null;
  readonly problems: readonly Problem[];
  /** What was looked up in the MetaData on the way, such as the tables of foreign keys. */
  readonly lookups: readonly JournalEvent[];
  readonly namingConvention: NamingConvention;
}

/**
 * Tables frozen by one evaluation, for the next: where a module is kept, its builders are the same objects and as they
 * were (see `python/eval/module-records.ts`), and so are the tables, if what they looked up is also the same. Who
 * compares tables finds by their identity those that did not change.
 */
export class FrozenTables {
  private before: ReadonlyMap<TableBuilder, Frozen> = new Map();
  private now = new Map<TableBuilder, Frozen>();

  /** Another evaluation begins. Within one, nothing is taken twice: builders may change until it ends. */
  startAgain(): void {
    this.before = this.now;
    this.now = new Map();
  }

  /** `freezeTable`, or what it gave. */
  freeze(table: TableBuilder, report: (problem: Problem) => void): Table | null {
    const known = this.before.get(table);
    const frozen = known !== undefined && isStillTrue(known, table) ? known : freezeAndRecord(table);
    this.now.set(table, frozen);
    frozen.problems.forEach(report);
    return frozen.table;
  }
}

function isStillTrue({ lookups, namingConvention }: Frozen, table: TableBuilder): boolean {
  return (
    namingConvention === table.metadata.namingConvention &&
    lookups.every((event) => event.kind === 'read' && event.holds())
  );
}

function freezeAndRecord(table: TableBuilder): Frozen {
  const problems: Problem[] = [];
  const { value, events } = eventsOf(() => freezeTable(table, (problem) => problems.push(problem)));
  return { table: value, problems, lookups: events, namingConvention: table.metadata.namingConvention };
}
