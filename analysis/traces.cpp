#include "analysis/traces.hpp"

#include "engine/assert.hpp"
#include "models/simulation.hpp"

#include <algorithm>
#include <map>

namespace shaketable::analysis {

namespace {

using models::TraceStep;
using models::What;

class TraceBuilder {
  public:
    explicit TraceBuilder(const models::Simulation& simulation)
        : scenario_(simulation.scenario()), zero_(simulation.recording().zero()) {}

    void add(const TraceStep& step) {
        switch (step.kind) {
        case TraceStep::Kind::kJourney:
            begin_journey(step);
            return;
        case TraceStep::Kind::kRequest:
            begin_child(step, SpanKind::kRequest);
            return;
        case TraceStep::Kind::kBranch:
            begin_child(step, SpanKind::kBranch);
            return;
        case TraceStep::Kind::kFact:
            add_fact(step.fact);
            return;
        }
        SHAKETABLE_ASSERT(false);
    }

    [[nodiscard]] std::vector<Trace> take() && { return std::move(traces_); }

  private:
    /// Where somebody's spans are: positions in the trace.
    struct Place {
        std::size_t trace = 0;
        std::size_t span = 0;
        std::size_t call = kNoSpan; // its present attempt
    };

    [[nodiscard]] double seconds(const models::Fact& fact) const { return (fact.time - zero_).seconds(); }

    Span& open(Trace& trace, const models::Fact& fact, SpanKind kind) {
        trace.spans.push_back({.kind = kind,
                               .component = scenario_.components[fact.component].name,
                               .replica = fact.replica,
                               .began_s = seconds(fact)});
        return trace.spans.back();
    }

    void begin_journey(const TraceStep& step) {
        const models::Journey& journey = scenario_.journeys[step.subject];
        places_[step.fact.who] = {.trace = traces_.size()};
        traces_.push_back({.client = scenario_.components[journey.component].name, .journey = journey.name});
        open(traces_.back(), step.fact, SpanKind::kJourney).name = journey.name;
    }

    void begin_child(const TraceStep& step, SpanKind kind) {
        const auto parent = places_.find(step.parent);
        if (parent == places_.end())
            return;
        Trace& trace = traces_[parent->second.trace];
        const Place place{.trace = parent->second.trace, .span = trace.spans.size()};
        Span& span = open(trace, step.fact, kind);
        const bool of_call = kind == SpanKind::kRequest && parent->second.call != kNoSpan;
        span.parent = of_call ? parent->second.call : parent->second.span;
        if (kind == SpanKind::kRequest)
            name_request(trace, span, step.subject);
        places_[step.fact.who] = place;
    }

    void name_request(Trace& trace, Span& span, std::uint32_t endpoint) const {
        const models::Endpoint& called = scenario_.endpoints[endpoint];
        span.name = scenario_.components[called.component].name + "." + called.name;
        trace.spans[span.parent].name = span.name; // the call's
    }

    void add_fact(const models::Fact& fact) {
        const auto found = places_.find(fact.who);
        if (found == places_.end())
            return;
        Place& place = found->second;
        Trace& trace = traces_[place.trace];
        Span& own = trace.spans[place.span];
        switch (fact.what) {
        case What::kArrived:
            own.arrived_s = seconds(fact);
            return;
        case What::kServed:
            own.served_s = seconds(fact);
            return;
        case What::kAnswered:
        case What::kRejected:
        case What::kJourneyEnded:
            own.ended_s = seconds(fact);
            own.outcome = fact.outcome;
            return;
        case What::kLeft:
            end_if_lost(own, fact);
            return;
        case What::kCallBegan: {
            const std::size_t caller = place.span;
            place.call = trace.spans.size();
            Span& call = open(trace, fact, SpanKind::kCall);
            call.parent = caller;
            call.attempt = fact.attempt;
            return;
        }
        case What::kCallEnded:
            if (place.call != kNoSpan) {
                trace.spans[place.call].ended_s = seconds(fact);
                trace.spans[place.call].outcome = fact.outcome;
            }
            return;
        case What::kJourneyBegan:
        case What::kFaultBegan:
        case What::kFaultEnded:
        case What::kMessageLost:
        case What::kPromoted:
            return;
        }
    }

    void end_if_lost(Span& span, const models::Fact& fact) const {
        if (span.ended_s || fact.outcome == models::Outcome::kOk)
            return;
        span.ended_s = seconds(fact);
        span.outcome = fact.outcome;
    }

    const models::Scenario& scenario_;
    engine::Time zero_;
    std::vector<Trace> traces_;
    std::map<std::uint64_t, Place> places_; // by who
};

} // namespace

std::vector<Trace> traces_of(const models::Simulation& simulation) {
    TraceBuilder builder(simulation);
    for (const TraceStep& step : simulation.recording().traces().steps())
        builder.add(step);
    return std::move(builder).take();
}

} // namespace shaketable::analysis
