#!/usr/bin/python3
"""Asks a real PostgreSQL what a vacuum costs, what it must keep, and who waits for whom.

    ask_vacuum.py    prints the answers; docs/physics.md, "Dead rows and autovacuum", has them

The server runs as the one of ask_postgres.py does, in a temporary directory; nothing is installed. Takes half
a minute.
"""

import re
import sys
import time

from ask_postgres import CannotRun, Cluster, Session, programs

SETTINGS = {"shared_buffers": "512MB", "checkpoint_timeout": "1h", "max_wal_size": "4GB"}
# A worker that sleeps for a long time behind each page.
SLOW = {**SETTINGS, "autovacuum": "on", "autovacuum_naptime": "1s", "autovacuum_vacuum_cost_limit": "1",
        "autovacuum_vacuum_cost_delay": "100ms"}
ROWS = 20_000
TABLE = f"""drop table if exists t; create table t (id int, k int, filler text);
insert into t select n, n, repeat('x', 770) from generate_series(1, {ROWS}) n"""
KEEPERS = [("has read and waits", "begin; select * from u"), ("has written and waits", "begin; update u set id = id"),
           ("has locked a row and waits", "begin; select * from u for update")]


def costs(session):
    """Of vacuums of a table with and without an index, all or a fifth of whose rows were updated."""
    for index in ("", "create index on t (k)"):
        for share in (1, 5):
            for sql in (TABLE, index, "vacuum t", f"update t set k = k + 100000 where id % {share} = 0",
                        "checkpoint", "set vacuum_cost_delay = 2"):
                if sql:
                    session.ask(sql)
            begun = time.monotonic()
            told = session.ask("vacuum (verbose, process_toast off) t")
            seconds = time.monotonic() - begun
            session.ask("set vacuum_cost_delay = 0")
            hits, misses, dirtied = map(int, re.search(
                r"buffer usage: (\d+) hits, (\d+) misses, (\d+) dirtied", told).groups())
            pages = [int(session.ask(f"select pg_{what}('t') / 8192"))
                     for what in ("relation_size", "indexes_size")]
            cost = hits + 2 * misses + 20 * dirtied
            print(f"{pages[0]} pages, {pages[1]} of an index, a row in {share} updated: {hits} hits, "
                  f"{misses} misses, {dirtied} dirtied: cost {cost}, {cost / 1e5:.3f} s; took {seconds:.3f} s")


def removed(session):
    session.ask("update t set id = id")
    return re.search(r"tuples: .*", session.ask("vacuum (verbose, process_toast off) t"))[0]


def keepers(session, other):
    """Whose transaction keeps what died after it began."""
    session.ask("drop table t; create table t (id int); create table u (id int); insert into u values (1)")
    session.ask("insert into t select generate_series(1, 1000)")
    for what, sql in KEEPERS:
        other.ask(sql)
        print(f"a transaction {what}: {removed(session)}")
        other.ask("rollback")
    session.ask("vacuum t")
    other.send("select pg_sleep(4) from u")
    time.sleep(1)
    print(f"a query that runs: {removed(session)}")
    other.finish()


def locks(session, other):
    """Autovacuum beside a lock that it can't have, and an ALTER TABLE beside autovacuum."""
    session.ask(TABLE + "; vacuum t")
    other.ask("begin; lock table t in share update exclusive mode")
    session.ask("update t set id = id")
    time.sleep(5)
    print("autovacuums that wait for a lock: " + session.ask("select count(*) from pg_locks where not granted").strip())
    other.ask("commit")
    while not session.ask("select pid from pg_stat_activity where query like 'autovacuum: VACUUM%t'"):
        time.sleep(0.1)
    begun = time.monotonic()
    session.ask("alter table t add column c int")
    print(f"ALTER TABLE beside an autovacuum: {time.monotonic() - begun:.3f} s")


def main():
    if not programs():
        raise CannotRun("there is no initdb here; ask_postgres.py installs it")
    with Cluster(SETTINGS) as cluster, Session(cluster) as session, Session(cluster, "other") as other:
        session.ask("create schema lab")
        costs(session)
        keepers(session, other)
    with Cluster(SLOW) as cluster, Session(cluster) as session, Session(cluster, "other") as other:
        session.ask("create schema lab")
        locks(session, other)


if __name__ == "__main__":
    try:
        main()
    except CannotRun as error:
        sys.exit(f"ask_vacuum.py: {error}")
