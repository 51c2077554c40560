#include "cli/diff_words.hpp"

#include "analysis/figure_text.hpp"
#include "scenarios/quantities.hpp"

#include <algorithm>
#include <charconv>

namespace shaketable::cli {

using analysis::count_text;
using analysis::percent_text;

namespace {

constexpr std::size_t kKeyDigits = 8; // of 16: enough to tell two apart on a page

std::string words_of(std::string_view name) {
    std::string words(name);
    std::replace(words.begin(), words.end(), '_', ' ');
    return words;
}

std::string subject_of(const analysis::ObservedFact& observed) {
    const std::string key = " (" + analysis::hex_of(observed.fact.who).substr(0, kKeyDigits) + ")";
    const models::What what = observed.fact.what;
    const bool of_journey = what == models::What::kJourneyBegan || what == models::What::kJourneyEnded;
    if (!observed.request)
        return (of_journey ? "a journey" : "a request") + key;
    const models::RequestView& request = *observed.request;
    const std::string journey = request.client + "." + request.journey;
    return request.endpoint.empty() ? "journey " + journey + key
                                    : "request " + request.endpoint + " for " + journey + key;
}

std::string attempt_of(const analysis::ObservedFact& observed) {
    const bool known = observed.request && !observed.request->calling.empty();
    return "attempt " + std::to_string(observed.fact.attempt) + " of its call" +
           (known ? " to " + observed.request->calling : std::string());
}

std::string timeline_words(const analysis::ObservedFact& observed, const char* verb) {
    return "the timeline's " + observed.timeline_entry + " (" + observed.timeline_verb + ") " + verb;
}

/// A column of the table, from the state of each side.
template <class Text>
Row row_of(const std::string& name, const std::array<analysis::DivergenceSide, 2>& sides, Text text) {
    Row row = {name};
    for (const analysis::DivergenceSide& side : sides)
        row.push_back(side.state ? text(*side.state) : std::string("no such replica"));
    return row;
}

std::string share_text(std::uint64_t part, std::uint64_t whole) {
    return whole == 0 ? count_text(part) : count_text(part) + " of " + count_text(whole);
}

std::string pool_text(const models::InstanceView& view, const std::string& callee) {
    for (const models::PoolView& pool : view.pools)
        if (pool.callee == callee)
            return share_text(pool.in_use, pool.size) + " in use, " + count_text(pool.waiting) + " waiting";
    return "none";
}

} // namespace

std::string exact_seconds(double seconds) {
    std::array<char, 400> buffer;
    const auto [end, error] =
        std::to_chars(buffer.data(), buffer.data() + buffer.size(), seconds, std::chars_format::fixed, 9);
    std::string text(buffer.data(), end);
    text.erase(text.find_last_not_of('0') + 1);
    if (text.ends_with('.'))
        text.pop_back();
    return (text == "-0" ? "0" : text) + " s";
}

std::string fact_words(const analysis::ObservedFact& observed) {
    const std::string subject = subject_of(observed);
    const std::string outcome = words_of(models::name_of(observed.fact.outcome));
    switch (observed.fact.what) {
    case models::What::kJourneyBegan:
        return subject + " begins";
    case models::What::kJourneyEnded:
        return subject + " ends: " + outcome;
    case models::What::kArrived:
        return subject + " arrives";
    case models::What::kServed:
        return subject + " begins to be served";
    case models::What::kRejected:
        return subject + " is turned away: " + outcome;
    case models::What::kAnswered:
        return subject + " is answered: " + outcome;
    case models::What::kLeft:
        return subject + (observed.fact.outcome == models::Outcome::kOk ? " leaves" : " is lost: " + outcome);
    case models::What::kCallBegan:
        return subject + " begins " + attempt_of(observed);
    case models::What::kCallEnded:
        return subject + " sees " + attempt_of(observed) + " end: " + outcome;
    case models::What::kFaultBegan:
        return timeline_words(observed, "begins");
    case models::What::kFaultEnded:
        return timeline_words(observed, "ends");
    case models::What::kMessageLost:
        return "a message of " + subject + " is lost";
    case models::What::kPromoted:
        return "it becomes the primary";
    }
    SHAKETABLE_ASSERT(false);
}

std::string side_words(const std::string& component, const analysis::DivergenceSide& side) {
    if (side.fact)
        return fact_words(*side.fact);
    std::string words = "nothing";
    if (side.request)
        words +=
            (side.request_component == component ? ": here the request is "
                                                 : ": its caller in " + side.request_component + " is ") +
            words_of(side.request->doing);
    if (!side.next)
        return words + "; nothing more in " + component;
    return words + "; the next in " + component + ", at " + exact_seconds(side.next->at_s) + ": " +
           fact_words(*side.next);
}

std::vector<Row> state_rows(const std::array<analysis::DivergenceSide, 2>& sides) {
    using View = models::InstanceView;
    const models::InstanceView& any = sides[0].state ? *sides[0].state : *sides[1].state;
    if (any.kind == "client")
        return {row_of("journeys in flight", sides,
                       [](const View& view) { return count_text(view.in_service); })};
    const bool database = any.kind == "database";
    std::vector<Row> rows = {
        row_of("process", sides, [](const View& view) { return view.crashed ? "crashed" : "up"; }),
        row_of("speed", sides, [](const View& view) { return percent_text(view.speed); })};
    if (!database)
        rows.push_back(row_of("queue", sides, [](const View& view) { return count_text(view.queued); }));
    rows.push_back(row_of("in service", sides, [](const View& view) { return count_text(view.in_service); }));
    rows.push_back(row_of(database ? "connections" : "workers busy", sides,
                          [](const View& view) { return share_text(view.workers_busy, view.workers); }));
    rows.push_back(row_of("computing", sides, [](const View& view) {
        return count_text(view.computing) + " on " + scenarios::text_of(view.cores) + " cores";
    }));
    std::vector<std::string> callees;
    for (const analysis::DivergenceSide& side : sides)
        for (const models::PoolView& pool : side.state ? side.state->pools : std::vector<models::PoolView>())
            if (std::find(callees.begin(), callees.end(), pool.callee) == callees.end())
                callees.push_back(pool.callee);
    for (const std::string& callee : callees)
        rows.push_back(
            row_of("pool to " + callee, sides, [&](const View& view) { return pool_text(view, callee); }));
    return rows;
}

} // namespace shaketable::cli
