#!/usr/bin/python3
"""Asks a real PostgreSQL which steps of transactions beside each other can't be serialized (error 40001).

    ask_isolation.py FILE    compares the answers with FILE, whose lines are
                             level, steps, numbers of the failing ones (tab separated, # comments)

The steps are begun one after the other, each when the one before has ended or waits for a lock; what they
say is explained in the file. The server is that of ask_postgres.py: in a temporary directory, and gone at
the end. The exit status is 0, 1 when a line differs, and 2 when PostgreSQL can't be run.
"""

import argparse
import signal
import sys

from ask_postgres import CannotRun, Cluster, Session, say, until

TABLES = """
drop schema if exists lab cascade;
create schema lab;
""" + "".join(f"""
create table {table} (id bigint primary key, a int not null default 0);
insert into {table} (id) select n from generate_series(1, 20) n;
analyze {table};
""" for table in "xyz")

# A row is found by its key, so that what is read is the row; a scan reads the table.
BY_KEY = "set enable_seqscan = off; set enable_bitmapscan = off; set enable_indexscan = on; "
BY_SCAN = "set enable_seqscan = on; set enable_bitmapscan = off; set enable_indexscan = off; "
STEPS = {
    "select": BY_KEY + "select * from {table} where id = 1",
    "lock": BY_KEY + "select * from {table} where id = 1 for update",
    "share": BY_KEY + "select * from {table} where id = 1 for share",
    "update": BY_KEY + "update {table} set a = a + 1 where id = 1",
    "delete": BY_KEY + "delete from {table} where id = 1",
    "scan": BY_SCAN + "select sum(a) from {table}",
    "insert": "insert into {table} (id) values ({key})",
    "commit": "commit",
    "rollback": "rollback",
}
KEYS = {"a": 1001, "b": 2001, "c": 3001}


class Transaction:
    def __init__(self, cluster, who, level):
        self.name = "transaction-" + who
        self.key = KEYS[who]
        self.session = Session(cluster, self.name)
        self.session.ask("begin isolation level " + level.replace("_", " "))
        self.pending = None
        self.failed = False

    def begin(self, number, does):
        word, _, table = does.partition(" ")
        self.session.send(STEPS[word].format(table=table, key=self.key))
        self.pending = number

    def end(self):
        """The number of the step that was begun, if it could not be serialized."""
        number, self.pending = self.pending, None
        code, text = self.session.finish()
        if code not in ("00000", "40001"):
            raise CannotRun(f"{self.name}, step {number}: {code} {text}")
        self.failed = code == "40001"
        if self.failed:
            self.session.ask("rollback")
        return [number] if self.failed else []


def waits(watcher, transaction):
    text = watcher.ask("select state, wait_event_type from pg_stat_activity "
                       f"where application_name = '{transaction.name}'")
    state, _, event = text.strip().partition("\t")
    return state == "active" and event == "Lock"


def is_done(transaction):
    """Whether its answer is there; it is not taken yet."""
    try:
        code, text = transaction.session.finish(patience=0.02)
    except CannotRun as error:
        if "no answer" in str(error):
            return False
        raise
    transaction.session.text = text.encode() + f"=== done {code}\n".encode() + transaction.session.text
    return True


def failing_steps(cluster, watcher, level, steps):
    watcher.ask("set client_min_messages = warning;" + TABLES)
    transactions = {}
    failing = []
    try:
        for who in sorted({step[0] for step in steps}):
            transactions[who] = Transaction(cluster, who, level)

        def settle():
            for one in transactions.values():
                if one.pending is not None:
                    until(lambda one=one: is_done(one) or waits(watcher, one), "a step neither ends nor waits")
                    if is_done(one):
                        failing.extend(one.end())

        for number, step in enumerate(steps, 1):
            one = transactions[step[0]]
            if one.failed:
                continue
            if one.pending is not None: # it has to have its lock by now
                failing.extend(one.end())
            if not one.failed:
                one.begin(number, step[2:])
            # One that fails gives its locks to the next.
            for _ in transactions:
                settle()
    finally:
        for one in transactions.values():
            one.session.__exit__()
    return " ".join(map(str, sorted(failing))) or "-"


def read_lines(path):
    with open(path, encoding="utf-8") as file:
        lines = [line.rstrip("\n") for line in file]
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


def compare(path):
    differ = 0
    lines = read_lines(path)
    with Cluster() as cluster, Session(cluster, "watcher") as watcher:
        for level, text, said in lines:
            answer = failing_steps(cluster, watcher, level, text.split(", "))
            if answer != said:
                differ += 1
                print(level, text, f"PostgreSQL: {answer}", f"file: {said}", sep="\t", flush=True)
    print(f"{len(lines)} sequences, {differ} differ")
    return differ


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", metavar="FILE")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        return 1 if compare(parser.parse_args().file) else 0
    except (OSError, ValueError, CannotRun) as error:
        say(f"PostgreSQL could not be asked: {error}")
        return 2
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
