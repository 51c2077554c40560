// A run cut into batches of equal length: what a probe measures in each, as if it were a run of its own.
#pragma once

#include "engine/time.hpp"

#include <cstdint>
#include <utility>
#include <vector>

namespace shaketable::theory {

struct ProbePlan {
    std::uint32_t component = 0; // that is watched
    engine::Time from;
    engine::Duration batch;
};

/// What happens before `from` goes to a batch that is dropped.
template <class Batch>
class Batches {
  public:
    explicit Batches(const ProbePlan& plan) : length_(plan.batch), ends_(plan.from) {}

    [[nodiscard]] Batch& open() { return open_; }

    /// Time has come to `now`: closes the batches that end by then. `reach(end)` brings the open one to its
    /// end.
    template <class Reach>
    void roll(engine::Time now, const Reach& reach) {
        for (; now >= ends_; ends_ = ends_ + length_) {
            reach(ends_);
            open_.length_ns = static_cast<double>(length_.ns());
            if (measuring_)
                closed_.push_back(std::move(open_));
            open_ = Batch{};
            measuring_ = true;
        }
    }
    void roll(engine::Time now) {
        roll(now, [](engine::Time) {});
    }

    [[nodiscard]] const std::vector<Batch>& closed() const { return closed_; }

  private:
    engine::Duration length_;
    engine::Time ends_; // of the open batch
    bool measuring_ = false;
    Batch open_;
    std::vector<Batch> closed_;
};

} // namespace shaketable::theory
