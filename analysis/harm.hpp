// What a run did to its users that its twin, the same run without what went wrong, did not: plain figures.
// What each means: docs/results.md, "Harm".
#pragma once

#include "analysis/reasons.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace shaketable::analysis {

/// Journeys that were good in the twin and not in the run, and the reverse.
struct HarmCount {
    std::uint64_t harmed = 0;
    std::uint64_t helped = 0;

    [[nodiscard]] std::int64_t net() const {
        return static_cast<std::int64_t>(harmed) - static_cast<std::int64_t>(helped);
    }
    void add(const HarmCount& other) {
        harmed += other.harmed;
        helped += other.helped;
    }
};

/// Journeys that were asked in one of the two only.
struct Unpaired {
    std::uint64_t good = 0;
    std::uint64_t bad = 0;

    void add(const Unpaired& other) {
        good += other.good;
        bad += other.bad;
    }
};

struct NamedHarm {
    std::string name = {};
    HarmCount count = {};
};

/// By the window of the first asking in the run.
struct HarmSeries {
    std::vector<std::uint64_t> harmed = {};
    std::vector<std::uint64_t> helped = {};
    std::vector<bool> marked = {}; // more harmed than chance explains
};

struct JourneyHarm {
    std::string name = {};
    std::string client = {};
    HarmCount count = {};
    Reasons harmed_by{}; // how they ended in the run
    Reasons helped_by{}; // how they ended in the twin
    Unpaired extra = {};
    Unpaired never_asked = {};
    HarmSeries series = {};
};

struct Harm {
    HarmCount total = {};
    Reasons harmed_by{};
    Reasons helped_by{};
    Unpaired extra = {};       // asked in the run only
    Unpaired never_asked = {}; // asked in the twin only
    std::vector<JourneyHarm> journeys = {};
    std::vector<NamedHarm> clients = {};
    std::vector<NamedHarm> components = {}; // where a call failed that failed the journey; servers only
    HarmSeries series = {};

    /// Of a client or a server; nullptr: there is none of this name.
    [[nodiscard]] const HarmCount* find(std::string_view name) const;
};

/// Whether so much harm is more than chance: harmed - helped > 4 sqrt(harmed + helped).
[[nodiscard]] bool beyond_chance(const HarmCount& count);
/// Marks the windows whose harm is beyond chance, neighbours merged until harmed + helped is at least 20. A
/// window without either is never marked.
void mark(HarmSeries& series);

} // namespace shaketable::analysis
