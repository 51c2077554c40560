#!/usr/bin/python3
"""Asks a real PostgreSQL which statements wait while a schema change holds its lock, or waits for it.

    ask_postgres.py                  prints the answers: kind, mode, state, statement, waits|passes
    ask_postgres.py --compare FILE   compares the answers with FILE, whose lines are
                                     kind, state, statement, waits|passes (tab separated, # comments)
    ask_postgres.py --further        asks, also, in the further states that are described below
    ask_postgres.py --after          asks only whether the change waits for what was done before it
    ask_postgres.py --no-install     never installs PostgreSQL, even when it is not there

The server runs in a temporary directory, reachable through a socket there and by nothing else. It is
stopped, and the directory removed, however the script ends.

For each kind of change the four statements (on single rows, by primary key, each in a session of its
own) are tried in two states:

  holds   The change has its lock on the table. A change that may run in a transaction has run in one
          that is still open. The others are stopped in their middle (see HOLDERS): by a writer or a
          reader with an older open transaction, by a page that an open cursor pins, or by an index on
          an expression whose function stops for the session of the change and for nobody else. None
          of these stops the four statements themselves.
  waits   Another session has a lock that conflicts with the mode the change asks for (see BLOCKERS),
          and, where there is such a lock, one that would let the four statements pass.

In both states pg_locks says whether the change really holds, or really waits for, the lock; "mode" is
the strongest mode that it showed on the statement's table while the change was in the state "holds".
A statement waits when it ran into its lock_timeout (error 55P03), and passes when it succeeded. As the
time counts only while a statement waits for a lock, a slow machine does not alter the answers.

The further states are waits-referenced (a foreign key that has its lock on the referencing table, and
waits for the one on the referenced table) and waits-reader (a reindex behind an open transaction that
has only read: it has its lock on the table and waits for the one on the index).

With --after there is one state, after: another session has done one of the statements in a transaction
that is still open, and the answer is whether the change waits. "@referenced" is then the table that a
key refers to, or the one that becomes a partition.

The exit status is 0, with --compare 1 when a cell differs, and 2 when PostgreSQL can't be run.
"""

import argparse
import dataclasses
import glob
import os
import pathlib
import re
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time

LOCK_TIMEOUT_MS = 300
PATIENCE_S = 20

# From the weakest to the strongest, as pg_locks spells them.
MODES = ["AccessShareLock", "RowShareLock", "RowExclusiveLock", "ShareUpdateExclusiveLock",
         "ShareLock", "ShareRowExclusiveLock", "ExclusiveLock", "AccessExclusiveLock"]

# Each statement has a row to itself, so that no statement waits for another one's row.
STATEMENTS = {
    "select": "select * from {table} where id = 10",
    "insert": "insert into {table} (id) values (1000)",
    "update": "update {table} set a = a + 1 where id = 11",
    "select-for-update": "select * from {table} where id = 12 for update",
}

READER = "begin; select * from {table} where id = 2"
WRITER = "begin; update {table} set a = a + 1 where id = 2"

# What makes a change wait for a mode. A reader lets every statement pass, and so does a writer of
# another row; only the last has to take its lock by name, as every statement that takes it does more.
BLOCKERS = {
    "AccessExclusiveLock": READER,
    "ShareRowExclusiveLock": WRITER,
    "ShareLock": WRITER,
    "ShareUpdateExclusiveLock": "begin; lock table only {table} in share update exclusive mode",
}

# How a change that can't run in a transaction is stopped in its middle: what the other session does,
# and the wait event which shows that the change has got there.
HOLDERS = {
    # CREATE INDEX and REINDEX CONCURRENTLY wait for every transaction that may be writing.
    "older writer": (WRITER, "virtualxid"),
    # DROP INDEX CONCURRENTLY waits for every transaction that may be using the index.
    "older reader": (READER, "virtualxid"),
    # VACUUM (FREEZE) waits until nobody else has the page pinned; an open cursor pins it.
    "pinned page": ("begin; declare c cursor for select * from {table}; fetch 1 from c", "BufferPin"),
    # VACUUM FULL and ANALYZE compute the expressions of indexes.
    "index expression": ("begin; select pg_advisory_xact_lock(1)", "advisory"),
}

# Only the session that makes the change stops in the function: an INSERT calls it as well.
PAUSING_INDEX = """
create function pause_change(value int) returns int language plpgsql immutable as $$
begin
    if current_setting('application_name') = 'change' then
        perform pg_advisory_xact_lock(1);
    end if;
    return value;
end $$;
create index t_pausing on t (pause_change(b));
"""

TABLES = """
drop schema if exists lab cascade;
create schema lab;
create table p (id bigint primary key, a int not null default 0);
create table t (id bigint primary key, a int not null default 0, b int default 0,
                parent bigint not null default 1) {partitioning};
{partition}
insert into p select n, 0 from generate_series(1, 100) n;
insert into t (id) select n from generate_series(1, 100) n;
"""


@dataclasses.dataclass
class Kind:
    """A kind of schema change on the table t; `held_by` says how it is stopped in its middle."""
    name: str
    change: str
    setup: str = ""
    held_by: str = "transaction"
    referenced: bool = False
    partitioned: bool = False
    further: str = ""


FOREIGN_KEY = "alter table t add constraint fk foreign key (parent) references p (id)"
CHECK = "alter table t add constraint b_is_there check (b is not null)"
INDEX = "create index t_b on t (b)"
UNIQUE_INDEX = "create unique index t_unique on t (id, b)"
ATTACHED = "create table t_high (like t including all)"

KINDS = [
    Kind("add-column", "alter table t add column c int default 7"),
    Kind("add-column-volatile-default", "alter table t add column c float8 default random()"),
    Kind("drop-column", "alter table t drop column b"),
    Kind("alter-column-type", "alter table t alter column b type bigint"),
    Kind("set-not-null", "alter table t alter column b set not null"),
    Kind("set-not-null-checked", "alter table t alter column b set not null", CHECK),
    Kind("set-default", "alter table t alter column b set default 1"),
    Kind("add-check", CHECK),
    Kind("add-check-not-valid", CHECK + " not valid"),
    Kind("validate-check", "alter table t validate constraint b_is_there", CHECK + " not valid"),
    Kind("add-foreign-key", FOREIGN_KEY, referenced=True, further="waits-referenced"),
    Kind("add-foreign-key-not-valid", FOREIGN_KEY + " not valid", referenced=True,
         further="waits-referenced"),
    Kind("validate-foreign-key", "alter table t validate constraint fk", FOREIGN_KEY + " not valid",
         referenced=True),
    Kind("add-unique-using-index", "alter table t add constraint u unique using index t_unique",
         UNIQUE_INDEX),
    Kind("create-index", INDEX),
    Kind("create-index-concurrently", "create index concurrently t_b on t (b)",
         held_by="older writer"),
    Kind("drop-index", "drop index t_b", INDEX),
    Kind("drop-index-concurrently", "drop index concurrently t_b", INDEX, held_by="older reader"),
    Kind("reindex", "reindex table t", INDEX, further="waits-reader"),
    Kind("reindex-concurrently", "reindex table concurrently t", INDEX, held_by="older writer"),
    Kind("create-trigger", "create trigger quiet before update on t for each row "
         "execute function suppress_redundant_updates_trigger()"),
    Kind("rename-column", "alter table t rename column b to c"),
    Kind("truncate", "truncate t"),
    Kind("drop-table", "drop table t"),
    Kind("vacuum", "vacuum (freeze) t", held_by="pinned page"),
    Kind("vacuum-full", "vacuum full t", PAUSING_INDEX, held_by="index expression"),
    Kind("analyze", "analyze t", PAUSING_INDEX, held_by="index expression"),
    Kind("cluster", "cluster t using t_pkey"),
    Kind("attach-partition", "alter table t attach partition t_high for values from (5000) to (9000)",
         ATTACHED, partitioned=True),
]


class CannotRun(Exception):
    """PostgreSQL is not there, does not start, or does not do what the script needs of it."""


def say(text):
    print(text, file=sys.stderr, flush=True)


def programs():
    """The directory of the newest PostgreSQL server's programs, or None."""
    found = glob.glob("/usr/lib/postgresql/*/bin/initdb")
    if found:
        return os.path.dirname(max(found, key=lambda path: float(path.split("/")[4])))
    initdb = shutil.which("initdb")
    return os.path.dirname(os.path.realpath(initdb)) if initdb else None


def install():
    """Installs the system's package in a way that creates and starts no cluster of its own."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise CannotRun("there is no initdb here; install the package postgresql")
    say("installing the package postgresql")
    settings = pathlib.Path("/etc/postgresql-common/createcluster.conf")
    if not settings.exists():
        settings.parent.mkdir(exist_ok=True)
        settings.write_text("create_main_cluster = false\n")
    # The settings that were just written stay, instead of a question about them.
    command = ["apt-get", "install", "-y", "-q", "-o", "Dpkg::Options::=--force-confold", "postgresql"]
    done = subprocess.run(command, env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
                          stdout=sys.stderr, stdin=subprocess.DEVNULL, check=False)
    if done.returncode != 0 or not programs():
        raise CannotRun("the package postgresql could not be installed")


class Cluster:
    """A server in a temporary directory, which `with` starts, stops and removes."""

    def __init__(self, settings=None):
        self.programs = programs()
        self.settings = {"listen_addresses": "''", "fsync": "off", "autovacuum": "off",
                         "max_connections": "40", **(settings or {})}
        self.server = None
        self.directory = None
        # The server refuses to run as root, so that root hands it to the package's own user.
        self.identity = {}
        if os.geteuid() == 0:
            self.identity = {"user": "postgres", "group": "postgres", "extra_groups": []}
        # What the caller's environment says about another server must not reach this one.
        self.environment = {name: value for name, value in os.environ.items()
                            if not name.startswith("PG")}
        self.environment["LC_ALL"] = "C"

    def __enter__(self):
        try:
            self.create()
            self.start()
            return self
        except BaseException:
            self.stop()
            raise

    def __exit__(self, *_):
        self.stop()

    def create(self):
        # A socket's path may have some 100 characters, hence not wherever TMPDIR may point.
        self.directory = tempfile.mkdtemp(prefix="ask-postgres-", dir="/tmp")
        try:
            if self.identity:
                shutil.chown(self.directory, "postgres", "postgres")
            done = subprocess.run(
                [f"{self.programs}/initdb", "-D", f"{self.directory}/data", "-A", "trust", "-U", "postgres",
                 "-E", "UTF8", "--locale=C", "--no-sync"], cwd=self.directory, env=self.environment,
                capture_output=True, text=True, check=False, **self.identity)
        except (OSError, LookupError) as error:
            raise CannotRun(f"initdb did not start: {error}") from error
        if done.returncode != 0:
            raise CannotRun(f"initdb failed: {done.stderr.strip()}")
        with open(f"{self.directory}/data/postgresql.conf", "a", encoding="utf-8") as file:
            file.write(f"unix_socket_directories = '{self.directory}'\n")
            file.writelines(f"{name} = {value}\n" for name, value in self.settings.items())

    def start(self):
        self.environment.update(PGHOST=self.directory, PGUSER="postgres", PGDATABASE="postgres",
                                PGOPTIONS="-c search_path=lab,public")
        # A process group of its own: an interrupt from the keyboard is for the script to deal with.
        self.server = subprocess.Popen(
            [f"{self.programs}/postgres", "-D", f"{self.directory}/data"], cwd=self.directory,
            env=self.environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, start_new_session=True, **self.identity)
        until(self.ready, "the server does not start")

    def ready(self):
        if self.server.poll() is not None:
            raise CannotRun("the server ended while it started")
        asked = subprocess.run([f"{self.programs}/pg_isready", "-q"], env=self.environment, check=False)
        return asked.returncode == 0

    def stop(self):
        # A second signal must not leave a server behind.
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_IGN)
        if self.server and self.server.poll() is None:
            # The immediate stop: nothing in this server is worth keeping.
            self.server.send_signal(signal.SIGQUIT)
            try:
                self.server.wait(PATIENCE_S)
            except subprocess.TimeoutExpired:
                self.server.kill()
                self.server.wait()
        if self.directory:
            shutil.rmtree(self.directory, ignore_errors=True)


def until(happened, otherwise):
    """Waits until `happened()`, and gives up with the message `otherwise`."""
    end = time.monotonic() + PATIENCE_S
    while not happened():
        if time.monotonic() > end:
            raise CannotRun(otherwise)
        time.sleep(0.01)


class Session:
    """A psql on the cluster. What is sent runs while the script goes on; `finish` waits for its end."""

    def __init__(self, cluster, name="session"):
        self.text = b""
        self.psql = subprocess.Popen(
            [f"{cluster.programs}/psql", "-X", "-q", "-A", "-t", "-F", "\t", "-v", "VERBOSITY=verbose"],
            env={**cluster.environment, "PGAPPNAME": name}, bufsize=0,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        # What is still open is rolled back, as psql ends at the end of its input; a psql that waits for
        # the server does not read its input, and has to be ended.
        self.psql.stdin.close()
        try:
            self.psql.wait(1)
        except subprocess.TimeoutExpired:
            self.psql.kill()
            self.psql.wait()
        self.psql.stdout.close()

    def send(self, sql):
        # psql keeps the last statement's error code in a variable; 00000 is success.
        self.psql.stdin.write(f"{sql.rstrip().rstrip(';')};\n\\echo === done :SQLSTATE\n".encode())

    def finish(self, patience=PATIENCE_S):
        """The error code of the last statement sent, and the text that came before it."""
        end = time.monotonic() + patience
        while True:
            done = re.search(rb"^=== done (\w+)\n", self.text, re.MULTILINE)
            if done:
                text, self.text = self.text[:done.start()], self.text[done.end():]
                return done[1].decode(), text.decode()
            if not select.select([self.psql.stdout], [], [], max(0, end - time.monotonic()))[0]:
                raise CannotRun("a session gives no answer: " + self.text.decode())
            read = os.read(self.psql.stdout.fileno(), 65536)
            if not read:
                raise CannotRun("a session ended: " + self.text.decode())
            self.text += read

    def ask(self, sql):
        """Runs what must succeed, and returns what it prints."""
        self.send(sql)
        code, text = self.finish()
        if code != "00000" or "ERROR:" in text:
            raise CannotRun(f"{sql.strip()}\n{code} {text}")
        return text


class Lab:
    """Brings a change into a state, and tries the statements there."""

    def __init__(self, cluster):
        self.cluster = cluster
        self.watcher = Session(cluster, "watcher")

    def prepare(self, kind):
        partitioning = "partition by range (id)" if kind.partitioned else ""
        partition = "create table t_low partition of t for values from (0) to (5000);"
        self.watcher.ask("set client_min_messages = warning;"
                         + TABLES.format(partitioning=partitioning,
                                         partition=partition if kind.partitioned else ""))
        if kind.setup:
            self.watcher.ask(kind.setup)

    def locks(self, table, granted=True):
        """The modes in which the change has, or waits for, the table's lock; the strongest first."""
        text = self.watcher.ask(
            "select mode from pg_locks join pg_stat_activity using (pid) where locktype = 'relation' "
            f"and application_name = 'change' and granted = {granted} "
            f"and relation = to_regclass('lab.{table}')")
        return sorted(text.split(), key=MODES.index, reverse=True)

    def stopped_at(self, event):
        text = self.watcher.ask("select count(*) from pg_stat_activity where application_name = 'change' "
                                f"and state = 'active' and wait_event = '{event}'")
        return text.strip() == "1"

    def holding(self, kind):
        """Tries the statements while the change holds its lock: the modes, and the answers."""
        self.prepare(kind)
        with Session(self.cluster, "holder") as holder, Session(self.cluster, "change") as change:
            if kind.held_by == "transaction":
                change.ask("begin; " + kind.change)
            else:
                action, event = HOLDERS[kind.held_by]
                holder.ask(action.format(table="t"))
                change.send(kind.change)
                until(lambda: self.stopped_at(event), f"{kind.name} did not stop in its middle")
            modes = {table: self.locks(table)[0] for table in tables(kind)}
            answers = self.try_statements(kind)
            if {table: self.locks(table)[0] for table in tables(kind)} != modes:
                raise CannotRun(f"{kind.name} did not hold its lock until the end")
            if kind.held_by == "transaction":
                change.ask("rollback")
            else:
                holder.ask("rollback")
                check(kind, *change.finish())
        return modes, answers

    def waiting(self, kind, blocker, place="t"):
        """Tries the statements while the change waits behind the blocker for the lock of `place`."""
        self.prepare(kind)
        with Session(self.cluster, "holder") as holder, Session(self.cluster, "change") as change:
            holder.ask(blocker)
            change.send(kind.change)
            until(lambda: self.locks(place, granted=False), f"{kind.name} did not wait for its lock")
            answers = self.try_statements(kind)
            if not self.locks(place, granted=False):
                raise CannotRun(f"{kind.name} did not wait until the end")
            holder.ask("rollback")
            # That it succeeds once it may shows that it was waiting for nothing else.
            check(kind, *change.finish())
        return answers

    def try_statements(self, kind):
        """Whether each statement waits or passes; all at once, as they do not stop one another."""
        sessions = {}
        try:
            for table in tables(kind):
                for name, statement in STATEMENTS.items():
                    cell = name if table == "t" else name + "@referenced"
                    sessions[cell] = Session(self.cluster, "statement")
                    sessions[cell].send(f"set lock_timeout = {LOCK_TIMEOUT_MS}; begin; "
                                        + statement.format(table=table))
            return {cell: self.answer(kind, cell, *session.finish()) for cell, session in sessions.items()}
        finally:
            for session in sessions.values():
                session.__exit__()

    def change_after(self, kind, statement, table):
        """Whether the change waits for an open transaction that has done the statement."""
        self.prepare(kind)
        with Session(self.cluster, "holder") as holder, Session(self.cluster, "change") as change:
            holder.ask("begin; " + statement.format(table=table))
            change.send(f"set lock_timeout = {LOCK_TIMEOUT_MS}; " + kind.change)
            return self.answer(kind, "after " + statement, *change.finish())

    @staticmethod
    def answer(kind, cell, code, text):
        if code not in ("00000", "55P03"):
            raise CannotRun(f"{kind.name}, {cell}: {code} {text}")
        return "passes" if code == "00000" else "waits"


def tables(kind):
    return ["t", "p"] if kind.referenced else ["t"]


def check(kind, code, text):
    if code != "00000":
        raise CannotRun(f"{kind.name}: {code} {text}")


def further_answers(lab, kind):
    if kind.further == "waits-referenced":
        return lab.waiting(kind, WRITER.format(table="p"), place="p")
    return lab.waiting(kind, READER.format(table="t"), place="t_pkey")


def ask_everything(lab, further):
    """The answers, and the modes: both by kind, state and statement, in the order of KINDS."""
    answers, modes = {}, {}
    for number, kind in enumerate(KINDS, 1):
        say(f"{number}/{len(KINDS)} {kind.name}")
        held, holding = lab.holding(kind)
        if held["t"] not in BLOCKERS:
            raise CannotRun(f"{kind.name}: nothing here is known to make {held['t']} wait")
        states = {"holds": holding,
                  "waits": lab.waiting(kind, BLOCKERS[held["t"]].format(table="t"))}
        if further and kind.further:
            states[kind.further] = further_answers(lab, kind)
        for state, cells in states.items():
            for statement, answer in cells.items():
                answers[kind.name, state, statement] = answer
                modes[kind.name, state, statement] = held["p" if "@" in statement else "t"]
    return answers, modes


def ask_after(lab):
    """The answers in the state "after", by kind, state and statement."""
    answers = {}
    for number, kind in enumerate(KINDS, 1):
        say(f"{number}/{len(KINDS)} {kind.name}")
        others = ["p"] if kind.referenced else ["t_high"] if kind.partitioned else []
        for table in ["t", *others]:
            for name, statement in STATEMENTS.items():
                cell = name if table == "t" else name + "@referenced"
                answers[kind.name, "after", cell] = lab.change_after(kind, statement, table)
    return answers, {cell: None for cell in answers}


def sql_name(mode):
    """ShareUpdateExclusiveLock as the language says it: SHARE UPDATE EXCLUSIVE."""
    letters = mode.removesuffix("Lock")
    return "".join(" " + letter if letter.isupper() else letter for letter in letters).strip().upper()


def read_cells(path):
    """The cells of a file to compare with."""
    cells = {}
    with open(path, encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            line = line.rstrip("\r\n")
            if not line.strip() or line.startswith("#"):
                continue
            fields = line.split("\t")
            if len(fields) != 4 or fields[3] not in ("waits", "passes") or tuple(fields[:3]) in cells:
                raise ValueError(f"{path}:{number}: not one new cell of four fields: {line}")
            cells[tuple(fields[:3])] = fields[3]
    return cells


def compare(answers, said):
    """Prints the cells that differ, and returns their number."""
    cells = list(answers) + [cell for cell in said if cell not in answers]
    differ = [cell for cell in cells if answers.get(cell) != said.get(cell)]
    for cell in differ:
        print(*cell, f"PostgreSQL: {answers.get(cell, 'missing')}", f"file: {said.get(cell, 'missing')}",
              sep="\t")
    print(f"{len(cells)} cells, {len(differ)} differ")
    return len(differ)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--compare", metavar="FILE", help="compare the answers with this file")
    parser.add_argument("--further", action="store_true", help="ask in the further states as well")
    parser.add_argument("--after", action="store_true", help="ask in the state after only")
    parser.add_argument("--no-install", action="store_true", help="do not install PostgreSQL")
    return parser.parse_args()


def ask(options):
    if not programs():
        if options.no_install:
            raise CannotRun("there is no initdb under /usr/lib/postgresql")
        install()
    with Cluster() as cluster:
        lab = Lab(cluster)
        with lab.watcher:
            version = lab.watcher.ask("show server_version").strip()
            asked = ask_after(lab) if options.after else ask_everything(lab, options.further)
            return version, *asked


def main():
    options = arguments()
    # A request to end takes the way of an error, so that the server is stopped.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        said = read_cells(options.compare) if options.compare else None
        version, answers, modes = ask(options)
    except (OSError, ValueError, CannotRun) as error:
        say(f"PostgreSQL could not be asked: {error}")
        return 2
    except KeyboardInterrupt:
        return 130
    if said is not None:
        return 1 if compare(answers, said) else 0
    print(f"# PostgreSQL {version}: kind, mode, state, statement, answer")
    for (kind, state, statement), answer in answers.items():
        mode = modes[kind, state, statement]
        print(kind, sql_name(mode) if mode else "-", state, statement, answer, sep="\t")
    return 0


if __name__ == "__main__":
    sys.exit(main())
