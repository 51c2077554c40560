// Where a result's entry keeps the metrics of a component, and which component has the most of one.
#pragma once

#include "analysis/sentence.hpp"
#include "models/json_pointer.hpp"

#include <cstddef>
#include <optional>
#include <string>

namespace shaketable::analysis {

inline constexpr double kNotableWaiters = 5.0; // at a time, at the most
inline constexpr double kNotableWait_s = 0.1;  // for a connection or a lock, at the longest

inline constexpr double kSmallestShare = 0.01; // of the harm, for what is counted to be a cause of it

/// Whether so many of something are not too few to have made the harm.
[[nodiscard]] inline bool is_notable(const Json& entry, double count) {
    return count > 0.0 && count >= kSmallestShare * number_at(entry, "/harm/net");
}

/// A component, and how much it has of a figure.
struct Worst {
    std::string name;
    double most = 0.0;
    [[nodiscard]] std::string metric(const std::string& pointer) const {
        return models::child_pointer("/components", name) + "/metrics/" + pointer;
    }
};

/// The component, but for one, with the most of a figure; its name is empty if none has any of it.
[[nodiscard]] inline Worst worst_by(const Json& entry, const std::string& metric, const std::string& figure,
                                    const std::string& but_for = "") {
    Worst worst;
    for (const auto& [name, component] : at(entry, "/components").items()) {
        if (name == but_for || !component["metrics"].contains(metric))
            continue;
        const Worst here{.name = name};
        if (const double found = number_at(entry, here.metric(metric + "/" + figure)); found > worst.most)
            worst = {.name = name, .most = found};
    }
    return worst;
}

/// "utilisation" or "metrics/in_service/mean" of a component, by window.
[[nodiscard]] inline std::string series_pointer(const std::string& component, const std::string& figure) {
    return models::child_pointer("/series/components", component) + "/" + figure;
}

/// The window with the highest figure, the first of them; nothing: none is above 0.
[[nodiscard]] inline std::optional<std::size_t> peak_window(const Json& entry, const std::string& series) {
    const Json& figures = at(entry, series);
    std::optional<std::size_t> peak;
    double most = 0.0;
    for (std::size_t window = 0; window < figures.size(); ++window)
        if (!figures[window].is_null() && figures[window].get<double>() > most) {
            most = figures[window].get<double>();
            peak = window;
        }
    return peak;
}

} // namespace shaketable::analysis
