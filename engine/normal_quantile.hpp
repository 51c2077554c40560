// The standard normal law's 99th percentile, for families that are stated by their median and p99.
#pragma once

namespace shaketable::engine {

inline constexpr double kStandardNormalP99 = 2.326347874040841;

} // namespace shaketable::engine
