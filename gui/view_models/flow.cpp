#include "gui/view_models/flow.hpp"

#include <algorithm>

namespace shaketable::gui {

namespace {

constexpr std::size_t kParticlesMost = 400;

/// Which calls are drawn must not depend on when they happen.
bool is_drawn(std::uint64_t who, std::uint64_t ratio) {
    return ((who * 0x9E3779B97F4A7C15ULL) >> 20U) % ratio == 0;
}

} // namespace

void Flow::on_fact(const models::Fact& fact) {
    const bool ended = fact.what == models::What::kCallEnded;
    if (!ended && fact.what != models::What::kCallBegan)
        return;
    calls_.push_back({.time = fact.time,
                      .who = fact.who,
                      .edge = fact.edge,
                      .ended = ended,
                      .bad = ended && fact.outcome != models::Outcome::kOk,
                      .retry = fact.attempt > 1});
}

void Flow::forget_until(engine::Time time) {
    while (!calls_.empty() && calls_.front().time <= time)
        calls_.pop_front();
}

void Flow::show(Snapshot& snapshot, engine::Time at, engine::Duration span) const {
    std::uint64_t ratio = 1;
    while (calls_.size() / ratio > kParticlesMost)
        ratio *= 2;
    snapshot.particle_ratio = ratio;
    for (const Call& call : calls_) {
        if (call.time > at || !is_drawn(call.who, ratio))
            continue;
        const auto passed = static_cast<float>((at - call.time).ns()) / static_cast<float>(span.ns());
        if (passed >= 1.0F)
            continue;
        snapshot.particles.push_back({.edge = call.edge,
                                      .progress = call.ended ? 1.0F - passed : passed,
                                      .answer = call.ended,
                                      .bad = call.bad,
                                      .retry = call.retry});
    }
}

} // namespace shaketable::gui
