#include "models/lifecycle/replica_calculator.hpp"

#include <algorithm>

namespace shaketable::models {

namespace {

/// The smallest whole number that is not below.
std::uint32_t whole_above(double value) {
    const auto whole = static_cast<std::int64_t>(std::clamp(value, 0.0, 1e9));
    return static_cast<std::uint32_t>(static_cast<double>(whole) < value ? whole + 1 : whole);
}

/// Of CPU: whether the figure says nothing yet.
bool is_unready(const ReplicaSample& replica, engine::Time now, const CalculatorRules& rules) {
    if (now < replica.started_at + rules.cpu_initialization_period)
        return !replica.is_ready || replica.measured_at < replica.changed_at + replica.window;
    const bool never_was = replica.changed_at < replica.started_at + rules.initial_readiness_delay;
    return !replica.is_ready && never_was;
}

class Calculation {
  public:
    Calculation(const MetricSample& metric, std::uint32_t current, const CalculatorRules& rules)
        : metric_(metric), current_(current), rules_(rules) {}

    [[nodiscard]] std::optional<std::uint32_t> of_each(engine::Time now) {
        for (const ReplicaSample& replica : metric_.replicas)
            add(replica, now);
        if (measured_ == 0)
            return std::nullopt;
        const double ratio = this->ratio();
        const bool up_with_unready = unready_ > 0 && ratio > 1.0;
        if (!up_with_unready && missing_ == 0)
            return is_within(ratio) ? current_ : whole_above(ratio * measured_);
        if (ratio < 1.0)
            count(missing_, usage_of_missing());
        else if (ratio > 1.0)
            count(missing_, 0);
        if (up_with_unready)
            count(unready_, 0);
        return unless_it_turns(ratio, this->ratio());
    }

    [[nodiscard]] std::optional<std::uint32_t> of_total() const {
        if (!metric_.total)
            return std::nullopt;
        const auto usage = static_cast<double>(*metric_.total);
        const auto target = static_cast<double>(metric_.target);
        return is_within(usage / (target * current_)) ? current_ : whole_above(usage / target);
    }

  private:
    void add(const ReplicaSample& replica, engine::Time now) {
        if (!replica.is_running)
            ++unready_;
        else if (!replica.usage)
            ++missing_;
        else if (metric_.by == ScaleBy::kCpu && is_unready(replica, now, rules_))
            ++unready_;
        else
            count(1, *replica.usage);
    }
    void count(std::uint32_t replicas, std::int64_t usage) {
        measured_ += replicas;
        usage_ += usage * replicas;
    }

    [[nodiscard]] std::int64_t usage_of_missing() const {
        return metric_.by == ScaleBy::kCpu
                   ? metric_.request * std::max<std::int64_t>(100, metric_.target) / 100
                   : metric_.target;
    }

    /// Of usage and target, with Kubernetes' whole numbers.
    [[nodiscard]] double ratio() const {
        const std::int64_t usage =
            metric_.by == ScaleBy::kCpu ? usage_ * 100 / (metric_.request * measured_) : usage_ / measured_;
        return static_cast<double>(usage) / static_cast<double>(metric_.target);
    }
    [[nodiscard]] bool is_within(double ratio) const {
        return 1.0 - rules_.tolerance <= ratio && ratio <= 1.0 + rules_.tolerance;
    }

    [[nodiscard]] std::uint32_t unless_it_turns(double before, double after) const {
        if (is_within(after) || (before < 1.0 && after > 1.0) || (before > 1.0 && after < 1.0))
            return current_;
        const std::uint32_t replicas = whole_above(after * measured_);
        const bool turns = (after < 1.0 && replicas > current_) || (after > 1.0 && replicas < current_);
        return turns ? current_ : replicas;
    }

    const MetricSample& metric_;
    std::uint32_t current_;
    const CalculatorRules& rules_;
    std::uint32_t measured_ = 0;
    std::uint32_t unready_ = 0;
    std::uint32_t missing_ = 0;
    std::int64_t usage_ = 0; // of those that are measured
};

} // namespace

std::optional<std::uint32_t> replicas_for(const MetricSample& metric, std::uint32_t current, engine::Time now,
                                          const CalculatorRules& rules) {
    Calculation calculation(metric, current, rules);
    return metric.by == ScaleBy::kTotal ? calculation.of_total() : calculation.of_each(now);
}

} // namespace shaketable::models
