#include "models/lifecycle/autoscaler.hpp"

#include <algorithm>
#include <optional>

namespace shaketable::models {

namespace {

/// The most that a metric asks for; nothing if none says anything, or if some do not and it would be fewer.
std::optional<std::uint32_t> most_asked(const AutoscalerRules& rules, engine::Time now, std::uint32_t current,
                                        const std::vector<MetricSample>& metrics) {
    std::optional<std::uint32_t> most;
    bool some_say_nothing = false;
    for (const MetricSample& metric : metrics) {
        const std::optional<std::uint32_t> asked = replicas_for(metric, current, now, rules.calculator);
        some_say_nothing = some_say_nothing || !asked;
        if (asked && (!most || *asked > *most))
            most = asked;
    }
    return most && some_say_nothing && *most < current ? std::nullopt : most;
}

engine::Duration longest_period(const ScalingRules& rules) {
    engine::Duration longest;
    for (const ScalingPolicy& policy : rules.policies)
        longest = std::max(longest, policy.period);
    return longest;
}

/// Those that are within `length` before now.
template <class Moments>
void drop_old(Moments& moments, engine::Time now, engine::Duration length) {
    std::erase_if(moments, [&](const auto& moment) { return moment.at + length <= now; });
}

/// How many replicas more or fewer within the period.
template <class Changes>
std::int64_t changed_within(const Changes& changes, engine::Time now, engine::Duration period) {
    std::int64_t sum = 0;
    for (const auto& change : changes)
        sum += now < change.at + period ? change.replicas : 0;
    return sum;
}

/// To what a policy lets so many replicas grow or shrink.
std::int64_t limit_of(const ScalingPolicy& policy, std::int64_t replicas, bool is_up) {
    if (!policy.is_percent)
        return is_up ? replicas + policy.value : replicas - policy.value;
    if (is_up) // rounded up
        return replicas + (replicas * policy.value + 99) / 100;
    return replicas * std::max<std::int64_t>(100 - policy.value, 0) / 100;
}

} // namespace

std::uint32_t Autoscaler::sync(const AutoscalerRules& rules, engine::Time now, std::uint32_t current,
                               const std::vector<MetricSample>& metrics) {
    if (!has_begun_) // what there is at first counts as asked for: so it is not scaled down at once
        asked_.push_back({.at = now, .replicas = current});
    has_begun_ = true;
    if (current == 0)
        return 0; // switched off
    if (current > rules.max || current < rules.min)
        return std::clamp(current, rules.min, rules.max);
    const std::optional<std::uint32_t> asked = most_asked(rules, now, current, metrics);
    if (!asked)
        return current;
    const std::uint32_t wanted = stabilised(rules, now, current, *asked);
    const std::uint32_t replicas = limited(rules, now, current, wanted);
    remember(rules, now, current, replicas);
    return replicas;
}

std::uint32_t Autoscaler::stabilised(const AutoscalerRules& rules, engine::Time now, std::uint32_t current,
                                     std::uint32_t asked) {
    drop_old(asked_, now, std::max(rules.up.window, rules.down.window));
    std::uint32_t least = asked;
    std::uint32_t most = asked;
    for (const Asked& before : asked_) {
        if (now < before.at + rules.up.window)
            least = std::min(least, before.replicas);
        if (now < before.at + rules.down.window)
            most = std::max(most, before.replicas);
    }
    asked_.push_back({.at = now, .replicas = asked});
    const std::uint32_t raised = std::max(current, least);
    return std::min(raised, most);
}

std::uint32_t Autoscaler::limited(const AutoscalerRules& rules, engine::Time now, std::uint32_t current,
                                  std::uint32_t wanted) const {
    if (wanted > current) {
        const std::int64_t most = std::max<std::int64_t>(limit(rules.up, now, current, true), current);
        return static_cast<std::uint32_t>(std::min<std::int64_t>({most, rules.max, wanted}));
    }
    if (wanted < current) {
        const std::int64_t least = std::min<std::int64_t>(limit(rules.down, now, current, false), current);
        return static_cast<std::uint32_t>(std::max<std::int64_t>({least, rules.min, wanted}));
    }
    return wanted;
}

std::int64_t Autoscaler::limit(const ScalingRules& rules, engine::Time now, std::int64_t current,
                               bool is_up) const {
    if (rules.select == SelectPolicy::kDisabled)
        return current;
    std::optional<std::int64_t> chosen;
    for (const ScalingPolicy& policy : rules.policies) {
        const std::int64_t at_first =
            current - changed_within(ups_, now, policy.period) + changed_within(downs_, now, policy.period);
        const std::int64_t proposed = limit_of(policy, at_first, is_up);
        const bool wants_more = (rules.select == SelectPolicy::kMax) == is_up; // replicas, not change
        if (!chosen || (wants_more ? proposed > *chosen : proposed < *chosen))
            chosen = proposed;
    }
    return chosen.value_or(current);
}

void Autoscaler::remember(const AutoscalerRules& rules, engine::Time now, std::uint32_t before,
                          std::uint32_t after) {
    const engine::Duration longest = std::max(longest_period(rules.up), longest_period(rules.down));
    drop_old(ups_, now, longest);
    drop_old(downs_, now, longest);
    if (after > before)
        ups_.push_back({.at = now, .replicas = std::int64_t{after} - before});
    else if (after < before)
        downs_.push_back({.at = now, .replicas = std::int64_t{before} - after});
}

} // namespace shaketable::models
