// A sentence of evidence in the making, and the figures of a result's entry that it tells.
#pragma once

#include "analysis/evidence.hpp"
#include "analysis/figure_text.hpp"
#include "analysis/figures_json.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace shaketable::analysis {

inline const Json& at(const Json& entry, const std::string& pointer) {
    return entry.at(Json::json_pointer(pointer));
}

inline Figure figure_at(const Json& entry, const std::string& pointer) {
    const Json& value = at(entry, pointer);
    return value.is_null() ? Figure() : Figure(value.get<double>());
}

inline double number_at(const Json& entry, const std::string& pointer) {
    return figure_at(entry, pointer).value_or(0.0);
}

/// The member of an object whose figure at `inside` is the highest; none if all are 0 or less, or have none.
inline std::optional<std::string> highest(const Json& entry, const std::string& object,
                                          const std::string& inside) {
    std::optional<std::string> best;
    double most = 0.0;
    for (const auto& [name, value] : at(entry, object).items()) {
        if (!value.contains(Json::json_pointer(inside)))
            continue;
        const double figure = number_at(value, inside);
        if (figure > most) {
            most = figure;
            best = name;
        }
    }
    return best;
}

/// A sentence in the making: words, and numbers read from the entry.
class Sentence {
  public:
    Sentence(const Json& entry, double at_s) : entry_(entry) { evidence_.at_s = at_s; }

    Sentence& say(std::string_view words) {
        evidence_.text += words;
        return *this;
    }
    Sentence& count(const std::string& pointer) {
        const auto number = at(entry_, pointer).get<std::int64_t>();
        const std::string digits = count_text(static_cast<std::uint64_t>(number < 0 ? -number : number));
        return add(number < 0 ? "-" + digits : digits, pointer);
    }
    Sentence& seconds(const std::string& pointer) {
        return add(seconds_text(figure_at(entry_, pointer)), pointer);
    }
    Sentence& percent(const std::string& pointer) {
        return add(percent_text(figure_at(entry_, pointer)), pointer);
    }
    Sentence& number(const std::string& pointer) {
        return add(number_text(figure_at(entry_, pointer)), pointer);
    }
    Sentence& plain(const std::string& pointer) {
        return add(plain_text(number_at(entry_, pointer)), pointer);
    }

    [[nodiscard]] Evidence end() {
        evidence_.text += ".";
        return std::move(evidence_);
    }

  private:
    Sentence& add(const std::string& text, const std::string& pointer) {
        evidence_.text += text;
        evidence_.numbers.push_back({.text = text, .pointer = pointer});
        return *this;
    }

    const Json& entry_;
    Evidence evidence_;
};

} // namespace shaketable::analysis
