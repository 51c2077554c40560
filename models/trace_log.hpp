// What happened to a few journeys, in order: the stuff that traces are made of.
//
// A journey of each kind is sampled at the beginning of windows that lie evenly over the run, at most
// kTracesOfAKind of them, whatever happens to it; everything done on its behalf is kept, up to kStepsMost
// steps in all.
#pragma once

#include "models/fact.hpp"
#include "models/scenario.hpp"

#include <vector>

namespace shaketable::models {

/// A fact about somebody who is traced; or that somebody new, `fact.who`, was set to work at `fact.time`.
struct TraceStep {
    enum class Kind : std::uint8_t {
        kFact,
        kJourney, // subject: its kind, in Scenario::journeys
        kRequest, // sets off to its callee in the parent's attempt; subject: in Scenario::endpoints
        kBranch,  // of the parent
    };
    Fact fact = {};
    Kind kind = Kind::kFact;
    std::uint64_t parent = 0;
    std::uint32_t subject = kNone;
};

class TraceLog {
  public:
    static constexpr std::size_t kTracesOfAKind = 16;
    static constexpr std::size_t kStepsMost = 100'000;

    TraceLog(std::size_t journeys, std::size_t windows)
        : stride_((windows + kTracesOfAKind - 1) / kTracesOfAKind), due_(journeys) {}

    void open_window() {
        if (window_++ % stride_ == 0)
            due_.assign(due_.size(), true);
    }
    /// Whether the journey that begins now is to be traced.
    [[nodiscard]] bool takes(std::uint16_t journey) {
        const bool taken = due_[journey] && !full();
        due_[journey] = due_[journey] && !taken;
        return taken;
    }
    void add(const TraceStep& step) {
        if (!full())
            steps_.push_back(step);
    }

    [[nodiscard]] const std::vector<TraceStep>& steps() const { return steps_; }
    [[nodiscard]] bool full() const { return steps_.size() >= kStepsMost; }

  private:
    std::size_t stride_ = 1; // windows
    std::size_t window_ = 0;
    std::vector<bool> due_; // by journey
    std::vector<TraceStep> steps_;
};

} // namespace shaketable::models
