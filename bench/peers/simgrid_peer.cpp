// The speed table's workloads in SimGrid: `simgrid_peer WORKLOAD VARIANT [N]` does one run and prints one
// line of JSON.
//
// What each workload is stands in bench/README.md. SimGrid is used in two ways. "actors" is what its manual
// teaches: actors that sleep, and semaphores. "timers" is what its own parts are built on and the cheapest
// event it has: a callback at a date, without an actor, which can be taken out again. The time-outs of the
// chain are timers in both, since an actor can't wait with a time-out for a call that it makes itself.
#include "fast_exponential.hpp"
#include "record.hpp"
#include "workloads.hpp"

#include <simgrid/kernel/Timer.hpp>
#include <simgrid/s4u.hpp>
#include <simgrid/version.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <functional>
#include <string>

namespace peers {
namespace {

namespace s4u = simgrid::s4u;
using simgrid::kernel::timer::Timer;

constexpr double kSecondsPerNs = 1e-9;
constexpr double kServiceMeanS = kServiceMeanNs * kSecondsPerNs;
constexpr double kArrivalMeanS = kArrivalMeanNs * kSecondsPerNs;
constexpr double kWorkMeanS = kWorkMeanNs * kSecondsPerNs;
constexpr double kInterarrivalMeanS = kInterarrivalMeanNs * kSecondsPerNs;
constexpr double kTimeoutS = static_cast<double>(kTimeoutNs) * kSecondsPerNs;
constexpr double kMillisecondS = 1e-3;

const std::string kEngine =
    "SimGrid " + std::to_string(SIMGRID_VERSION_MAJOR) + "." + std::to_string(SIMGRID_VERSION_MINOR);

[[nodiscard]] double now_s() { return s4u::Engine::get_clock(); }

template <class Work>
Timer* after(double delay_s, Work work) {
    return Timer::set(now_s() + delay_s, work);
}

// Counts what happens: so much of it is a warm-up, and so much is timed. Then it reports and ends the
// program: SimGrid's own run ends only when no actor is left.
class Countdown {
  public:
    struct Calls {
        std::uint64_t warm_up;
        std::uint64_t timed;
        std::function<void()> begin;
        std::function<void(double seconds)> report;
    };
    explicit Countdown(Calls calls) : calls_(std::move(calls)), left_(calls_.warm_up) {}

    void count() {
        if (--left_ == 0)
            turn();
    }

  private:
    void turn() {
        if (timing_) {
            calls_.report(processor_seconds() - start_);
            std::_Exit(0);
        }
        timing_ = true;
        left_ = calls_.timed;
        calls_.begin();
        start_ = processor_seconds();
    }

    Calls calls_;
    std::uint64_t left_;
    bool timing_ = false;
    double start_ = 0.0;
};

// What every workload has: one host, and an actor that keeps the run going while only timers are pending.
struct World {
    explicit World(std::string way) : variant(std::move(way)) {
        s4u::NetZone* zone = s4u::create_full_zone("zone");
        host = zone->create_host("host", 1e9);
        zone->seal();
    }

    void spawn(const std::function<void()>& code) { s4u::Actor::create("actor", host, code); }
    void run(const std::function<void()>& start) {
        spawn([start] {
            start();
            s4u::this_actor::suspend();
        });
        s4u::Engine::get_instance()->run();
    }

    std::string variant;
    s4u::Host* host = nullptr;
    FastExponential random{1};
};

// ---- hold: N pending events; the earliest goes back at now + an exponential time.

struct Hold : World {
    Hold(const std::string& way, std::uint64_t pending)
        : World(way), n(pending), events(pending >= 10'000 ? 500'000 : 1'000'000) {}

    void fill_with_actors() {
        for (std::uint64_t i = 0; i < n; ++i)
            spawn([this] {
                for (;;) {
                    s4u::this_actor::sleep_for(random.next());
                    countdown.count();
                }
            });
    }
    void put_back() {
        after(random.next(), [this] {
            put_back();
            countdown.count();
        });
    }
    void fill_with_timers() {
        for (std::uint64_t i = 0; i < n; ++i)
            put_back();
    }

    std::uint64_t n;
    std::uint64_t events;
    double start_s = 0.0;
    // In the warm-up every place in memory is used once, in the order of the workload.
    Countdown countdown{{2 * n, events, [this] { start_s = now_s(); },
                         [this](double seconds) {
                             const double share = static_cast<double>(n) / static_cast<double>(events);
                             print({kEngine, "hold", variant, n, events, seconds},
                                   {{"mean_hold_s", (now_s() - start_s) * share}});
                         }}};
};

// ---- mm1

struct Mm1 : World {
    using World::World;
    static constexpr std::uint64_t kWarmUp = 1'000;
    static constexpr std::uint64_t kCustomers = 1'000'000;

    void arrive_by_timer() {
        after(random.next() * kArrivalMeanS, [this] {
            arrive_by_timer();
            arrived_s.push_back(now_s());
            if (arrived_s.size() == 1)
                serve_by_timer();
        });
    }
    void serve_by_timer() {
        after(random.next() * kServiceMeanS, [this] {
            depart();
            if (!arrived_s.empty())
                serve_by_timer();
        });
    }

    void arrivals_actor() {
        for (;;) {
            s4u::this_actor::sleep_for(random.next() * kArrivalMeanS);
            arrived_s.push_back(now_s());
            arrived->release();
        }
    }
    void server_actor() {
        for (;;) {
            arrived->acquire();
            s4u::this_actor::sleep_for(random.next() * kServiceMeanS);
            depart();
        }
    }

    void depart() {
        sojourn_sum_s += now_s() - arrived_s.front();
        arrived_s.pop_front();
        countdown.count();
    }

    std::deque<double> arrived_s;
    s4u::SemaphorePtr arrived = s4u::Semaphore::create(0);
    double sojourn_sum_s = 0.0;
    Countdown countdown{{kWarmUp, kCustomers, [this] { sojourn_sum_s = 0.0; },
                         [this](double seconds) {
                             const double sum_ms = sojourn_sum_s / kMillisecondS;
                             print({kEngine, "mm1", variant, 1, 2 * kCustomers, seconds},
                                   {{"mean_sojourn_ms", sum_ms / static_cast<double>(kCustomers)}});
                         }}};
};

// ---- chain

struct Chain : World {
    using World::World;
    static constexpr std::uint64_t kWarmUp = 20'000;
    static constexpr std::uint64_t kRequests = 200'000;

    struct Request {
        Timer* timeouts[kTiers] = {};
        Request* next = nullptr;
        double start_s = 0.0;
        int tier = 0;
    };

    Timer* arm() {
        return after(kTimeoutS, [this] { ++timed_out; });
    }

    void arrive_by_timer() {
        after(random.next() * kInterarrivalMeanS, [this] {
            arrive_by_timer();
            Request& request = requests.take();
            request.start_s = now_s();
            call(request, 0);
        });
    }
    void call(Request& request, int tier) {
        request.tier = tier;
        request.timeouts[tier] = arm();
        if (tiers[tier].take_worker(request))
            work(request);
    }
    void work(Request& request) {
        after(random.next() * kWorkMeanS, [this, &request] { work_done(request); });
    }
    void work_done(Request& request) {
        if (request.tier + 1 < kTiers) {
            call(request, request.tier + 1);
            return;
        }
        for (int tier = kTiers - 1; tier >= 0; --tier) {
            request.timeouts[tier]->remove();
            if (Request* waiting = tiers[tier].give_worker_back())
                work(*waiting);
        }
        answered(request.start_s);
        requests.put_back(request);
    }

    // An actor that is done takes the next request: to make one for each request costs ten times as much.
    void arrivals_actor() {
        for (;;) {
            s4u::this_actor::sleep_for(random.next() * kInterarrivalMeanS);
            arrived_s.push_back(now_s());
            if (idle_actors > 0)
                --idle_actors;
            else
                spawn([this] { request_actor(); });
            arrived->release();
        }
    }
    void request_actor() {
        for (;;) {
            arrived->acquire();
            const double start_s = arrived_s.front();
            arrived_s.pop_front();
            call_and_wait(0);
            answered(start_s);
            ++idle_actors;
        }
    }
    void call_and_wait(int tier) {
        Timer* timeout = arm();
        workers[tier]->acquire();
        s4u::this_actor::sleep_for(random.next() * kWorkMeanS);
        if (tier + 1 < kTiers)
            call_and_wait(tier + 1);
        workers[tier]->release();
        timeout->remove();
    }

    void answered(double start_s) {
        response_sum_s += now_s() - start_s;
        countdown.count();
    }

    Tier<Request> tiers[kTiers] = {Tier<Request>(kWorkers[0]), Tier<Request>(kWorkers[1]),
                                   Tier<Request>(kWorkers[2])};
    RequestPool<Request> requests;
    s4u::SemaphorePtr workers[kTiers] = {s4u::Semaphore::create(kWorkers[0]),
                                         s4u::Semaphore::create(kWorkers[1]),
                                         s4u::Semaphore::create(kWorkers[2])};
    s4u::SemaphorePtr arrived = s4u::Semaphore::create(0);
    std::deque<double> arrived_s;
    int idle_actors = 0;
    double response_sum_s = 0.0;
    std::uint64_t timed_out = 0;
    Countdown countdown{{kWarmUp, kRequests, [this] { response_sum_s = 0.0; },
                         [this](double seconds) {
                             const double sum_ms = response_sum_s / kMillisecondS;
                             print({kEngine, "chain", variant, 1, kRequests, seconds},
                                   {{"mean_response_ms", sum_ms / static_cast<double>(kRequests)},
                                    {"timeouts", static_cast<double>(timed_out)}});
                         }}};
};

// Ends the program when it has measured; returns if there is no such workload.
void run(const std::string& workload, const std::string& variant, std::uint64_t n) {
    const bool by_actors = variant == "actors";
    if (workload == "hold") {
        Hold hold(variant, n);
        hold.run([&] { by_actors ? hold.fill_with_actors() : hold.fill_with_timers(); });
    } else if (workload == "mm1") {
        Mm1 queue(variant);
        if (by_actors)
            queue.spawn([&queue] { queue.server_actor(); });
        queue.run([&] { by_actors ? queue.arrivals_actor() : queue.arrive_by_timer(); });
    } else if (workload == "chain") {
        Chain chain(variant);
        chain.run([&] { by_actors ? chain.arrivals_actor() : chain.arrive_by_timer(); });
    }
}

} // namespace
} // namespace peers

int main(int count, char** arguments) {
    const simgrid::s4u::Engine engine(&count, arguments);
    const std::string variant = count > 2 ? arguments[2] : "";
    simgrid::s4u::Engine::set_config("contexts/stack-size", 64); // KiB: a million actors of 8 MiB do not fit
    if (variant == "actors" || variant == "timers")
        peers::run(arguments[1], variant, count > 3 ? std::strtoull(arguments[3], nullptr, 10) : 10'000);
    std::fputs("usage: simgrid_peer hold|mm1|chain actors|timers [N]\n", stderr);
    return 2;
}
