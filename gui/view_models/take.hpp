// One run of one variant, in threads of its own: the film of it, and its result beside its twin's.
#pragma once

#include "analysis/evidence.hpp"
#include "analysis/figures_json.hpp"
#include "analysis/run.hpp"
#include "gui/view_models/film.hpp"

#include <atomic>
#include <chrono>
#include <functional>
#include <optional>
#include <thread>

namespace shaketable::gui {

/// What came of it.
struct Outcome {
    analysis::Result result;
    std::optional<analysis::Result> twin;
    analysis::Json json; // the result as the command line's --json has it
    std::vector<analysis::Evidence> evidence;
};

class Take {
  public:
    struct Plan {
        models::ScenarioPtr scenario;
        std::uint64_t seed = 1;
        std::string variant;
        Film::Budget budget = {};
        bool is_filmed = true; // or only its result is wanted
    };

    /// Begins at once. `tell` is called from its threads, now and then, and when something is finished.
    Take(Plan plan, std::function<void()> tell);
    /// Cancels what still runs.
    ~Take();
    Take(const Take&) = delete;
    Take& operator=(const Take&) = delete;

    [[nodiscard]] const models::Scenario& scenario() const { return *plan_.scenario; }
    [[nodiscard]] const std::string& variant() const { return plan_.variant; }
    [[nodiscard]] std::uint64_t seed() const { return plan_.seed; }
    [[nodiscard]] const std::shared_ptr<Film>& film() const { return film_; }
    /// Share of the film that is shot.
    [[nodiscard]] double progress() const;
    [[nodiscard]] bool is_shot() const { return shot_; }
    /// Nothing of it runs any more: finished or cancelled.
    [[nodiscard]] bool is_over() const { return running_ == 0; }
    /// nullptr: not yet.
    [[nodiscard]] std::shared_ptr<const Outcome> outcome() const;
    /// The windows that have been shot so far, while there is no outcome. nullptr: none yet.
    [[nodiscard]] std::shared_ptr<const analysis::Result> preview() const;

    void cancel() { cancelled_ = true; }
    [[nodiscard]] bool is_cancelled() const { return cancelled_; }

  private:
    void shoot();
    void judge();
    void end();
    void preview_of(const models::Simulation& simulation);
    [[nodiscard]] bool goes_on();

    Plan plan_;
    std::function<void()> tell_;
    std::shared_ptr<Film> film_;
    std::atomic<bool> cancelled_ = false;
    std::atomic<bool> shot_ = false;
    std::atomic<int> running_ = 2; // threads
    mutable std::mutex mutex_;
    std::shared_ptr<const Outcome> outcome_;
    std::shared_ptr<const analysis::Result> preview_;
    std::chrono::steady_clock::time_point next_preview_ = {}; // of the shooting thread
    std::jthread shooter_;
    std::jthread judge_;
};

} // namespace shaketable::gui
