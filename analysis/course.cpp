#include "analysis/course.hpp"

#include "models/client.hpp"

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
               missing > kBeyondChance * std::sqrt(static_cast<double>(run.varies + twin.varies));
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

/// Consecutive stretches from `from` up to `to` that hold enough good answers of the twin to compare; a rest
/// that does not belongs to the one before.
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
    if (!all.empty())
        for (std::size_t window = open.first; window < to; ++window)
            all.back().add(course, window);
    else if (open.twin.good > 0)
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

/// Open users ask the same on both sides: which of them are bad may be chance. How many closed users come to
/// ask in a window is chance, too.
std::vector<Asked> asked_of(const models::Simulation& side, std::size_t journey, std::size_t windows) {
    const bool closed = models::is_closed(side.scenario(), side.scenario().journeys[journey].component);
    std::vector<Asked> asked(windows);
    for (std::size_t window = 0; window < windows; ++window) {
        const models::JourneyWindow& counted = side.recording().journeys()[journey].windows[window];
        const std::uint64_t bad = counted.begun - counted.good;
        asked[window] = {.good = counted.good, .bad = bad, .varies = closed ? counted.begun : bad};
    }
    return asked;
}

/// How much a client asks on one side, beside the other side's.
struct Demand {
    double run = 1.0;
    double twin = 1.0;
};

/// The demand of an open client is what it asks; of a closed one, the users who take part, for how often they
/// ask is the system's doing.
class Demands {
  public:
    Demands(const models::Simulation& run, const models::Simulation& twin, std::uint32_t client)
        : run_(run), twin_(twin), client_(client) {}

    [[nodiscard]] Demand in(std::size_t window, const Course& course) {
        if (!models::is_closed(run_.scenario(), client_))
            return {.run = sum_of(course.run[window]), .twin = sum_of(course.twin[window])};
        const engine::Time middle = run_.scenario().zero + course.window * static_cast<std::int64_t>(window) +
                                    engine::Duration::from_ns(course.window.ns() / 2);
        return {.run = users_at(run_, middle, run_users_), .twin = users_at(twin_, middle, twin_users_)};
    }

  private:
    /// Users by load factor, of the factor that was asked for last.
    struct Users {
        double factor = -1.0;
        double count = 0.0;
    };

    static double sum_of(const Asked& asked) { return static_cast<double>(asked.good + asked.bad); }

    double users_at(const models::Simulation& side, engine::Time time, Users& last) const {
        const double factor = models::load_factor_at(side.scenario(), side.world(), client_, time);
        if (factor != last.factor)
            last = {.factor = factor,
                    .count = static_cast<double>(
                        models::users_under(side.scenario(), side.world(), client_, factor))};
        return last.count;
    }

    const models::Simulation& run_;
    const models::Simulation& twin_;
    std::uint32_t client_;
    Users run_users_;
    Users twin_users_;
};

/// Scales counts of window after window so that what rounding leaves is not lost.
class Scale {
  public:
    void apply(Asked& asked, double factor) {
        asked.good = rounded(asked.good, factor, good_rest_);
        asked.bad = rounded(asked.bad, factor, bad_rest_);
        asked.varies = rounded(asked.varies, factor, varies_rest_);
    }

  private:
    static std::uint64_t rounded(std::uint64_t count, double factor, double& rest) {
        const double exact = static_cast<double>(count) * factor + rest;
        const double whole = std::max(0.0, std::floor(exact + 0.5));
        rest = exact - whole;
        return static_cast<std::uint64_t>(whole);
    }

    double good_rest_ = 0.0;
    double bad_rest_ = 0.0;
    double varies_rest_ = 0.0;
};

void equalise(Course& course, Demands demands) {
    Scale run;
    Scale twin;
    for (std::size_t window = 0; window < course.windows(); ++window) {
        const Demand demand = demands.in(window, course);
        if (demand.run > demand.twin)
            run.apply(course.run[window], demand.twin / demand.run);
        else if (demand.twin > demand.run)
            twin.apply(course.twin[window], demand.run / demand.twin);
    }
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

std::optional<Floor> Course::floor(std::size_t from, std::size_t to) const {
    std::optional<Floor> lowest;
    for (const Stretch& stretch : stretches(*this, from, std::min(to, windows())))
        if (!lowest || stretch.share() < lowest->share)
            lowest = Floor{
                .share = stretch.share(), .window = stretch.first, .windows = stretch.end - stretch.first};
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
        lost += (1.0 - stretch.share()) * static_cast<double>(stretch.end - stretch.first) * window.seconds();
    return std::max(0.0, lost);
}

std::vector<Course> courses_of(const models::Simulation& run, const models::Simulation& twin) {
    std::vector<Course> courses;
    for (std::size_t journey = 0; journey < run.scenario().journeys.size(); ++journey) {
        const std::size_t windows = std::min(judged_windows(run, journey), judged_windows(twin, journey));
        Course course{.window = run.recording().window(),
                      .run = asked_of(run, journey, windows),
                      .twin = asked_of(twin, journey, windows)};
        equalise(course, Demands(run, twin, run.scenario().journeys[journey].component));
        courses.push_back(std::move(course));
    }
    return courses;
}

} // namespace shaketable::analysis
