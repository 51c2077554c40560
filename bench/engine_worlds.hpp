// The benchmark worlds on the engine's public interface: what they compute stands in bench/README.md.
#pragma once

#include "engine/distribution.hpp"
#include "engine/fingerprint.hpp"
#include "engine/histogram.hpp"
#include "engine/run_loop.hpp"
#include "engine/timer_lanes.hpp"

#include <array>
#include <vector>

namespace shaketable::bench {

/// What every world of a benchmark has: the loop's clockwork, a seed, a fingerprint of what happened.
struct BenchWorld {
    engine::Clockwork machine;
    engine::Fingerprint facts;
    std::uint64_t draws = 0;

    engine::Clockwork& clockwork() { return machine; }
    [[nodiscard]] static std::uint64_t seed() { return 1; }
    [[nodiscard]] std::size_t bytes() const { return machine.queue.bytes(); }
    [[nodiscard]] engine::Time now() const { return machine.queue.now(); }

    /// An exponential length, keyed by its number: counter-based.
    [[nodiscard]] engine::Duration exponential(double mean_ns) {
        engine::Draws keyed(engine::Key::from_seed(seed()), engine::label("gap"), draws++);
        return engine::round_to_duration(mean_ns * engine::sample_exponential(keyed));
    }
    void fact(std::uint64_t who) {
        facts.fold(who + static_cast<std::uint64_t>(now().ns()) * engine::kGoldenGamma);
    }
};

/// Hold: take the earliest, put one back an exponential second later.
struct HoldWorld : BenchWorld {
    explicit HoldWorld(std::uint32_t pending) {
        for (std::uint32_t index = 0; index < pending; ++index)
            machine.queue.push_after(exponential(1e9), engine::Payload{.index = index});
    }
    double advanced_s = 0.0;

    void handle(const engine::Event& event) {
        fact(event.index);
        const engine::Duration ahead = exponential(1e9);
        advanced_s += ahead.seconds();
        machine.queue.push_after(ahead, engine::Payload{.index = event.index});
    }
};

/// M/M/1 at a load of 0.8, mean service 1 ms, sojourn times recorded in a histogram.
struct MM1World : BenchWorld {
    static constexpr std::uint8_t kArrival = 0;
    static constexpr std::uint8_t kDeparture = 1;

    MM1World() { machine.queue.push_after(exponential(1.25e6), engine::Payload{.kind = kArrival}); }

    std::vector<engine::Time> waiting = std::vector<engine::Time>(1U << 16); // a ring: arrival times
    std::uint32_t first = 0;
    std::uint32_t length = 0;
    engine::Histogram sojourn;
    double sojourn_sum_s = 0.0;
    std::uint64_t served = 0;

    void serve() { machine.queue.push_after(exponential(1e6), engine::Payload{.kind = kDeparture}); }
    void handle(const engine::Event& event) {
        if (event.kind() == kArrival) {
            fact(served + length);
            machine.queue.push_after(exponential(1.25e6), engine::Payload{.kind = kArrival});
            SHAKETABLE_ASSERT(length < waiting.size());
            waiting[(first + length++) % waiting.size()] = now();
            if (length == 1)
                serve();
            return;
        }
        fact(served);
        const engine::Duration time = now() - waiting[first];
        sojourn.record(time);
        sojourn_sum_s += time.seconds();
        first = (first + 1) % static_cast<std::uint32_t>(waiting.size());
        ++served;
        if (--length > 0)
            serve();
    }
};

/// The chain: three tiers with 64, 32 and 8 workers; a worker is held while it waits for the tier below; each
/// call arms a time-out of 1 s, which the answer cancels.
struct ChainWorld : BenchWorld {
    static constexpr std::uint32_t kTiers = 3;
    static constexpr std::uint8_t kArrival = 0;
    static constexpr std::uint8_t kDone = 1;
    static constexpr std::uint8_t kLane = 2;
    static constexpr std::uint32_t kNone = 0xFFFFFFFF;

    struct Request {
        engine::Time began;
        std::uint32_t tier = 0;
        std::uint32_t next = kNone;
        std::uint32_t epoch = 0;
    };
    struct Tier {
        std::uint32_t free_workers = 0;
        std::uint32_t first = kNone;
        std::uint32_t last = kNone;
    };

    ChainWorld() : timers(kLane, {engine::Duration::from_seconds(1)}) { arrive_next(); }

    engine::TimerLanes timers;
    std::array<Tier, kTiers> tiers = {Tier{64}, Tier{32}, Tier{8}};
    std::vector<Request> requests;
    std::uint32_t free = kNone;
    engine::Histogram response;
    double response_sum_s = 0.0;
    std::uint64_t answered = 0;
    std::uint64_t timeouts = 0;

    void arrive_next() {
        machine.queue.push_after(exponential(1e9 / 6400.0), engine::Payload{.kind = kArrival});
    }
    std::uint32_t make_request() {
        std::uint32_t index = free;
        if (index == kNone) {
            index = static_cast<std::uint32_t>(requests.size());
            requests.emplace_back();
            timers.reserve_slots(requests.size() * kTiers);
        } else {
            free = requests[index].next;
        }
        Request& request = requests[index];
        request.began = now();
        request.next = kNone;
        return index;
    }
    void call(std::uint32_t index, std::uint32_t tier_index) {
        requests[index].tier = tier_index;
        timers.arm(machine.queue, 0, index * kTiers + tier_index);
        Tier& tier = tiers[tier_index];
        if (tier.free_workers > 0) {
            --tier.free_workers;
            work(index);
            return;
        }
        (tier.last == kNone ? tier.first : requests[tier.last].next) = index;
        tier.last = index;
        requests[index].next = kNone;
    }
    void work(std::uint32_t index) {
        machine.queue.push_after(
            exponential(1e6), engine::Payload{.kind = kDone, .index = index, .epoch = requests[index].epoch});
    }
    void answer(std::uint32_t index) {
        for (std::uint32_t tier_index = kTiers; tier_index-- > 0;) {
            fact(std::uint64_t{index} * kTiers + tier_index);
            timers.cancel(index * kTiers + tier_index);
            Tier& tier = tiers[tier_index];
            const std::uint32_t waiting = tier.first;
            if (waiting == kNone) {
                ++tier.free_workers;
                continue;
            }
            tier.first = requests[waiting].next;
            if (tier.first == kNone)
                tier.last = kNone;
            work(waiting);
        }
        Request& request = requests[index];
        const engine::Duration time = now() - request.began;
        response.record(time);
        response_sum_s += time.seconds();
        ++answered;
        ++request.epoch;
        request.next = free;
        free = index;
    }
    void handle(const engine::Event& event) {
        switch (event.kind()) {
        case kArrival: {
            const std::uint32_t index = make_request();
            fact(index);
            arrive_next();
            call(index, 0);
            return;
        }
        case kDone:
            SHAKETABLE_ASSERT(requests[event.index].epoch == event.epoch);
            fact(event.index);
            if (requests[event.index].tier + 1 < kTiers)
                call(event.index, requests[event.index].tier + 1);
            else
                answer(event.index);
            return;
        case kLane:
            timeouts += timers.expire(machine.queue, event) == engine::TimerLanes::kNone ? 0U : 1U;
            return;
        }
        SHAKETABLE_ASSERT(false);
    }
};

} // namespace shaketable::bench
