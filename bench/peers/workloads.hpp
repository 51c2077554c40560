// The workloads of bench/README.md as far as they owe nothing to a simulator: their lengths of time, and who
// waits for a worker in the chain.
#pragma once

#include <cstdint>
#include <deque>

namespace peers {

constexpr double kSecondNs = 1e9;
constexpr double kMillisecondNs = 1e6;

// mm1: Poisson arrivals at 0.8 of what the server does.
constexpr double kServiceMeanNs = kMillisecondNs;
constexpr double kArrivalMeanNs = kServiceMeanNs / 0.8;

// chain: three tiers; a worker is held while it waits for the tier below; every call has a time-out.
constexpr int kTiers = 3;
constexpr int kWorkers[kTiers] = {64, 32, 8};
constexpr double kInterarrivalMeanNs = kSecondNs / 6400.0;
constexpr double kWorkMeanNs = kMillisecondNs;
constexpr std::int64_t kTimeoutNs = 1'000'000'000;

// The idle workers of a tier, and the requests that found none, first come first served. A Request has a
// pointer `next`, which is the tier's while it waits.
template <class Request>
class Tier {
  public:
    explicit Tier(int workers) : idle_(workers) {}

    // False: none is idle, and the request waits.
    [[nodiscard]] bool take_worker(Request& request) {
        if (idle_ > 0) {
            --idle_;
            return true;
        }
        request.next = nullptr;
        (first_ == nullptr ? first_ : last_->next) = &request;
        last_ = &request;
        return false;
    }

    // Who has waited longest takes the worker over and is returned; nullptr: nobody has.
    [[nodiscard]] Request* give_worker_back() {
        Request* waiting = first_;
        if (waiting == nullptr)
            ++idle_;
        else
            first_ = waiting->next;
        return waiting;
    }

  private:
    int idle_;
    Request* first_ = nullptr;
    Request* last_ = nullptr;
};

// Requests that are used again, so that none is made in the loop once there are enough.
template <class Request>
class RequestPool {
  public:
    template <class... Arguments>
    [[nodiscard]] Request& take(Arguments&... arguments) {
        if (free_ == nullptr)
            return requests_.emplace_back(arguments...);
        Request& request = *free_;
        free_ = request.next;
        return request;
    }

    void put_back(Request& request) {
        request.next = free_;
        free_ = &request;
    }

  private:
    std::deque<Request> requests_;
    Request* free_ = nullptr;
};

} // namespace peers
