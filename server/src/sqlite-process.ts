/** Composition root of the process that holds the SQLite connection of a run: it can be ended whatever it does. */
import { serveSqlite } from './drivers/sqlite-service.ts';

serveSqlite();
