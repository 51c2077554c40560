#include "analysis/course.hpp"

#include <algorithm>
#include <cmath>

namespace shaketable::analysis {

namespace {

constexpr auto kSpan = engine::Duration::from_seconds(30);
constexpr double kRecovered = 0.95;
constexpr double kBeyondChance = 4.0;
constexpr std::uint64_t kFewestToCompare = 50; // good answers of the twin

/// Neighbouring windows, both sides summed.
struct Stretch {
    std::size_t first = 0;
    std::size_t end = 0;
    Asked run = {};
    Asked twin = {};

    void add(const Course& course, std::size_t window) {
        run.add(course.run[window]);
        twin.add(course.twin[window]);
        end = window + 1;
    }
    [[nodiscard]] double share() const {
        return static_cast<double>(run.good) / static_cast<double>(twin.good);
    }
    /// Too few good answers, and fewer by more than chance explains.
    [[nodiscard]] bool is_down() const {
        const auto missing = static_cast<double>(twin.good) - static_cast<double>(run.good);
        return static_cast<double>(run.good) < kRecovered * static_cast<double>(twin.good) &&
               missing > kBeyondChance * std::sqrt(static_cast<double>(run.bad + twin.bad));
    }
};

std::size_t windows_of_span(engine::Duration window) {
    return static_cast<std::size_t>((kSpan.ns() + window.ns() - 1) / window.ns());
}

/// The shortest stretches that are as long as a span and hold enough, for one beginning after the other, from
/// the end backwards.
class Spans {
  public:
    explicit Spans(const Course& course) : course_(course), fewest_(windows_of_span(course.window)) {
        span_.first = span_.end = course.windows();
    }

    /// The one that begins a window earlier than the last; up to the end where that comes too soon.
    const Stretch& earlier() {
        --span_.first;
        span_.run.add(course_.run[span_.first]);
        span_.twin.add(course_.twin[span_.first]);
        while (can_do_without(span_.end - 1)) {
            --span_.end;
            span_.run.remove(course_.run[span_.end]);
            span_.twin.remove(course_.twin[span_.end]);
        }
        return span_;
    }
    /// Whether it is as long as a span, and holds enough.
    [[nodiscard]] bool suffices() const {
        return span_.end - span_.first >= fewest_ && span_.twin.good >= kFewestToCompare;
    }

  private:
    [[nodiscard]] bool can_do_without(std::size_t last) const {
        return last - span_.first >= fewest_ && span_.twin.good - course_.twin[last].good >= kFewestToCompare;
    }

    const Course& course_;
    std::size_t fewest_;
    Stretch span_;
};

/// Consecutive stretches from `from` up to `to` that hold enough good answers of the twin to compare.
std::vector<Stretch> stretches(const Course& course, std::size_t from, std::size_t to) {
    std::vector<Stretch> all;
    Stretch open{.first = from};
    for (std::size_t window = from; window < to; ++window) {
        open.add(course, window);
        if (open.twin.good >= kFewestToCompare) {
            all.push_back(open);
            open = Stretch{.first = window + 1};
        }
    }
    if (open.twin.good > 0)
        all.push_back(open);
    return all;
}

/// The first window from `from` on that is not down, with as many neighbours after it as a comparison needs.
std::size_t first_not_down(const Course& course, std::size_t from) {
    const std::vector<Stretch> all = stretches(course, from, course.windows());
    const auto first =
        std::find_if(all.begin(), all.end(), [](const Stretch& one) { return !one.is_down(); });
    return first == all.end() ? from : first->first;
}

std::size_t judged_windows(const models::Simulation& simulation, std::size_t journey) {
    const models::Recording& recording = simulation.recording();
    const engine::Time until = std::min(recording.last_asked(journey), simulation.world().now());
    const std::int64_t judged = until > recording.zero() ? (until - recording.zero()).ns() : 0;
    return std::min(static_cast<std::size_t>(judged / recording.window().ns()),
                    recording.journeys()[journey].windows.size());
}

std::vector<Asked> asked_of(const models::JourneyRecord& journey, std::size_t windows) {
    std::vector<Asked> asked(windows);
    for (std::size_t window = 0; window < windows; ++window) {
        const models::JourneyWindow& counted = journey.windows[window];
        asked[window] = {.good = counted.good, .bad = counted.begun - counted.good};
    }
    return asked;
}

} // namespace

void Course::add(const Course& other) {
    const std::size_t common = run.empty() ? other.windows() : std::min(windows(), other.windows());
    window = other.window;
    run.resize(common);
    twin.resize(common);
    for (std::size_t at = 0; at < common; ++at) {
        run[at].add(other.run[at]);
        twin[at].add(other.twin[at]);
    }
}

bool Course::can_be_judged(std::size_t from) const { return from + windows_of_span(window) <= windows(); }

std::optional<std::size_t> Course::recovered_from(std::size_t from) const {
    std::optional<std::size_t> recovered;
    Spans spans(*this);
    for (std::size_t first = windows(); first-- > from;) {
        const Stretch& span = spans.earlier();
        const bool is_all = first == from && !recovered && can_be_judged(from); // must do, however few
        if (!spans.suffices() && !is_all)
            continue;
        if (span.is_down())
            break;
        recovered = first;
    }
    if (recovered) // a span may begin with a few windows that are down
        recovered = first_not_down(*this, *recovered);
    return recovered;
}

std::optional<Floor> Course::floor(std::size_t from) const {
    std::optional<Floor> lowest;
    for (const Stretch& stretch : stretches(*this, from, windows()))
        if (!lowest || stretch.share() < lowest->share)
            lowest = Floor{.share = stretch.share(), .window = stretch.first};
    return lowest;
}

std::optional<double> Course::last_share() const {
    Stretch last;
    for (std::size_t at = windows() - std::min(windows(), windows_of_span(window)); at < windows(); ++at)
        last.add(*this, at);
    return last.twin.good > 0 ? std::optional<double>(last.share()) : std::nullopt;
}

double Course::area_lost_s(std::size_t from, std::size_t to) const {
    double lost = 0.0;
    for (const Stretch& stretch : stretches(*this, from, std::min(to, windows())))
        lost += std::max(0.0, 1.0 - stretch.share()) * static_cast<double>(stretch.end - stretch.first) *
                window.seconds();
    return lost;
}

std::vector<Course> courses_of(const models::Simulation& run, const models::Simulation& twin) {
    std::vector<Course> courses;
    for (std::size_t journey = 0; journey < run.scenario().journeys.size(); ++journey) {
        const std::size_t windows = std::min(judged_windows(run, journey), judged_windows(twin, journey));
        courses.push_back({.window = run.recording().window(),
                           .run = asked_of(run.recording().journeys()[journey], windows),
                           .twin = asked_of(twin.recording().journeys()[journey], windows)});
    }
    return courses;
}

} // namespace shaketable::analysis
