// What on a run's time bar keys jump to.
#pragma once

#include "analysis/result.hpp"

#include <QString>

#include <vector>

namespace shaketable::gui {

struct Marker {
    double at_s = 0.0; // since the end of warm-up
    QString label;
    bool is_entry = false; // a timeline entry begins or ends
};

/// By time.
[[nodiscard]] std::vector<Marker> markers_of(const analysis::Result& result);

} // namespace shaketable::gui
