"""A living application beside a run: it writes rows of its own under every kind of lock, and says which were committed.

Arguments: the SQLite file, and for how many seconds a lock is held at most. Ends when standard input is closed.
"""

import random
import select
import sqlite3
import sys
import time

file, longest = sys.argv[1], float(sys.argv[2])
committed = failed = 0
number = 0
print("ready", flush=True)
while not select.select([sys.stdin], [], [], 0)[0]:
    number += 1
    kind = ("DEFERRED", "IMMEDIATE", "EXCLUSIVE")[number % 3]
    connection = sqlite3.connect(file, timeout=30, isolation_level=None)
    try:
        connection.execute(f"BEGIN {kind}")
        # A shared lock until the INSERT takes a reserved one.
        connection.execute("SELECT count(*) FROM application").fetchone()
        time.sleep(random.uniform(0, longest))
        connection.execute("INSERT INTO application VALUES (?)", (number,))
        time.sleep(random.uniform(0, longest))
        connection.execute("COMMIT")
        committed += 1
    except sqlite3.OperationalError as error:
        # A reader that cannot become a writer because another wrote in between: SQLite says so at once.
        if "locked" not in str(error):
            raise
        failed += 1
    finally:
        connection.close()
print(committed, failed, flush=True)
