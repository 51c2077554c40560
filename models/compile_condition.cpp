// The conditions of the timeline: what they watch, checked against what the scenario has.
#include "models/compiler.hpp"
#include "models/component_model.hpp"

#include <algorithm>
#include <map>

namespace shaketable::models {

namespace {

/// So many counts of journeys a condition may keep.
constexpr std::int64_t kCountsMost = 3600;

std::string quoted(std::string_view name) { return "\"" + std::string(name) + "\""; }

class ConditionCompiler {
  public:
    ConditionCompiler(Compiler& compiler, const ConditionConfig& config, std::string at)
        : compiler_(compiler), config_(config), at_(std::move(at)) {}

    [[nodiscard]] Condition compiled() {
        condition_.signal = config_.signal;
        condition_.held_for = config_.held_for;
        condition_.every = config_.every;
        set_line();
        if (compiler_.unread.covers(at_ + "/signal"))
            return condition_; // whom it may concern, nobody knows
        set_component();
        set_gauge();
        set_counts();
        return condition_;
    }

  private:
    void set_line() {
        condition_.below = !config_.above;
        condition_.line = config_.above.value_or(config_.below.value_or(0.0));
        if (!config_.above && !config_.below)
            compiler_.problem(at_, "has no line to cross", "above, or below");
        else if (config_.above && config_.below)
            compiler_.problem(at_ + "/below", "stands beside `above`", "one of the two");
        else if (config_.below && *config_.below <= 0.0)
            compiler_.problem(at_ + "/below", "is 0, and no signal is less", "a value above 0");
        else if (config_.above && is_share(config_.signal) && *config_.above >= 1.0 &&
                 !compiler_.unread.covers(at_ + "/signal"))
            compiler_.problem(at_ + "/above",
                              "is not below 1, and " + quoted(name_of(config_.signal)) + " is at most 1",
                              "a value below 1");
    }

    void set_component() {
        if (!config_.component) {
            if (!is_of_journeys(config_.signal))
                compiler_.problem(at_, "does not say whose " + std::string(name_of(config_.signal)),
                                  "a component");
            return;
        }
        const std::string component_at = at_ + "/component";
        const auto component = find_component(compiler_, config_.component->name, component_at);
        if (!component)
            return;
        condition_.component = *component;
        const Component& target = compiler_.scenario.components[*component];
        const bool is_server = target.model->arrive != nullptr;
        if (is_of_journeys(config_.signal) && is_server)
            compiler_.problem(component_at, "names " + quoted(target.name) + ", which is a " + target.kind,
                              "a client, or nothing: all of them");
        else if (config_.signal == Signal::kPoolWaiting)
            check_pools(*component, component_at);
        else if (!is_of_journeys(config_.signal) && !is_server)
            compiler_.problem(component_at, "names " + quoted(target.name) + ", which is a client",
                              "a service or a database");
        else if (config_.signal == Signal::kQueueDepth && !has_queue(target))
            compiler_.problem(component_at,
                              "names " + quoted(target.name) + ", which is a " + target.kind +
                                  " and has no queue",
                              "a service, or a database whose pooler is in transaction mode");
    }

    void set_gauge() {
        const bool is_gauge = config_.signal == Signal::kGauge;
        if (config_.gauge && !is_gauge)
            compiler_.problem(at_ + "/gauge", "stands beside " + quoted(name_of(config_.signal)),
                              "nothing, or the signal gauge");
        if (is_gauge && !config_.gauge)
            compiler_.problem(at_, "does not say which gauge", "gauge: its name");
        if (!is_gauge || !config_.gauge || condition_.component == kNone)
            return;
        const std::vector<MetricSpec>& metrics = compiler_.scenario.components[condition_.component].metrics;
        Compiler::Names gauges;
        for (std::uint32_t place = 0; place < metrics.size(); ++place)
            if (metrics[place].kind == MetricKind::kGauge)
                gauges.emplace(metrics[place].name, place);
        if (const auto found = gauges.find(*config_.gauge); found != gauges.end())
            condition_.gauge = found->second;
        else
            compiler_.unknown_name(at_ + "/gauge", "gauge of the component", *config_.gauge, gauges);
    }

    [[nodiscard]] bool has_queue(const Component& server) const {
        if (!server.model->pooled || server.model_index == kNone)
            return !server.model->pooled;
        const DatabasePlan& plan = compiler_.scenario.databases[server.model_index];
        return plan.backends > 0 && !plan.backend_for_session;
    }

    void check_pools(std::uint32_t component, const std::string& component_at) {
        const Component& caller = compiler_.scenario.components[component];
        const bool pools = std::any_of(caller.edges.begin(), caller.edges.end(), [&](std::uint32_t edge) {
            return compiler_.scenario.edges[edge].pooled;
        });
        if (!pools && !compiler_.may_call_more(child_pointer("/components", caller.name)))
            compiler_.problem(component_at, "names " + quoted(caller.name) + ", which calls no database",
                              "a component that has a connection pool");
    }

    void set_counts() {
        if (!is_of_journeys(config_.signal)) {
            if (config_.over)
                compiler_.problem(at_ + "/over", "stands beside " + quoted(name_of(config_.signal)),
                                  "nothing, or a signal of clients");
            return;
        }
        constexpr std::int64_t kUsualCounts = 10;
        const engine::Duration over = config_.over.value_or(config_.every * kUsualCounts);
        const std::int64_t counts = over.ns() / config_.every.ns();
        if (counts * config_.every.ns() != over.ns() || counts > kCountsMost) {
            if (!compiler_.unread.covers(at_ + "/every"))
                compiler_.problem(at_ + "/over",
                                  "is not 1 to " + std::to_string(kCountsMost) + " times `every`",
                                  "a whole multiple of `every`");
            return;
        }
        condition_.counts = static_cast<std::uint32_t>(counts);
        condition_.first_count = compiler_.scenario.journey_counts;
        compiler_.scenario.journey_counts += condition_.counts;
        compiler_.scenario.journey_conditions.push_back(
            static_cast<std::uint32_t>(compiler_.scenario.conditions.size()));
    }

    Compiler& compiler_;
    const ConditionConfig& config_;
    std::string at_;
    Condition condition_;
};

} // namespace

void compile_condition(Compiler& compiler, const TimelineEntryConfig& config, TimelineEntry& entry,
                       const std::string& at) {
    Condition condition = ConditionCompiler(compiler, *config.when, at).compiled();
    condition.watch = static_cast<std::uint32_t>(compiler.scenario.conditions.size());
    condition.reaction = config.reaction.value_or(engine::Duration());
    entry.condition = condition.watch;
    entry.at = compiler.scenario.zero + condition.held_for + condition.reaction;
    compiler.scenario.conditions.push_back(condition);
}

} // namespace shaketable::models
