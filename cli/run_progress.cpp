#include "cli/run_progress.hpp"

#include "analysis/figure_text.hpp"

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <string_view>
#include <utility>

#include <unistd.h>

namespace shaketable::cli {

using analysis::count_text;
using analysis::percent_text;
using analysis::rate_text;
using analysis::seconds_text;

namespace {

constexpr auto kBetween = std::chrono::milliseconds(100);
constexpr const char* kErase = "\r\x1b[K";

bool has_terminal() {
    const char* terminal = std::getenv("TERM");
    return isatty(STDERR_FILENO) != 0 && terminal != nullptr && std::string_view(terminal) != "dumb";
}

} // namespace

Progress::Progress(std::string variant, engine::Time zero, engine::Time end)
    : variant_(std::move(variant)),
      zero_(zero),
      end_(end),
      enabled_(has_terminal()),
      began_(Clock::now()),
      last_shown_(began_) {}

Progress::~Progress() {
    if (shown_)
        std::cerr << kErase << std::flush;
}

void Progress::show(const models::Simulation& simulation) {
    if (!enabled_)
        return;
    const Clock::time_point now = Clock::now();
    if (now - last_shown_ < kBetween)
        return;
    last_shown_ = now;
    shown_ = true;
    const engine::Time now_simulated = simulation.world().now();
    const double duration_s = (end_ - zero_).seconds();
    const double simulated_s = std::max(0.0, (now_simulated - zero_).seconds());
    const std::uint64_t events = simulation.world().clockwork.events;
    const double wall_s = std::chrono::duration<double>(now - began_).count();
    std::cerr << kErase << variant_ << ": " << seconds_text(simulated_s) << " of " << seconds_text(duration_s)
              << " simulated, " << percent_text(simulated_s / duration_s)
              << (now_simulated < zero_ ? ", warming up, " : ", ") << count_text(events) << " events, "
              << rate_text(static_cast<double>(events) / wall_s) << std::flush;
}

} // namespace shaketable::cli
