"""The simulators that ours is measured beside: what each peer is built with, and the ways it is used in."""

import os
import pathlib
import subprocess
from dataclasses import dataclass

SOURCES = pathlib.Path(__file__).resolve().parent / "peers"
COMPILER = os.environ.get("CXX", "g++")
ALWAYS = 1000  # repetitions


@dataclass(frozen=True)
class Library:
    """What a peer in C++ is built with. No pkg-config: ns-3's wants packages that its core does not need."""

    package: str
    header: str
    standard: str
    link: str


@dataclass(frozen=True)
class Peer:
    name: str
    program: str
    library: Library  # None: a script
    repetitions_max: int
    variants: dict  # workload and N -> the ways to use the simulator; or a text, why it is not measured

    def ways(self, workload):
        return () if isinstance(self.variants[workload], str) else self.variants[workload]

    def reason(self, workload):
        return self.variants[workload] if isinstance(self.variants[workload], str) else ""

    def command(self, folder, workload, variant):
        """How to run a workload, with the program in `folder`."""
        name, *size = workload.split()
        if self.library:
            return [folder / self.program, name, variant, *size]
        return ["/usr/bin/python3", "-B", SOURCES / self.program, name, *size]


# What is missing among the variants was left out after a try; bench/README.md says why.
SCHEDULERS = ("Map", "Heap", "Calendar", "PriorityQueue", "List")
NS3 = Peer("ns-3", "ns3_peer", Library("libns3-dev", "ns3/simulator.h", "c++20", "-lns3-core"), ALWAYS, {
    "hold 100": SCHEDULERS,
    "hold 10000": SCHEDULERS[:-1],
    "hold 1000000": ("Map", "Heap", "PriorityQueue"),
    "mm1": SCHEDULERS,
    "chain": ("Map", "Calendar", "List", "PriorityQueue", "Map+Cancel", "Calendar+Cancel", "PriorityQueue+Cancel"),
})
# The header refers to a symbol named after the C++ standard, so that only the library's own links: C++17.
SYSTEMC = Peer("SystemC", "systemc_peer", Library("libsystemc-dev", "systemc", "c++17", "-lsystemc"), 3, {
    "hold 100": ("sc_event", "next_trigger", "sc_event_queue"),
    "hold 10000": ("sc_event", "next_trigger", "sc_event_queue"),
    "hold 1000000": ("next_trigger", "sc_event_queue"),
    "mm1": ("sc_event",),
    "chain": ("sc_event",),
})
SIMGRID = Peer("SimGrid", "simgrid_peer", Library("libsimgrid-dev", "simgrid/s4u.hpp", "c++20", "-lsimgrid"), 3, {
    "hold 100": ("timers", "actors"),
    "hold 10000": ("timers", "actors"),
    "hold 1000000": ("timers",),
    "mm1": ("timers", "actors"),
    "chain": ("timers", "actors"),
})
SIMPY = Peer("SimPy", "simpy_peer.py", None, 3, {
    "hold 100": ("",),
    "hold 10000": ("",),
    "hold 1000000": "left out, it takes half a minute to fill",
    "mm1": ("",),
    "chain": ("",),
})
PEERS = (NS3, SYSTEMC, SIMGRID, SIMPY)


def build(peer, folder):
    """Compiles a peer into `folder` if it is older than its sources; what went wrong, or nothing."""
    if not peer.library:
        return ""
    program = folder / peer.program
    source = SOURCES / f"{peer.program}.cpp"
    if program.exists() and all(program.stat().st_mtime > path.stat().st_mtime
                                for path in (source, *SOURCES.glob("*.hpp"))):
        return ""
    if not (pathlib.Path("/usr/include") / peer.library.header).exists():
        return f"{peer.library.package} is not installed"
    folder.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(
        [COMPILER, f"-std={peer.library.standard}", "-O3", "-DNDEBUG", source, "-o", program, peer.library.link],
        capture_output=True, text=True)
    return "" if done.returncode == 0 else f"{COMPILER} did not build {peer.program}: {first_line(done.stderr)}"


def first_line(text):
    return (text.strip().splitlines() or ["(no message)"])[0]
