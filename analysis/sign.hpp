// What tells that a server is not well, beside its cores and its queue.
#pragma once

#include "models/metric.hpp"

#include <string>

namespace shaketable::analysis {

/// The metric of its signs (models/metric.hpp) that stands out most.
struct Sign {
    std::string name = {};
    std::string unit = {}; // of a gauge whose level is no number of things
    double level = 0.0; // a gauge's mean; a timing's in seconds; a share
    models::MetricKind kind = models::MetricKind::kGauge;
    double of_served = 0.0; // a gauge's, beside the requests that are served meanwhile
};

} // namespace shaketable::analysis
