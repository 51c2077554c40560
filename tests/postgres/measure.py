#!/usr/bin/python3
"""Measures how fast a real PostgreSQL does what the simulator's database does.

    measure.py > measured.md
    measure.py --crossover    only what the planner chooses for more and more rows
    measure.py --redo         only what a row takes that is applied from the log, as a replica does it

The server runs as the one of ask_postgres.py does: in a temporary directory, with the default settings
but for those of SETTINGS. The table has 5 million rows of about 100 bytes, all of which stay in memory.
Each figure is the median of some runs, with the lowest and the highest beside it. Prints Markdown; the
progress goes to stderr. Takes some minutes.
"""

import os
import platform
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import time

from ask_postgres import CannotRun, Cluster, Session, install, programs, say

ROWS = 5_000_000
PARENTS = 100_000
# Autovacuum would run in the middle of a measurement; commits are to reach the disk.
SETTINGS = {"fsync": "on", "autovacuum": "off", "shared_buffers": "1GB", "max_connections": "100",
            "max_parallel_workers_per_gather": "0", "max_parallel_maintenance_workers": "0"}

# The customers 1 to 4 have 1, 1000, 50 000 and 500 000 rows, all spread at random over the table, and the
# others some 45 each.
MATCHES = {1: 1, 2: 1_000, 3: 50_000, 4: 500_000}
TABLES = f"""
create table parent (id bigint primary key, name text);
insert into parent select n, 'customer ' || n from generate_series(1, {PARENTS}) n;
create table t (id bigint primary key, customer bigint not null, amount int not null,
                status text, filler text);
insert into t
select id, case when place <= 1 then 1 when place <= 1001 then 2 when place <= 51001 then 3
                when place <= 551001 then 4 else 5 + place % {PARENTS - 4} end,
       (place * 7919) % 100000, (array['new', 'paid', 'sent', 'done'])[1 + place % 4], repeat('x', 46)
from (select n as id, row_number() over (order by hashint8extended(n, 1)) as place
      from generate_series(1, {ROWS}) n) numbered
order by id;
"""

FOREIGN_KEY = "alter table t add constraint fk foreign key (customer) references parent (id)"
CHECK = "alter table t add constraint c check (amount >= 0)"

# What is measured as rows per second: the name, what is timed, what undoes it or prepares it again
# (untimed), and how often.
WHOLE_TABLE = [
    ("sequential scan with a filter", "select count(*) from t where amount < 0", "", 5),
    ("CREATE INDEX (customer)", "create index t_customer on t (customer)", "drop index t_customer", 3),
    ("CREATE INDEX CONCURRENTLY (customer)", "create index concurrently t_customer on t (customer)",
     "drop index t_customer", 3),
    ("SET NOT NULL (scan)", "alter table t alter status set not null",
     "alter table t alter status drop not null", 3),
    ("ADD CHECK (scan)", CHECK, "alter table t drop constraint c", 3),
    ("VALIDATE CHECK (scan)", "alter table t validate constraint c",
     "alter table t drop constraint if exists c;" + CHECK + " not valid", 3),
    ("ADD FOREIGN KEY (validation)", FOREIGN_KEY, "alter table t drop constraint fk", 3),
    ("VALIDATE FOREIGN KEY", "alter table t validate constraint fk",
     "alter table t drop constraint if exists fk;" + FOREIGN_KEY + " not valid", 3),
    ("REINDEX the primary key", "reindex index t_pkey", "", 3),
    ("ALTER COLUMN TYPE, int to bigint, one index (primary key)", "alter table t alter amount type bigint",
     "alter table t alter amount type int", 3),
    ("ADD COLUMN with a volatile default (rewrite), one index",
     "alter table t add column r float8 default random()", "alter table t drop column r", 2),
    ("VACUUM FULL, one index", "vacuum full t", "", 3),
    ("VACUUM, no page known to be all-visible, no dead rows", "vacuum t", "vacuum full t", 2),
]

# Measured as a time for the whole: as above.
WHOLE = [
    ("VACUUM with nothing to do", "vacuum t", "vacuum t", 3),
    ("ANALYZE", "analyze t", "", 3),
    ("ADD COLUMN with a constant default", "alter table t add column k int default 7",
     "alter table t drop column k", 3),
    ("ADD CHECK NOT VALID", CHECK + " not valid", "alter table t drop constraint c", 3),
    ("VACUUM after updates of a tenth of the rows, spread over the table (one index)", "vacuum t",
     "update t set amount = amount + 1 where id % 10 = 3", 2),
]

POINT_SELECT = f"\\set n random(1, {ROWS})\nselect * from t where id = :n;\n"
ONE_UPDATE = (f"\\set n random(1, {ROWS})\nbegin;\nupdate t set amount = amount + 1 where id = :n;\n"
              "commit;\n")
BATCH_UPDATE = (f"\\set n random(0, {ROWS // 1000 - 1}) * 1000\nbegin;\n"
                "update t set amount = amount + 1 where id > :n and id <= :n + 1000;\ncommit;\n")


def timed(session, sql):
    """The seconds that the statements take."""
    start = time.monotonic()
    session.send(sql)
    code, text = session.finish(600)
    seconds = time.monotonic() - start
    if code != "00000" or "ERROR:" in text:
        raise CannotRun(f"{sql}: {code} {text}")
    return seconds


def repeat(session, statement, undo, runs):
    """The times of `statement`; an undo that it needs before its first run says so by 'not valid'."""
    before = "not valid" in undo or statement == "vacuum t"
    times = []
    for _ in range(runs):
        if before:
            timed(session, undo)
        times.append(timed(session, statement))
        if undo and not before:
            timed(session, undo)
    for constraint in ("c", "fk"):
        timed(session, f"alter table t drop constraint if exists {constraint}")
    return times


def milliseconds(times):
    return (f"{statistics.median(times) * 1e3:,.1f} ms "
            f"({min(times) * 1e3:,.1f} to {max(times) * 1e3:,.1f}, {len(times)} runs)")


def fill(session):
    # Messages about constraints that are not there are no news.
    timed(session, "set client_min_messages = error")
    say("filling the tables")
    seconds = timed(session, TABLES)
    timed(session, "create extension if not exists pg_prewarm")
    timed(session, "vacuum analyze")
    warm(session)
    size = session.ask("select pg_relation_size('t'), pg_relation_size('t_pkey'), "
                       "pg_relation_size('t') / 8192, round(avg(pg_column_size(t)), 1) "
                       "from (select * from t limit 1000) t").split()
    print(f"The table: {ROWS:,} rows, {int(size[0]) / 1e6:.0f} MB in {int(size[2]):,} pages of 8 kB, "
          f"{size[3]} bytes a row with its header, primary key {int(size[1]) / 1e6:.0f} MB. "
          f"Filling it took {seconds:.1f} s.\n")


def warm(session):
    timed(session, "checkpoint; select pg_prewarm('t'); select pg_prewarm('t_pkey')")


def measure_whole_table(session):
    print("## Over the whole table\n\n| what | rows per second | time |\n|---|---|---|")
    for name, statement, undo, runs in WHOLE_TABLE:
        say(name)
        warm(session)
        times = repeat(session, statement, undo, runs)
        print(f"| {name} | {ROWS / statistics.median(times):,.0f} | {milliseconds(times)} |")
    print("\n| what | time |\n|---|---|")
    for name, statement, undo, runs in WHOLE:
        say(name)
        warm(session)
        print(f"| {name} | {milliseconds(repeat(session, statement, undo, runs))} |")
    print()


def bench(cluster, script, *options):
    """The average milliseconds of each statement of a script for pgbench, one client; and of the whole."""
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as file:
        file.write(script)
        file.flush()
        done = subprocess.run([f"{cluster.programs}/pgbench", "-n", "-r", "-c", "1", "-f", file.name,
                               *options], env=cluster.environment, capture_output=True, text=True,
                              check=False)
    if done.returncode != 0:
        raise CannotRun(done.stderr)
    whole = float(re.search(r"latency average = ([\d.]+) ms", done.stdout)[1])
    parts = {line.split()[-1] if "update" not in line else "update": float(line.split()[0])
             for line in done.stdout.splitlines() if re.match(r"\s+[\d.]+\s+\d+\s+\S.*;$", line)}
    return whole, parts


def in_server(session):
    """The microseconds of a point SELECT that runs within the server, without a client."""
    runs = 300_000
    loop = f"""do $$ declare found t; begin
        for n in 1..{runs} loop
            select * into found from t where id = 1 + (n * 7919::bigint) % {ROWS};
        end loop; end $$"""
    timed(session, loop)
    return timed(session, loop) / runs * 1e6


def measure_small(cluster, session):
    print("## Small statements, one client over the socket\n\n| what | time |\n|---|---|")
    say("small statements")
    warm(session)
    for mode in ("prepared", "simple"):
        whole, _ = bench(cluster, POINT_SELECT, "-T", "5", "-M", mode)
        print(f"| point SELECT by primary key, {mode}, round trip | {whole * 1e3:.1f} us |")
    print(f"| point SELECT by primary key, in a loop within the server | {in_server(session):.1f} us |")
    timed(session, "create index t_customer on t (customer)")
    for name, script, runs in (("a single row by key", ONE_UPDATE, ("-T", "6")),
                               ("1000 rows by id range", BATCH_UPDATE, ("-t", "150"))):
        for commit in ("on", "off"):
            timed(session, "vacuum t; checkpoint")
            environment = cluster.environment["PGOPTIONS"]
            cluster.environment["PGOPTIONS"] += f" -c synchronous_commit={commit}"
            whole, parts = bench(cluster, script, "-M", "prepared", *runs)
            cluster.environment["PGOPTIONS"] = environment
            print(f"| UPDATE of {name}, two indexes, synchronous_commit {commit} | BEGIN "
                  f"{parts['begin;']:.3f} ms, UPDATE {parts['update']:.3f} ms, COMMIT "
                  f"{parts['commit;']:.3f} ms, all {whole:.3f} ms |")
    print()


def explained(session, settings, condition):
    """The nodes, the time, and the text of a plan, of the second run."""
    for _ in range(2):
        session.send(f"{settings} explain (analyze, buffers) select * from t where customer {condition}")
        code, text = session.finish(600)
        if code != "00000":
            raise CannotRun(text)
        timed(session, "reset all; set client_min_messages = error")
    took = float(re.search(r"Execution Time: ([\d.]+)", text)[1])
    node = re.search(r"(Index Scan|Bitmap Heap Scan|Seq Scan)", text)[1]
    return node, took, text.strip()


PATHS = {
    "chosen": "",
    "index scan": "set enable_seqscan = off; set enable_bitmapscan = off;",
    "bitmap scan": "set enable_seqscan = off; set enable_indexscan = off;",
    "sequential scan": "set enable_indexscan = off; set enable_bitmapscan = off;",
}


def measure_crossover(session):
    print("## select * from t where customer = X, with an index on customer\n")
    say("the crossover")
    # As it would be after a while of use, without the traces that the updates left.
    timed(session, "vacuum full t; vacuum analyze t")
    warm(session)
    timed(session, "select pg_prewarm('t_customer')")
    print("| rows that match | chosen | time | index scan | bitmap scan | sequential scan |\n"
          "|---|---|---|---|---|---|")
    plans = []
    for customer, rows in MATCHES.items():
        results = {path: explained(session, settings, f"= {customer}") for path, settings in PATHS.items()}
        node, took, text = results["chosen"]
        plans.append(f"{rows:,} rows:\n\n```\n{text}\n```\n")
        forced = " | ".join(f"{results[path][1]:,.3f} ms" for path in list(PATHS)[1:])
        print(f"| {rows:,} | {node} | {took:,.3f} ms | {forced} |")
    print("\nThe times are those of EXPLAIN (ANALYZE, BUFFERS), which include the cost of its clock. The "
          "chosen plans:\n")
    print("\n".join(plans))


def first_node(session, at_least):
    text = session.ask(f"explain select * from t where customer >= {at_least}")
    return re.search(r"(Index Scan|Bitmap Heap Scan|Seq Scan)", text)[1]


def measure_switches(session):
    """Where the planner goes over from one kind of scan to the next, for the condition customer >= K."""
    print("The planner alone, for `customer >= K`, of which each K more is some 45 rows at random places "
          "(work_mem 4MB, random_page_cost 4, both the defaults):\n")
    low, high = 5, PARENTS
    while low < high:
        middle = (low + high) // 2
        if first_node(session, middle) == "Seq Scan":
            low = middle + 1
        else:
            high = middle
    for at_least in (low, low - 1):
        session.send(f"select count(*) from t where customer >= {at_least}")
        rows = int(session.finish(600)[1])
        print(f"- K = {at_least}, {rows:,} rows ({rows / ROWS:.1%} of the table): "
              f"{first_node(session, at_least)}")
    print("\n| rows that match | chosen | time | index scan | bitmap scan | sequential scan |\n"
          "|---|---|---|---|---|---|")
    for share in (0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.5, 0.8):
        at_least = PARENTS - int(share * PARENTS / 0.89)
        results = {path: explained(session, settings, f">= {at_least}") for path, settings in PATHS.items()}
        node, took, _ = results["chosen"]
        forced = " | ".join(f"{results[path][1]:,.0f} ms" for path in list(PATHS)[1:])
        print(f"| {share:.0%} | {node} | {took:,.0f} ms | {forced} |")
    print()


def describe_machine(session):
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        model = re.search(r"model name\s*: (.*)", file.read())
    print(f"# Measured on PostgreSQL {session.ask('show server_version').strip()}\n")
    print(f"By `/usr/bin/python3 measure.py`, on {os.cpu_count()} cores of "
          f"{model[1] if model else platform.machine()}, load average at the start "
          f"{os.getloadavg()[0]:.2f}. Default settings but for "
          + ", ".join(f"{name} = {value}" for name, value in SETTINGS.items())
          + f". JIT compilation {session.ask('show jit').strip()} "
          f"({'available' if session.ask('select pg_jit_available()').strip() == 't' else 'not there'}).\n")


# The log is applied in one piece, when the server is started again after a crash.
REDO = {"fsync": "off", "synchronous_commit": "off", "autovacuum": "off", "shared_buffers": "1GB",
        "checkpoint_timeout": "1h", "max_wal_size": "64GB", "logging_collector": "on",
        "log_directory": "'log'", "log_filename": "'server.log'"}
REDO_ROWS = 300_000
REDO_WRITES = [
    ("UPDATE of one row, each in a transaction of its own",
     f"""do $$ begin for n in 1..{REDO_ROWS} loop
         update t set amount = amount + 1 where id = 1 + (n::bigint * 7919) % 1000000; commit; end loop; end $$"""),
    ("INSERT of one row, each in a transaction of its own",
     f"""do $$ begin for n in 1..{REDO_ROWS} loop
         insert into t values (1000000 + n, n % 1000, 0, 'new', repeat('x', 46)); commit; end loop; end $$"""),
    ("UPDATE of many rows in one transaction",
     f"update t set amount = amount + 1 where id <= {REDO_ROWS}"),
]


def measure_redo():
    """Processor time of the startup process for each row; the rest of the machine may be busy."""
    print(f"| {REDO_ROWS:,} rows, one index, all in memory | CPU of redo per row |\n|---|---|")
    for what, statement in REDO_WRITES:
        with Cluster(REDO) as cluster:
            with Session(cluster) as session:
                session.ask("create schema lab; create table t (id bigint primary key, customer bigint not null,"
                            " amount int not null, status text, filler text);"
                            " insert into t select n, n % 1000, 0, 'new', repeat('x', 46)"
                            " from generate_series(1, 1000000) n; checkpoint")
                session.ask(statement)
                session.ask("select pg_switch_wal()")
            cluster.server.send_signal(signal.SIGQUIT)
            cluster.server.wait()
            cluster.start()
            with open(f"{cluster.directory}/data/log/server.log", encoding="utf-8") as log:
                used = re.findall(r"redo done at .*CPU: user: ([0-9.]+) s, system: ([0-9.]+) s", log.read())
            if len(used) != 1:
                raise CannotRun("the server's log does not tell what redo took")
            print(f"| {what} | {sum(map(float, used[0])) / REDO_ROWS * 1e6:.1f} us |")


def main():
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    sys.stdout.reconfigure(line_buffering=True)
    try:
        if not programs():
            install()
        if sys.argv[1:] == ["--redo"]:
            measure_redo()
            return 0
        with Cluster(SETTINGS) as cluster, Session(cluster) as session:
            describe_machine(session)
            fill(session)
            if sys.argv[1:] == ["--crossover"]:
                timed(session, "create index t_customer on t (customer)")
            else:
                measure_whole_table(session)
                measure_small(cluster, session)
            measure_crossover(session)
            measure_switches(session)
            print(f"Load average at the end: {os.getloadavg()[0]:.2f}.")
    except (OSError, CannotRun) as error:
        say(f"PostgreSQL could not be measured: {error}")
        return 2
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
