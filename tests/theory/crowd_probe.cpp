#include "tests/theory/crowd_probe.hpp"

#include <algorithm>

namespace shaketable::theory {

void CrowdBatch::merge(const CrowdBatch& other) {
    length_ns += other.length_ns;
    for (std::size_t level = 0; level < kCrowdLevels; ++level)
        areas[level] += other.areas[level];
}

void CrowdProbe::accumulate(engine::Time now) {
    const auto length = static_cast<double>((now - since_).ns());
    for (std::size_t level = 0; level < kCrowdLevels; ++level)
        batches_.open().areas[level] += crowded_[level] * length;
    since_ = now;
}

void CrowdProbe::roll(engine::Time now) {
    batches_.roll(now, [this](engine::Time end) { accumulate(end); });
    accumulate(now);
}

void CrowdProbe::on_fact(const models::Fact& fact) {
    const bool comes = fact.what == models::What::kArrived;
    if (fact.component != component_ || (!comes && fact.what != models::What::kLeft))
        return;
    roll(fact.time);
    present_.resize(std::max<std::size_t>(present_.size(), fact.replica + 1));
    std::size_t& present = present_[fact.replica];
    present -= comes ? 0 : 1;
    if (present < kCrowdLevels)
        crowded_[present] += comes ? 1.0 : -1.0;
    present += comes ? 1 : 0;
}

std::vector<CrowdBatch> CrowdProbe::batches(engine::Time end) {
    roll(end);
    return batches_.closed();
}

} // namespace shaketable::theory
