#!/usr/bin/python3
"""The speed table's workloads in SimPy: `simpy_peer.py WORKLOAD [N]` does one run and prints one line of JSON.

What each workload is stands in bench/README.md. A process that loops over time-outs is SimPy's cheapest event; a
process for each request is what its manual teaches, and what the chain needs. SimPy cannot take an event out of
its queue: a time-out is cancelled by taking its callback away, and passes later with nothing to do.
"""

import collections
import json
import random
import sys
import time

import simpy

MILLISECOND = 1e-3


def report(workload, n, events, seconds, check):
    print(json.dumps({"engine": "SimPy " + simpy.__version__, "workload": workload, "variant": "", "n": n,
                      "events": events, "seconds": round(seconds, 6), "per_second": round(events / seconds),
                      "check": check}))


def timed(env, done):
    """Runs until `done`, and gives the seconds of processor time."""
    start = time.process_time()
    env.run(until=done)
    return time.process_time() - start


class Countdown:
    """An event that happens when `left` has been counted down."""

    def __init__(self, env, left):
        self.left = left
        self.done = env.event()

    def count(self):
        self.left -= 1
        if self.left == 0:
            self.done.succeed()


def run_hold(pending):
    env = simpy.Environment()
    exponential = random.Random(1).expovariate
    countdown = Countdown(env, pending)

    def hold():
        timeout = env.timeout
        while True:
            yield timeout(exponential(1.0))
            countdown.left -= 1
            if countdown.left == 0:
                countdown.done.succeed()

    for _ in range(pending):
        env.process(hold())
    env.run(until=countdown.done)
    start = env.now
    events = 1_000_000
    countdown.left, countdown.done = events, env.event()
    seconds = timed(env, countdown.done)
    report("hold", pending, events, seconds, {"mean_hold_s": round((env.now - start) * pending / events, 5)})


def run_mm1():
    env = simpy.Environment()
    exponential = random.Random(1).expovariate
    customers = 800_000
    arrived = collections.deque()
    sojourn_sum = 0.0
    idle = env.event()
    done = env.event()

    def arrivals():
        while True:
            arrived.append(env.now)
            if len(arrived) == 1:
                idle.succeed()
            yield env.timeout(exponential(0.8 / MILLISECOND))

    def server():
        nonlocal idle, sojourn_sum
        for _ in range(customers):
            if not arrived:
                idle = env.event()
                yield idle
            yield env.timeout(exponential(1.0 / MILLISECOND))
            sojourn_sum += env.now - arrived.popleft()
        done.succeed()

    env.process(server())
    env.process(arrivals())
    seconds = timed(env, done)
    report("mm1", 1, 2 * customers, seconds, {"mean_sojourn_ms": round(sojourn_sum / customers / MILLISECOND, 4)})


def run_chain():
    env = simpy.Environment()
    exponential = random.Random(1).expovariate
    tiers = [simpy.Resource(env, capacity=workers) for workers in (64, 32, 8)]
    countdown = Countdown(env, 7_000)  # a simulated second and more: the dead time-outs are as many as they get
    response_sum = 0.0
    timeouts = 0

    def timed_out(_):
        nonlocal timeouts
        timeouts += 1

    def call(depth):
        timeout = env.timeout(1.0)
        timeout.callbacks.append(timed_out)
        with tiers[depth].request() as worker:
            yield worker
            yield env.timeout(exponential(1.0 / MILLISECOND))
            if depth + 1 < len(tiers):
                yield from call(depth + 1)
        if timeout.callbacks:
            timeout.callbacks.remove(timed_out)

    def request():
        nonlocal response_sum
        start = env.now
        yield from call(0)
        response_sum += env.now - start
        countdown.count()

    def arrivals():
        while True:
            env.process(request())
            yield env.timeout(exponential(6400.0))

    env.process(arrivals())
    env.run(until=countdown.done)
    response_sum = 0.0
    requests = 60_000
    countdown.left, countdown.done = requests, env.event()
    seconds = timed(env, countdown.done)
    report("chain", 1, requests, seconds,
           {"mean_response_ms": round(response_sum / requests / MILLISECOND, 4), "timeouts": timeouts})


def main(arguments):
    workload = arguments[0] if arguments else ""
    if workload == "hold":
        run_hold(int(arguments[1]) if len(arguments) > 1 else 10_000)
    elif workload == "mm1":
        run_mm1()
    elif workload == "chain":
        run_chain()
    else:
        sys.exit("usage: simpy_peer.py hold|mm1|chain [N]")


if __name__ == "__main__":
    main(sys.argv[1:])
