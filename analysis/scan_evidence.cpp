#include "analysis/scan_evidence.hpp"

#include "analysis/metric_pointers.hpp"

#include <string>

namespace shaketable::analysis {

namespace {

constexpr double kNoCoreFree = 0.95;     // of the cores, in a window
constexpr double kGrown = 10.0;          // times the rows of a query before
constexpr double kManyRowsEach = 100.0;  // for each query that is answered
constexpr double kAlwaysMany = 1000.0;   // over the run
constexpr double kFewestAnswered = 20.0; // in a window

class Scans {
  public:
    Scans(const Json& entry, const std::string& name)
        : entry_(entry),
          here_{.name = name},
          rows_(series_pointer(name, "metrics/rows_examined/total")),
          answered_(series_pointer(name, "metrics/answered_ok/total")),
          before_(static_cast<std::size_t>(number_at(entry, "/verdict/first_injected_s") /
                                           number_at(entry, "/series/window_s"))) {}

    void tell(std::vector<Evidence>& told) {
        const std::size_t windows = at(entry_, rows_).size();
        if (before_ == 0 || before_ > windows || is_always_so())
            return;
        --before_;
        const std::size_t worst = worst_window();
        if (rows_each(worst) < kManyRowsEach || rows_each(worst) < kGrown * rows_each(before_))
            return;
        told.push_back(Sentence(entry_, static_cast<double>(worst) * number_at(entry_, "/series/window_s"))
                           .say("The longer what it looks through, the longer a query takes: " + here_.name +
                                " looked at ")
                           .count(at_window(rows_, before_))
                           .say(" rows for ")
                           .count(at_window(answered_, before_))
                           .say(" answers within ")
                           .seconds("/series/window_s")
                           .say(" before, and at ")
                           .count(at_window(rows_, worst))
                           .say(" for ")
                           .count(at_window(answered_, worst))
                           .say(" later")
                           .end());
    }

  private:
    [[nodiscard]] static std::string at_window(const std::string& series, std::size_t window) {
        return series + "/" + std::to_string(window);
    }
    [[nodiscard]] bool is_always_so() const {
        return number_at(entry_, here_.metric("rows_examined/total")) >=
               kAlwaysMany * number_at(entry_, here_.metric("answered_ok/total"));
    }
    [[nodiscard]] double rows_each(std::size_t window) const {
        const double answered = number_at(entry_, at_window(answered_, window));
        return answered < kFewestAnswered ? 0.0 : number_at(entry_, at_window(rows_, window)) / answered;
    }
    /// Of those that are marked harmed and in which no core was free.
    [[nodiscard]] std::size_t worst_window() const {
        const Json& marked = at(entry_, "/harm/series/marked");
        const std::string use = series_pointer(here_.name, "utilisation");
        std::size_t worst = before_;
        for (std::size_t window = before_ + 1; window < marked.size(); ++window)
            if (marked[window].get<bool>() && number_at(entry_, at_window(use, window)) >= kNoCoreFree &&
                rows_each(window) > rows_each(worst))
                worst = window;
        return worst;
    }

    const Json& entry_;
    Worst here_;
    std::string rows_; // series
    std::string answered_;
    std::size_t before_; // the last window before the first fault
};

} // namespace

std::vector<Evidence> scan_evidence(const Json& entry) {
    std::vector<Evidence> told;
    for (const auto& [name, component] : at(entry, "/components").items())
        if (component["metrics"].contains("rows_examined") && !component["utilisation"].is_null())
            Scans(entry, name).tell(told);
    return told;
}

} // namespace shaketable::analysis
