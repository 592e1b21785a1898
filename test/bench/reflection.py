"""`MetaData.reflect()` of one database, some rounds: JSON lists of {wall, cpu, server} in seconds, and the number of queries.

    reflection.py URL ROUNDS
"""

import json
import os
import sys
import time

import sqlalchemy as sa


def server_cpu(pid):
    """User and system time of a PostgreSQL backend on this machine."""
    if pid is None:
        return 0
    with open(f"/proc/{pid}/stat") as stat:
        fields = stat.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def main():
    engine = sa.create_engine(sys.argv[1])
    statements = []
    sa.event.listen(engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
    rounds = []
    with engine.connect() as connection:
        pid = connection.scalar(sa.text("SELECT pg_backend_pid()")) if engine.dialect.name == "postgresql" else None
        for _ in range(int(sys.argv[2])):
            statements.clear()
            start = (time.perf_counter(), time.process_time(), server_cpu(pid))
            metadata = sa.MetaData()
            metadata.reflect(connection)
            end = (time.perf_counter(), time.process_time(), server_cpu(pid))
            wall, cpu, server = (b - a for a, b in zip(start, end))
            rounds.append({"wall": wall, "cpu": cpu, "server": server})
    print(json.dumps({"rounds": rounds, "tables": len(metadata.tables), "queries": len(statements)}))


if __name__ == "__main__":
    main()
