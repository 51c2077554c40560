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

ProgressLine::ProgressLine() : enabled_(has_terminal()), began_(Clock::now()), last_shown_(began_) {}

ProgressLine::~ProgressLine() {
    if (shown_)
        std::cerr << kErase << std::flush;
}

bool ProgressLine::due() {
    if (!enabled_)
        return false;
    const Clock::time_point now = Clock::now();
    if (now - last_shown_ < kBetween)
        return false;
    last_shown_ = now;
    return true;
}

void ProgressLine::show(const std::string& text) {
    shown_ = true;
    std::cerr << kErase << text << std::flush;
}

double ProgressLine::wall_s() const { return std::chrono::duration<double>(Clock::now() - began_).count(); }

Progress::Progress(std::string variant, engine::Time zero, engine::Time end)
    : variant_(std::move(variant)), zero_(zero), end_(end) {}

void Progress::show(const models::Simulation& simulation) {
    if (!line_.due())
        return;
    const engine::Time now = simulation.world().now();
    const double duration_s = (end_ - zero_).seconds();
    const double simulated_s = std::max(0.0, (now - zero_).seconds());
    const std::uint64_t events = simulation.world().clockwork.events;
    const std::string stage = now < zero_  ? ", warming up, "
                              : now > end_ ? ", a copy goes on to show what sustains the failure, "
                                           : ", ";
    line_.show(variant_ + ": " + seconds_text(simulated_s) + " of " + seconds_text(duration_s) +
               " simulated, " + percent_text(std::min(1.0, simulated_s / duration_s)) + stage +
               count_text(events) + " events, " + rate_text(static_cast<double>(events) / line_.wall_s()));
}

} // namespace shaketable::cli
