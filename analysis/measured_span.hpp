// The time that the figures of a run cover: from zero to where it stopped, cut into windows [start, end).
#pragma once

#include "engine/time.hpp"
#include "models/simulation.hpp"

#include <algorithm>
#include <optional>

namespace shaketable::analysis {

struct MeasuredSpan {
    engine::Time zero;
    engine::Duration window;
    engine::Duration length; // 0 if it stopped in the warm-up

    [[nodiscard]] static MeasuredSpan of(const models::Simulation& simulation) {
        const engine::Time zero = simulation.recording().zero();
        const engine::Time now = std::max(simulation.world().now(), zero);
        return {.zero = zero, .window = simulation.recording().window(), .length = now - zero};
    }

    [[nodiscard]] std::size_t windows() const {
        return static_cast<std::size_t>((length.ns() + window.ns() - 1) / window.ns());
    }
    /// Of the last window, which may be cut short by the end.
    [[nodiscard]] engine::Duration length_of(std::size_t index) const {
        return std::min(window, length - window * static_cast<std::int64_t>(index));
    }
};

/// Windows [first, end).
struct WindowRange {
    std::size_t first = 0;
    std::size_t end = 0;
};

/// `amount` per second of `length`; absent where no time has passed.
[[nodiscard]] inline std::optional<double> per_second(double amount, engine::Duration length) {
    if (length <= engine::Duration())
        return std::nullopt;
    return amount / length.seconds();
}

} // namespace shaketable::analysis
