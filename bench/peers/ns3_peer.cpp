// The speed table's workloads in ns-3: `ns3_peer WORKLOAD SCHEDULER [N]` does one run and prints one line of
// JSON.
//
// What each workload is stands in bench/README.md. ns-3 is used as its experts would: time in integer steps,
// an EventImpl of one's own that schedules itself again in place of a new one from MakeEvent,
// ScheduleWithContext (which makes no EventId) for what is never cancelled. The scheduler "Map" cancels by
// Simulator::Remove, which takes the event out of the pending set; "Map+Cancel" by Simulator::Cancel, which
// leaves it there, marked.
#include "fast_exponential.hpp"
#include "record.hpp"
#include "workloads.hpp"

#include "ns3/event-id.h"
#include "ns3/event-impl.h"
#include "ns3/object-factory.h"
#include "ns3/simulator.h"

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <string>

namespace peers {
namespace {

const std::string kEngine = "ns-3 3.37";

[[nodiscard]] std::int64_t now_ns() { return ns3::Simulator::Now().GetTimeStep(); }

// Schedules an event that nobody will cancel. The pending set owns one reference, which the run loop drops.
void schedule_ns(std::int64_t delay_ns, ns3::EventImpl& event) {
    event.Ref();
    ns3::Simulator::ScheduleWithContext(ns3::Simulator::NO_CONTEXT, ns3::Time(delay_ns), &event);
}

// Runs until an event calls Simulator::Stop; seconds of processor time.
[[nodiscard]] double seconds_of_run() {
    const double start = processor_seconds();
    ns3::Simulator::Run();
    return processor_seconds() - start;
}

// ---- hold: N pending events; the earliest goes back at now + an exponential time.

struct HoldState {
    FastExponential random{1};
    std::uint64_t left = 0;
};

class HoldEvent final : public ns3::EventImpl {
  public:
    explicit HoldEvent(HoldState& state) : state_(state) {}

    void put_back() { schedule_ns(state_.random.next_ns(kSecondNs), *this); }

  private:
    void Notify() override {
        put_back();
        if (--state_.left == 0)
            ns3::Simulator::Stop();
    }

    HoldState& state_;
};

void run_hold(const std::string& scheduler, std::uint64_t pending) {
    const std::uint64_t events = pending >= 1'000'000 ? 2'000'000 : 4'000'000;
    HoldState state;
    std::deque<HoldEvent> holds;
    for (std::uint64_t i = 0; i < pending; ++i)
        holds.emplace_back(state).put_back();
    // Untimed: every place in memory is used once, in the order of the workload.
    state.left = 2 * pending;
    ns3::Simulator::Run();
    const std::int64_t start_ns = now_ns();
    state.left = events;
    const double seconds = seconds_of_run();
    const double passed_s = static_cast<double>(now_ns() - start_ns) / kSecondNs;
    print({kEngine, "hold", scheduler, pending, events, seconds},
          {{"mean_hold_s", passed_s * static_cast<double>(pending) / static_cast<double>(events)}});
}

// ---- mm1

struct Mm1 {
    class Arrival final : public ns3::EventImpl {
      public:
        explicit Arrival(Mm1& queue) : queue_(queue) {}

      private:
        void Notify() override { queue_.arrive(); }
        Mm1& queue_;
    };
    class Departure final : public ns3::EventImpl {
      public:
        explicit Departure(Mm1& queue) : queue_(queue) {}

      private:
        void Notify() override { queue_.depart(); }
        Mm1& queue_;
    };

    void arrive() {
        schedule_ns(random.next_ns(kArrivalMeanNs), arrival);
        arrived_ns.push_back(now_ns());
        if (arrived_ns.size() == 1)
            schedule_ns(random.next_ns(kServiceMeanNs), departure);
    }

    void depart() {
        sojourn_sum_ns += now_ns() - arrived_ns.front();
        arrived_ns.pop_front();
        if (!arrived_ns.empty())
            schedule_ns(random.next_ns(kServiceMeanNs), departure);
        if (--left == 0)
            ns3::Simulator::Stop();
    }

    FastExponential random{1};
    std::deque<std::int64_t> arrived_ns;
    std::int64_t sojourn_sum_ns = 0;
    std::uint64_t left = 0;
    Arrival arrival{*this};
    Departure departure{*this};
};

void run_mm1(const std::string& scheduler) {
    constexpr std::uint64_t kCustomers = 5'000'000;
    Mm1 queue;
    queue.left = kCustomers;
    schedule_ns(0, queue.arrival);
    const double seconds = seconds_of_run();
    const double sojourn_sum_ms = static_cast<double>(queue.sojourn_sum_ns) / kMillisecondNs;
    print({kEngine, "mm1", scheduler, 1, 2 * kCustomers, seconds},
          {{"mean_sojourn_ms", sojourn_sum_ms / static_cast<double>(kCustomers)}});
}

// ---- chain

struct Chain;
struct Request;

class WorkDone final : public ns3::EventImpl {
  public:
    WorkDone(Chain& chain, Request& request) : chain_(chain), request_(request) {}

  private:
    void Notify() override;
    Chain& chain_;
    Request& request_;
};

class Timeout final : public ns3::EventImpl {
  public:
    Timeout(Chain& chain, Request& request) : chain_(chain), request_(request) {}

    // EventImpl has no call that takes a cancellation back; its assignment copies the mark and leaves the
    // count of references alone.
    void clear_cancelled() {
        static const Timeout never_cancelled(chain_, request_);
        EventImpl::operator=(never_cancelled);
    }

  private:
    void Notify() override;
    Chain& chain_;
    Request& request_;
};

struct Request {
    explicit Request(Chain& chain)
        : work_done(chain, *this), timeout_events{{chain, *this}, {chain, *this}, {chain, *this}} {}

    WorkDone work_done;
    Timeout timeout_events[kTiers];
    ns3::EventId timeouts[kTiers];
    Request* next = nullptr;
    std::int64_t start_ns = 0;
    int tier = 0;
    bool timed_out = false;
};

struct Chain {
    class Arrival final : public ns3::EventImpl {
      public:
        explicit Arrival(Chain& chain) : chain_(chain) {}

      private:
        void Notify() override { chain_.arrive(); }
        Chain& chain_;
    };

    explicit Chain(bool lazy) : cancel_lazily(lazy) {}

    void arrive() {
        schedule_ns(random.next_ns(kInterarrivalMeanNs), arrival);
        Request& request = requests.take(*this);
        request.start_ns = now_ns();
        call(request, 0);
    }

    void call(Request& request, int tier) {
        request.tier = tier;
        arm(request, tier);
        if (tiers[tier].take_worker(request))
            work(request);
    }

    // A removed event is free to be used again; a cancelled one stays pending, so each arming needs a new
    // one.
    void arm(Request& request, int tier) {
        ns3::Ptr<ns3::EventImpl> timeout;
        if (cancel_lazily) {
            timeout = ns3::Ptr<ns3::EventImpl>(new Timeout(*this, request), false);
        } else {
            request.timeout_events[tier].clear_cancelled();
            timeout = ns3::Ptr<ns3::EventImpl>(&request.timeout_events[tier]);
        }
        request.timeouts[tier] = ns3::Simulator::Schedule(ns3::Time(kTimeoutNs), timeout);
    }

    void work(Request& request) { schedule_ns(random.next_ns(kWorkMeanNs), request.work_done); }

    void work_done(Request& request) {
        if (request.tier + 1 < kTiers) {
            call(request, request.tier + 1);
            return;
        }
        for (int tier = kTiers - 1; tier >= 0; --tier)
            reply(request, tier);
        response_sum_ns += now_ns() - request.start_ns;
        requests.put_back(request);
        if (--left == 0)
            ns3::Simulator::Stop();
    }

    void reply(Request& request, int tier) {
        if (cancel_lazily)
            ns3::Simulator::Cancel(request.timeouts[tier]);
        else
            ns3::Simulator::Remove(request.timeouts[tier]);
        if (Request* waiting = tiers[tier].give_worker_back())
            work(*waiting);
    }

    bool cancel_lazily;
    FastExponential random{1};
    Tier<Request> tiers[kTiers] = {Tier<Request>(kWorkers[0]), Tier<Request>(kWorkers[1]),
                                   Tier<Request>(kWorkers[2])};
    RequestPool<Request> requests;
    std::int64_t response_sum_ns = 0;
    std::uint64_t left = 0;
    std::uint64_t timeouts = 0;
    Arrival arrival{*this};
};

void WorkDone::Notify() { chain_.work_done(request_); }

void Timeout::Notify() {
    request_.timed_out = true;
    ++chain_.timeouts;
}

void run_chain(const std::string& scheduler, bool cancel_lazily) {
    constexpr std::uint64_t kWarmUp =
        20'000; // three simulated seconds: the dead time-outs are as many as they get
    constexpr std::uint64_t kRequests = 500'000;
    Chain chain(cancel_lazily);
    schedule_ns(0, chain.arrival);
    chain.left = kWarmUp;
    ns3::Simulator::Run();
    chain.response_sum_ns = 0;
    chain.left = kRequests;
    const double seconds = seconds_of_run();
    const double response_sum_ms = static_cast<double>(chain.response_sum_ns) / kMillisecondNs;
    print({kEngine, "chain", scheduler, 1, kRequests, seconds},
          {{"mean_response_ms", response_sum_ms / static_cast<double>(kRequests)},
           {"timeouts", static_cast<double>(chain.timeouts)}});
}

int usage() {
    std::fprintf(stderr,
                 "usage: ns3_peer hold|mm1|chain Map|Heap|Calendar|PriorityQueue|List[+Cancel] [N]\n");
    return 2;
}

} // namespace
} // namespace peers

int main(int argc, char** argv) {
    if (argc < 3)
        return peers::usage();
    const std::string workload = argv[1];
    const std::string variant = argv[2];
    const std::string suffix = "+Cancel";
    const bool cancel_lazily = variant.size() > suffix.size() &&
                               variant.compare(variant.size() - suffix.size(), suffix.size(), suffix) == 0;
    const std::string scheduler = cancel_lazily ? variant.substr(0, variant.size() - suffix.size()) : variant;
    ns3::Simulator::SetScheduler(ns3::ObjectFactory("ns3::" + scheduler + "Scheduler"));
    if (workload == "hold")
        peers::run_hold(variant, argc > 3 ? std::strtoull(argv[3], nullptr, 10) : 10'000);
    else if (workload == "mm1")
        peers::run_mm1(variant);
    else if (workload == "chain")
        peers::run_chain(variant, cancel_lazily);
    else
        return peers::usage();
    std::_Exit(0); // what is still pending belongs to objects that are gone
}
