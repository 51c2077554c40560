// The speed table's workloads in SystemC: `systemc_peer WORKLOAD VARIANT [N]` does one run and prints one
// line of JSON.
//
// What each workload is stands in bench/README.md. SystemC is used as its experts would: time in integer
// steps of 1 ns, SC_METHOD processes (which need no stack of their own), each with an sc_event that it is
// statically sensitive to. It has no way to take a notification out of its queue: sc_event::cancel leaves it
// there, marked. Its header asks for the C++ standard that the library was built with: C++17 on Debian 12.
#include "fast_exponential.hpp"
#include "record.hpp"
#include "workloads.hpp"

#define SC_INCLUDE_DYNAMIC_PROCESSES
#include <systemc>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <string>

namespace peers {
namespace {

const std::string kEngine = "SystemC " + std::to_string(SC_VERSION_MAJOR) + "." +
                            std::to_string(SC_VERSION_MINOR) + "." + std::to_string(SC_VERSION_PATCH);

[[nodiscard]] std::int64_t now_ns() { return static_cast<std::int64_t>(sc_core::sc_time_stamp().value()); }

[[nodiscard]] sc_core::sc_time of_ns(std::int64_t ns) {
    return sc_core::sc_time::from_value(static_cast<sc_core::sc_time::value_type>(ns));
}

// A process that does `work` whenever `event` happens.
template <class Work>
void on(const sc_core::sc_event& event, Work work) {
    sc_core::sc_spawn_options options;
    options.spawn_method();
    options.dont_initialize();
    options.set_sensitivity(&event);
    sc_core::sc_spawn(work, sc_core::sc_gen_unique_name("process"), &options);
}

// Counts what happens, and halts the simulation when it has happened often enough.
class Countdown {
  public:
    void count() {
        if (--left_ == 0)
            sc_core::sc_pause();
    }
    // Seconds of processor time until `count` has been called so often.
    double run(std::uint64_t times) {
        left_ = times;
        const double start = processor_seconds();
        sc_core::sc_start();
        return processor_seconds() - start;
    }

  private:
    std::uint64_t left_ = 0;
};

// ---- hold: N pending events; the earliest goes back at now + an exponential time.

struct Hold {
    explicit Hold(std::uint64_t pending) : n(pending) {}

    [[nodiscard]] sc_core::sc_time gap() { return of_ns(random.next_ns(kSecondNs)); }

    // A process an event, woken by the sc_event that it notifies.
    void fill_with_events() {
        for (std::uint64_t i = 0; i < n; ++i) {
            sc_core::sc_event& event = events.emplace_back();
            event.notify(gap());
            on(event, [this, &event] {
                event.notify(gap());
                countdown.count();
            });
        }
    }

    // A process an event, woken by the time-out that is a part of every process.
    void fill_with_triggers() {
        sc_core::sc_spawn_options options;
        options.spawn_method();
        const auto work = [this] {
            sc_core::next_trigger(gap());
            countdown.count();
        };
        for (std::uint64_t i = 0; i < n; ++i)
            sc_core::sc_spawn(work, sc_core::sc_gen_unique_name("process"), &options);
        (void)countdown.run(n); // a process begins by running once, at time 0
    }

    // One process and one queue, whose notifications carry nothing that tells them apart.
    void fill_queue() {
        for (std::uint64_t i = 0; i < n; ++i)
            queue.notify(gap());
        on(queue.default_event(), [this] {
            queue.notify(gap());
            countdown.count();
        });
    }

    bool fill(const std::string& variant) {
        if (variant == "sc_event")
            fill_with_events();
        else if (variant == "next_trigger")
            fill_with_triggers();
        else if (variant == "sc_event_queue")
            fill_queue();
        else
            return false;
        return true;
    }

    std::uint64_t n;
    FastExponential random{1};
    Countdown countdown;
    std::deque<sc_core::sc_event> events;
    sc_core::sc_event_queue queue{"queue"};
};

bool run_hold(const std::string& variant, std::uint64_t n) {
    const std::uint64_t events = n >= 1'000'000 ? 1'000'000 : 3'000'000;
    Hold hold(n);
    if (!hold.fill(variant))
        return false;
    // Untimed: every place in memory is used once, in the order of the workload.
    (void)hold.countdown.run(2 * n);
    const std::int64_t start_ns = now_ns();
    const double seconds = hold.countdown.run(events);
    const double passed_s = static_cast<double>(now_ns() - start_ns) / kSecondNs;
    print({kEngine, "hold", variant, n, events, seconds},
          {{"mean_hold_s", passed_s * static_cast<double>(n) / static_cast<double>(events)}});
    return true;
}

// ---- mm1

struct Mm1 {
    Mm1() {
        on(arrival, [this] { arrive(); });
        on(departure, [this] { depart(); });
        arrival.notify(of_ns(0));
    }

    void arrive() {
        arrival.notify(of_ns(random.next_ns(kArrivalMeanNs)));
        arrived_ns.push_back(now_ns());
        if (arrived_ns.size() == 1)
            departure.notify(of_ns(random.next_ns(kServiceMeanNs)));
    }

    void depart() {
        sojourn_sum_ns += now_ns() - arrived_ns.front();
        arrived_ns.pop_front();
        if (!arrived_ns.empty())
            departure.notify(of_ns(random.next_ns(kServiceMeanNs)));
        countdown.count();
    }

    FastExponential random{1};
    Countdown countdown;
    sc_core::sc_event arrival;
    sc_core::sc_event departure;
    std::deque<std::int64_t> arrived_ns;
    std::int64_t sojourn_sum_ns = 0;
};

void run_mm1(const std::string& variant) {
    constexpr std::uint64_t kCustomers = 3'000'000;
    Mm1 queue;
    const double seconds = queue.countdown.run(kCustomers);
    const double sojourn_sum_ms = static_cast<double>(queue.sojourn_sum_ns) / kMillisecondNs;
    print({kEngine, "mm1", variant, 1, 2 * kCustomers, seconds},
          {{"mean_sojourn_ms", sojourn_sum_ms / static_cast<double>(kCustomers)}});
}

// ---- chain

struct Chain;

// A request of the pool, with the processes that its work and its time-outs wake.
struct Request {
    explicit Request(Chain& chain);

    sc_core::sc_event work_done;
    sc_core::sc_event timeouts[kTiers];
    Request* next = nullptr;
    std::int64_t start_ns = 0;
    int tier = 0;
};

struct Chain {
    Chain() {
        on(arrival, [this] { arrive(); });
        arrival.notify(of_ns(0));
    }

    void arrive() {
        arrival.notify(of_ns(random.next_ns(kInterarrivalMeanNs)));
        Request& request = requests.take(*this);
        request.start_ns = now_ns();
        call(request, 0);
    }

    void call(Request& request, int tier) {
        request.tier = tier;
        request.timeouts[tier].notify(of_ns(kTimeoutNs));
        if (tiers[tier].take_worker(request))
            work(request);
    }

    void work(Request& request) { request.work_done.notify(of_ns(random.next_ns(kWorkMeanNs))); }

    void work_done(Request& request) {
        if (request.tier + 1 < kTiers) {
            call(request, request.tier + 1);
            return;
        }
        for (int tier = kTiers - 1; tier >= 0; --tier) {
            request.timeouts[tier].cancel();
            if (Request* waiting = tiers[tier].give_worker_back())
                work(*waiting);
        }
        response_sum_ns += now_ns() - request.start_ns;
        requests.put_back(request);
        countdown.count();
    }

    FastExponential random{1};
    Countdown countdown;
    sc_core::sc_event arrival;
    Tier<Request> tiers[kTiers] = {Tier<Request>(kWorkers[0]), Tier<Request>(kWorkers[1]),
                                   Tier<Request>(kWorkers[2])};
    RequestPool<Request> requests;
    std::int64_t response_sum_ns = 0;
    std::uint64_t timed_out = 0;
};

Request::Request(Chain& chain) {
    on(work_done, [this, &chain] { chain.work_done(*this); });
    for (const sc_core::sc_event& timeout : timeouts)
        on(timeout, [&chain] { ++chain.timed_out; });
}

void run_chain(const std::string& variant) {
    constexpr std::uint64_t kWarmUp =
        20'000; // three simulated seconds: the dead time-outs are as many as they get
    constexpr std::uint64_t kRequests = 300'000;
    Chain chain;
    (void)chain.countdown.run(kWarmUp);
    chain.response_sum_ns = 0;
    const double seconds = chain.countdown.run(kRequests);
    const double response_sum_ms = static_cast<double>(chain.response_sum_ns) / kMillisecondNs;
    print({kEngine, "chain", variant, 1, kRequests, seconds},
          {{"mean_response_ms", response_sum_ms / static_cast<double>(kRequests)},
           {"timeouts", static_cast<double>(chain.timed_out)}});
}

// False: there is no such workload or variant.
bool run(const std::string& workload, const std::string& variant, std::uint64_t n) {
    if (workload == "hold")
        return run_hold(variant, n);
    if (variant != "sc_event")
        return false;
    if (workload == "mm1")
        run_mm1(variant);
    else if (workload == "chain")
        run_chain(variant);
    else
        return false;
    return true;
}

} // namespace
} // namespace peers

int sc_main(int count, char** arguments) {
    sc_core::sc_set_time_resolution(1, sc_core::SC_NS);
    const std::uint64_t n = count > 3 ? std::strtoull(arguments[3], nullptr, 10) : 10'000;
    if (count < 3 || !peers::run(arguments[1], arguments[2], n)) {
        std::fputs("usage: systemc_peer hold sc_event|next_trigger|sc_event_queue [N] | mm1 sc_event | "
                   "chain sc_event\n",
                   stderr);
        std::_Exit(2);
    }
    std::_Exit(0); // what is still pending belongs to objects that are gone
}
