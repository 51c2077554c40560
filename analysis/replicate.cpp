#include "analysis/replicate.hpp"

#include "models/json_pointer.hpp"

#include <algorithm>
#include <mutex>
#include <thread>

namespace shaketable::analysis {

namespace {

/// What is kept of one run.
struct Sample {
    bool finished = false; // not cancelled
    std::vector<std::pair<std::string, Figure>> figures = {};
    std::string verdict = {}; // empty: none
    std::vector<std::pair<std::string, bool>> expectations = {};
};

void add_journey(Sample& sample, const std::string& at, const JourneyFigures& figures) {
    const auto add = [&](const char* name, const Figure& figure) {
        sample.figures.emplace_back(at + name, figure);
    };
    add("/offered_per_s", figures.offered_per_s);
    add("/goodput_per_s", figures.goodput_per_s);
    add("/availability", figures.availability);
    add("/latency/p50_s", figures.latency.percentiles.p50_s);
    add("/latency/p99_s", figures.latency.percentiles.p99_s);
    add("/attempts_per_journey", figures.attempts_per_journey);
}

void add_judgement(Sample& sample, const std::string& at, const Judgement& judgement) {
    sample.figures.emplace_back(at + "/floor", judgement.floor);
    sample.figures.emplace_back(at + "/time_to_recover_s", judgement.time_to_recover_s);
    sample.figures.emplace_back(at + "/area_lost_s", judgement.area_lost_s);
}

void add_harm(Sample& sample, const std::string& at, const HarmCount& count) {
    sample.figures.emplace_back(at + "/net", static_cast<double>(count.net()));
}

Sample sample_of(const Result& result) {
    Sample sample{.finished = result.stopped != Stopped::kCancelled};
    add_journey(sample, "/total", result.total);
    if (result.harm)
        add_harm(sample, "/harm", result.harm->total);
    if (result.verdict)
        add_judgement(sample, "/verdict", result.verdict->total);
    for (std::size_t i = 0; i < result.journeys.size(); ++i) {
        const std::string name = result.journeys[i].client + "." + result.journeys[i].name;
        add_journey(sample, models::child_pointer("/journeys", name), result.journeys[i].figures);
        if (result.harm)
            add_harm(sample, models::child_pointer("/harm/journeys", name), result.harm->journeys[i].count);
        if (result.verdict)
            add_judgement(sample, models::child_pointer("/verdict/journeys", name),
                          result.verdict->journeys[i]);
    }
    if (result.verdict && result.verdict->total.verdict)
        sample.verdict = models::name_of(*result.verdict->total.verdict);
    for (const ExpectationResult& one : result.expectations)
        sample.expectations.emplace_back(one.name, one.holds);
    return sample;
}

/// Of one variant, by seed.
using Samples = std::vector<Sample>;

Figure figure_of(const Sample& sample, const std::string& pointer) {
    for (const auto& [name, figure] : sample.figures)
        if (name == pointer)
            return figure;
    return std::nullopt;
}

std::vector<std::string> pointers_of(const Samples& samples) {
    std::vector<std::string> pointers;
    for (const Sample& sample : samples) // where one has no twin, another may have
        for (const auto& [pointer, figure] : sample.figures)
            if (std::find(pointers.begin(), pointers.end(), pointer) == pointers.end())
                pointers.push_back(pointer);
    return pointers;
}

std::vector<NamedSummary> summaries_of(const Samples& samples) {
    std::vector<NamedSummary> summaries;
    for (const std::string& pointer : pointers_of(samples)) {
        std::vector<double> values;
        for (const Sample& sample : samples)
            if (const Figure figure = figure_of(sample, pointer))
                values.push_back(*figure);
        if (const auto summary = summary_of(values))
            summaries.push_back({.pointer = pointer, .summary = *summary});
    }
    return summaries;
}

/// Of those that both have at a seed.
std::vector<NamedSummary> differences_of(const Samples& samples, const Samples& base) {
    std::vector<NamedSummary> summaries;
    for (const std::string& pointer : pointers_of(samples)) {
        std::vector<double> values;
        for (std::size_t seed = 0; seed < samples.size(); ++seed) {
            const Figure figure = figure_of(samples[seed], pointer);
            const Figure usual = figure_of(base[seed], pointer);
            if (figure && usual)
                values.push_back(*figure - *usual);
        }
        if (const auto summary = summary_of(values))
            summaries.push_back({.pointer = pointer, .summary = *summary});
    }
    return summaries;
}

void count_up(std::vector<std::pair<std::string, std::size_t>>& counts, const std::string& name, bool one) {
    auto found =
        std::find_if(counts.begin(), counts.end(), [&](const auto& count) { return count.first == name; });
    if (found == counts.end())
        found = counts.insert(counts.end(), {name, 0});
    found->second += one ? 1U : 0U;
}

Replications replications_of(const Samples& samples) {
    Replications all{.count = samples.size(), .figures = summaries_of(samples)};
    for (const Sample& sample : samples) {
        if (!sample.verdict.empty())
            count_up(all.verdicts, sample.verdict, true);
        for (const auto& [name, holds] : sample.expectations)
            count_up(all.expectations, name, holds);
    }
    return all;
}

/// The same for all variants, or their draws would not be the same.
std::uint64_t first_seed(const std::vector<models::ScenarioPtr>& variants, const ReplicateOptions& options) {
    return options.run.seed.value_or(variants.front()->config.seed);
}

/// Takes the runs one after the other, seed by seed and within it variant by variant.
class Crew {
  public:
    Crew(const std::vector<models::ScenarioPtr>& variants, const ReplicateOptions& options)
        : variants_(variants),
          options_(options),
          samples_(variants.size(), Samples(options.count)),
          firsts_(variants.size()) {}

    void work() {
        std::vector<std::jthread> threads;
        for (std::size_t thread = 1; thread < options_.threads; ++thread)
            threads.emplace_back([this] { take_runs(); });
        take_runs();
    }

    std::vector<Samples>& samples() { return samples_; }
    std::vector<Result>& firsts() { return firsts_; }

  private:
    void take_runs() {
        const std::size_t all = options_.count * variants_.size();
        for (std::size_t number = next_++; number < all && goes_on(); number = next_++) {
            run_one(number / variants_.size(), number % variants_.size());
            const std::lock_guard lock(telling_);
            if (options_.progress)
                options_.progress(++done_, all);
        }
    }

    [[nodiscard]] bool goes_on() const { return options_.keep_going == nullptr || options_.keep_going(); }

    void run_one(std::size_t replication, std::size_t variant) {
        RunOptions options = options_.run;
        options.seed = first_seed(variants_, options_) + replication;
        options.limits.bytes /= options_.threads;
        options.keep_going = [this](const models::Simulation&) { return goes_on(); };
        Result result = run_variant(variants_[variant], options);
        samples_[variant][replication] = sample_of(result);
        if (replication == 0)
            firsts_[variant] = std::move(result);
    }

    const std::vector<models::ScenarioPtr>& variants_;
    const ReplicateOptions& options_;
    std::vector<Samples> samples_; // by variant; each is written by one thread
    std::vector<Result> firsts_;
    std::atomic<std::size_t> next_ = 0;
    std::mutex telling_;
    std::size_t done_ = 0;
};

std::size_t finished_seeds(const std::vector<Samples>& samples, std::size_t count) {
    std::size_t seeds = 0;
    while (seeds < count && std::all_of(samples.begin(), samples.end(),
                                        [&](const Samples& variant) { return variant[seeds].finished; }))
        ++seeds;
    return seeds;
}

} // namespace

std::vector<Result> replicate(const std::vector<models::ScenarioPtr>& variants,
                              const std::vector<std::string>& names, const ReplicateOptions& options) {
    Crew crew(variants, options);
    crew.work();
    std::vector<Samples>& samples = crew.samples();
    const std::size_t seeds = finished_seeds(samples, options.count);
    for (std::size_t variant = 0; variant < variants.size(); ++variant) {
        samples[variant].resize(seeds);
        Result& first = crew.firsts()[variant];
        first.replications = replications_of(samples[variant]);
        first.replications->first_seed = first_seed(variants, options);
        if (variant > 0) {
            first.replications->versus = names.front();
            first.replications->differences = differences_of(samples[variant], samples.front());
        }
        if (seeds < options.count)
            first.stopped = Stopped::kCancelled;
    }
    return std::move(crew.firsts());
}

} // namespace shaketable::analysis
