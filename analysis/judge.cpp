#include "analysis/judge.hpp"

#include "analysis/course.hpp"
#include "models/conditions.hpp"

#include <algorithm>

namespace shaketable::analysis {

namespace {

constexpr auto kCut = engine::Duration::from_seconds(30);
constexpr auto kShortestReturn = engine::Duration::from_seconds(60);
constexpr std::int64_t kTimesAsLong = 3;
constexpr double kCollapsed = 0.5;

/// When what was injected acted.
struct Injected {
    engine::Time first = engine::Time::latest();
    engine::Time last_end = {};
    bool acts_to_the_end = false;
};

Injected injected_in(const models::Simulation& run) {
    Injected found;
    for (const models::TimelineEntry& entry : run.scenario().timeline) {
        const engine::Time began = models::begin_of(run.world(), entry);
        if (entry.role != models::Role::kInjected || began >= run.scenario().end)
            continue;
        const engine::Time ended = models::end_of(run.world(), entry);
        found.first = std::min(found.first, began);
        found.acts_to_the_end = found.acts_to_the_end || ended >= run.scenario().end;
        if (ended != engine::Time::latest())
            found.last_end = std::max(found.last_end, ended);
    }
    return found;
}

/// Whether the harm is more than chance: in all, or in some window.
bool was_harmed(const HarmCount& count, const HarmSeries& series) {
    return beyond_chance(count) ||
           std::find(series.marked.begin(), series.marked.end(), true) != series.marked.end();
}

Course sum_of(const std::vector<Course>& courses) {
    Course sum;
    for (const Course& course : courses)
        sum.add(course);
    return sum;
}

/// A kind of journey, or all of them (kNone), on its way to a verdict.
struct Question {
    std::uint32_t journey = models::kNone;
    bool harmed = false;
    Judgement* judgement = nullptr;

    [[nodiscard]] Course of(const std::vector<Course>& courses) const {
        return journey == models::kNone ? sum_of(courses) : courses[journey];
    }
};

class Judge {
  public:
    Judge(const models::Simulation& run, const models::Simulation& twin, const Harm& harm, Bounds bounds)
        : run_(run), twin_(twin), bounds_(std::move(bounds)), injected_(injected_in(run)) {
        bounds_.limits.bytes /= 4; // of each: the run, its twin, and a copy of each
        bounds_.limits = limits_of_copy(bounds_.limits);
        for (const models::Journey& journey : run.scenario().journeys)
            verdicts_.journeys.push_back(
                {.name = journey.name, .client = run.scenario().components[journey.component].name});
        for (std::uint32_t journey = 0; journey < verdicts_.journeys.size(); ++journey)
            questions_.push_back(
                {.journey = journey,
                 .harmed = was_harmed(harm.journeys[journey].count, harm.journeys[journey].series),
                 .judgement = &verdicts_.journeys[journey]});
        questions_.push_back({.harmed = was_harmed(harm.total, harm.series), .judgement = &verdicts_.total});
    }

    Judged judge() {
        if (injected_.first >= run_.scenario().end)
            return {};
        verdicts_.first_injected_s = (injected_.first - run_.scenario().zero).seconds();
        if (!injected_.acts_to_the_end)
            verdicts_.last_injected_end_s = (injected_.last_end - run_.scenario().zero).seconds();
        const std::vector<Course> courses = courses_of(run_, twin_);
        std::vector<Question> open;
        for (Question& question : questions_)
            if (!settle(question, question.of(courses)))
                open.push_back(question);
        const engine::StopReason stopped = open.empty() ? engine::StopReason::kReachedEnd : look_on(open);
        if (stopped != engine::StopReason::kReachedEnd)
            return {.stopped = stopped};
        return {.verdicts = std::move(verdicts_)};
    }

  private:
    /// The window in which `time` lies, or that begins then.
    [[nodiscard]] std::size_t window_of(engine::Time time) const {
        const engine::Time zero = run_.scenario().zero;
        return time <= zero ? 0
                            : static_cast<std::size_t>((time - zero).ns() / run_.recording().window().ns());
    }
    /// The first window that begins at `time` or later.
    [[nodiscard]] std::size_t window_after(engine::Time time) const {
        const std::size_t window = window_of(time);
        return run_.scenario().zero + run_.recording().window() * static_cast<std::int64_t>(window) < time
                   ? window + 1
                   : window;
    }
    [[nodiscard]] double start_s(std::size_t window) const {
        return (run_.recording().window() * static_cast<std::int64_t>(window)).seconds();
    }

    /// What was lost from the first injected entry to `to`: where it recovered, or the end.
    void measure(Judgement& judgement, const Course& course, std::size_t to) const {
        const std::size_t first = window_of(injected_.first);
        if (const auto floor = course.floor(first, to)) {
            judgement.floor = floor->share;
            judgement.time_to_floor_s = std::max(0.0, start_s(floor->window) - verdicts_.first_injected_s);
            judgement.floor_over_s = start_s(floor->windows);
        }
        judgement.area_lost_s = course.area_lost_s(first, to);
    }

    void recover(Judgement& judgement, std::size_t window) const {
        const bool at_once = window == window_after(injected_.last_end);
        judgement.time_to_recover_s = at_once ? 0.0 : start_s(window) - *verdicts_.last_injected_end_s;
    }

    /// Of what came back: by how deep it had gone.
    [[nodiscard]] static Verdict recovered_verdict(const Judgement& judgement) {
        return judgement.floor.value_or(1.0) >= kCollapsed ? Verdict::kDegradedGracefully
                                                           : Verdict::kCollapsedAndRecovered;
    }

    /// Nobody was harmed, nor does anybody hang: who is never answered, nor too late by any measure, is in no
    /// count of harm, but is missing among the good answers. To be asked once that is measured.
    [[nodiscard]] static bool is_unharmed(const Question& question, const Course& course, std::size_t from) {
        if (question.harmed || question.judgement->floor.value_or(1.0) < kCollapsed)
            return false;
        if (course.can_be_judged(from))
            return course.recovered_from(from).has_value();
        return course.last_share().value_or(1.0) >= kCollapsed;
    }

    /// Judges by the run itself. Returns whether that is enough.
    [[nodiscard]] bool settle(const Question& question, const Course& course) const {
        Judgement& judgement = *question.judgement;
        if (injected_.acts_to_the_end) {
            measure(judgement, course, course.windows());
            const bool unharmed = is_unharmed(question, course, window_after(injected_.first));
            judgement.verdict = unharmed ? Verdict::kUnharmed : Verdict::kStillInjected;
            return true;
        }
        const std::size_t from = window_after(injected_.last_end);
        const auto recovered = course.recovered_from(from);
        measure(judgement, course, recovered.value_or(course.windows()));
        if (recovered)
            recover(judgement, *recovered);
        if (is_unharmed(question, course, from))
            judgement.verdict = Verdict::kUnharmed;
        else if (recovered)
            judgement.verdict = recovered_verdict(judgement);
        return judgement.verdict || !course.can_be_judged(from);
    }

    /// The run goes on from its end, with relief for a while if there is one.
    [[nodiscard]] engine::StopReason run_on(models::Simulation& copy,
                                            std::optional<models::Relief> relief) const {
        if (relief) {
            copy.begin_relief(*relief);
            const engine::StopReason stopped =
                copy.run_until(copy.world().now() + kCut, bounds_.limits, bounds_.keep_going);
            if (stopped != engine::StopReason::kReachedEnd)
                return stopped;
            copy.end_relief(*relief);
        }
        return copy.run_until(copy.scenario().end, bounds_.limits, bounds_.keep_going);
    }

    /// Copies the run and its twin, and lets them go on.
    [[nodiscard]] engine::StopReason look_on(std::vector<Question>& open) {
        const engine::Duration span = run_.scenario().end - injected_.last_end;
        models::Simulation twin = twin_;
        twin.extend(span * kTimesAsLong);
        engine::StopReason stopped = run_on(twin, {});
        if (stopped == engine::StopReason::kReachedEnd)
            stopped = fork(open, twin, {}, span * kTimesAsLong);
        for (const models::Relief relief : models::kReliefs)
            if (stopped == engine::StopReason::kReachedEnd && is_down(open) &&
                models::applies_to(relief, run_.scenario()))
                stopped = fork(open, twin, relief, kCut + std::max(kShortestReturn, span));
        return stopped;
    }

    [[nodiscard]] static bool is_down(const std::vector<Question>& open) {
        return std::any_of(open.begin(), open.end(), [](const Question& question) {
            return question.judgement->verdict == Verdict::kDown ||
                   question.judgement->verdict == Verdict::kMetastable;
        });
    }

    [[nodiscard]] engine::StopReason fork(const std::vector<Question>& open, const models::Simulation& twin,
                                          std::optional<models::Relief> relief, engine::Duration length) {
        models::Simulation copy = run_;
        copy.extend(length);
        const engine::StopReason stopped = run_on(copy, relief);
        if (stopped != engine::StopReason::kReachedEnd)
            return stopped;
        const std::vector<Course> courses = courses_of(copy, twin);
        const std::size_t from = window_after(relief ? run_.scenario().end + kCut : injected_.last_end);
        const Course all = sum_of(courses);
        verdicts_.forks.push_back({.relief = relief,
                                   .simulated_s = length.seconds(),
                                   .goodput_share = all.last_share(),
                                   .recovered = all.recovered_from(from).has_value()});
        for (const Question& question : open)
            learn(*question.judgement, relief, question.of(courses), from);
        return engine::StopReason::kReachedEnd;
    }

    void learn(Judgement& judgement, std::optional<models::Relief> relief, const Course& course,
               std::size_t from) const {
        const auto recovered = course.recovered_from(from);
        if (!relief) {
            judgement.verdict = Verdict::kDown;
            if (!recovered)
                return;
            measure(judgement, course, *recovered);
            recover(judgement, *recovered);
            const bool within_the_run = *recovered < window_of(run_.scenario().end); // seen only now
            judgement.verdict = within_the_run ? recovered_verdict(judgement) : Verdict::kRecovering;
        } else if (recovered &&
                   (judgement.verdict == Verdict::kDown || judgement.verdict == Verdict::kMetastable)) {
            judgement.verdict = Verdict::kMetastable;
            judgement.sustained_by.push_back(*relief);
        }
    }

    const models::Simulation& run_;
    const models::Simulation& twin_;
    Bounds bounds_;
    Injected injected_;
    Verdicts verdicts_;
    std::vector<Question> questions_;
};

} // namespace

Judged judge(const models::Simulation& run, const models::Simulation& twin, const Harm& harm,
             const Bounds& bounds) {
    return Judge(run, twin, harm, bounds).judge();
}

} // namespace shaketable::analysis
