// What tells that a server is not well, beside its cores and its queue.
#pragma once

#include "models/metric.hpp"

#include <string>

namespace shaketable::analysis {

/// The metric of its signs (models/metric.hpp) that stands out most.
struct Sign {
    std::string name = {};
    models::SignWords words = {};
    std::string unit = {}; // of a gauge whose level is no number of things
    double level = 0.0;    // a gauge's mean; a timing's in seconds; a share
    models::MetricKind kind = models::MetricKind::kGauge;
    models::Worse worse = models::Worse::kMore;
    double of_served = 0.0;  // a gauge's, beside the requests that are served meanwhile
    double most = 0.0;       // that one replica can have; 0: not known
    bool of_fullest = false; // the level is that of the replica that has most: of what can't be added up
};

/// Whether it is so much that its server is not well.
[[nodiscard]] bool is_worrying(const Sign& sign);

} // namespace shaketable::analysis
