// Waiting for what comes from other threads, while the window lives.
#pragma once

#include "gui/view_models/session.hpp"

#include <QTest>

#include <cmath>

namespace shaketable::gui {

inline constexpr int kPatience_ms = 60'000;

template <class Condition>
[[nodiscard]] bool wait_for(Condition condition) {
    return QTest::qWaitFor(condition, kPatience_ms);
}
[[nodiscard]] inline bool wait_until_finished(const Session& session) {
    return wait_for([&] { return session.outcome() != nullptr && session.take()->is_shot(); });
}
/// Seeks, and waits for a snapshot of that instant.
[[nodiscard]] inline bool seek_and_wait(Session& session, double at_s) {
    const auto before = session.snapshot();
    session.seek(at_s);
    return wait_for([&] {
        return session.snapshot() != nullptr && session.snapshot() != before &&
               !session.snapshot()->is_near && std::fabs(session.snapshot()->at_s - session.at_s()) < 1e-6;
    });
}

} // namespace shaketable::gui
