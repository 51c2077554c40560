// The timeline: whom each entry concerns, checked against what the scenario has.
#include "models/compiler.hpp"
#include "models/faults/faults.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace shaketable::models {

std::optional<std::uint32_t> find_component(Compiler& compiler, const std::string& name,
                                            const std::string& at) {
    const std::string component_at = child_pointer("/components", name);
    const auto component = compiler.components.find(name);
    if (component != compiler.components.end())
        return compiler.unread.covers(component_at) ? std::nullopt : std::optional(component->second);
    if (!compiler.unread.may_hide(component_at))
        compiler.unknown_name(at, "component", name, compiler.components);
    return std::nullopt;
}

namespace {

void set_replica(Compiler& compiler, std::int64_t replica, TimelineEntry& entry, const std::string& at) {
    const Component& target = compiler.scenario.components[entry.component];
    if (compiler.unread.covers(child_pointer("/components", target.name) + "/replicas"))
        return;
    entry.replica = static_cast<std::uint32_t>(replica);
    if (entry.replica >= target.instances)
        compiler.problem(
            at + "/replica",
            "is replica " + std::to_string(entry.replica) + " of \"" + target.name + "\", which has " +
                std::to_string(target.instances) + (target.instances == 1 ? " replica" : " replicas"),
            target.instances == 1 ? "0" : "a whole number from 0 to " + std::to_string(target.instances - 1));
}

void set_part(Compiler& compiler, const PartConfig& part, TimelineEntry& entry, const std::string& at) {
    if (part.replica && part.share)
        compiler.problem(at + "/share", "stands beside a replica", "one of the two");
    if (part.replica)
        set_replica(compiler, *part.replica, entry, at);
    if (part.share) {
        const double replicas = compiler.scenario.components[entry.component].instances;
        entry.replicas_below =
            static_cast<std::uint32_t>(std::max(1.0, std::floor(*part.share * replicas + 0.5)));
    }
}

/// Faults of servers.
template <class Action>
void set_target(Compiler& compiler, const Action& action, TimelineEntry& entry, const std::string& at) {
    const auto component = find_component(compiler, action.target.name, at + "/" + entry.verb);
    if (!component)
        return;
    entry.component = *component;
    const Component& target = compiler.scenario.components[entry.component];
    if (target.model->arrive == nullptr)
        compiler.problem(at + "/" + entry.verb, "names \"" + target.name + "\", which is a client",
                         "a service or a database");
    set_part(compiler, action.part, entry, at);
}

void set_target(Compiler& compiler, const RestartConfig& action, TimelineEntry& entry,
                const std::string& at) {
    set_target<RestartConfig>(compiler, action, entry, at);
    if (entry.ends)
        compiler.problem(at + "/for", "stands beside restart, which ends with the last replica", "nothing");
    if (entry.component == kNone)
        return;
    std::int64_t replicas = 0;
    for (std::uint32_t replica = 0; replica < compiler.scenario.components[entry.component].instances;
         ++replica)
        replicas += acts_on(entry, Instance{.component = entry.component, .replica = replica}) ? 1 : 0;
    entry.ends = true;
    entry.lasts = std::max(engine::Duration::from_ns(1'000'000),
                           engine::Duration::from_ns(entry.every.ns() * (replicas - 1)));
}

void set_target(Compiler& compiler, const LoadConfig& action, TimelineEntry& entry, const std::string& at) {
    const auto component = find_component(compiler, action.target.name, at + "/load");
    if (!component)
        return;
    entry.component = *component;
    const Component& target = compiler.scenario.components[entry.component];
    if (target.model->arrive != nullptr)
        compiler.problem(at + "/load", "names \"" + target.name + "\", which is a " + target.kind,
                         "a client");
}

/// The names between the slashes of a JSON Pointer, which are plain.
std::vector<std::string> names_of(const std::string& pointer) {
    std::vector<std::string> names;
    for (const char letter : pointer)
        if (letter == '/')
            names.emplace_back();
        else if (!names.empty())
            names.back() += letter;
    return names;
}

// Whether the knob can be set at all is for the reader to check, who has the file's text.
void set_target(Compiler& compiler, const SetConfig& action, TimelineEntry& entry, const std::string& at) {
    const std::vector<std::string> names = names_of(action.knob);
    if (names.size() < 2)
        return;
    entry.sets = names[0] == "components" ? Sets::kComponent
                 : names[0] == "network"  ? Sets::kNetwork
                                          : Sets::kPolicy;
    compiler.scenario.setters.push_back(entry.index);
    if (entry.sets == Sets::kNetwork && names.size() > 2 && names[1] == "edges") {
        if (const auto edge = find_edge(compiler, names[2], at + "/set"))
            entry.component = compiler.scenario.edges[*edge].callee;
    }
    if (entry.sets == Sets::kComponent) {
        const auto component = compiler.components.find(names[1]);
        if (component == compiler.components.end())
            return;
        entry.component = component->second;
        set_part(compiler, action.part, entry, at);
        if (names.size() > 3 && names[2] == "pools")
            check_pool(compiler, entry.component, names[3], at + "/set");
    } else if (action.part.replica || action.part.share) {
        compiler.problem(at + (action.part.replica ? "/replica" : "/share"),
                         "stands beside \"" + action.knob + "\", which is not a component's",
                         "nothing, or a knob of a component");
    }
}

void set_link(Compiler& compiler, const LinkConfig& link, TimelineEntry& entry, const std::string& at) {
    const std::string target_at = at + "/" + entry.verb;
    if (link.target.find("->") != std::string::npos) {
        const auto edge = find_edge(compiler, link.target, target_at);
        if (!edge)
            return;
        entry.edges = {*edge};
        entry.component = compiler.scenario.edges[*edge].callee;
    } else {
        const auto component = find_component(compiler, link.target, target_at);
        if (!component)
            return;
        entry.component = *component;
        for (std::uint32_t edge = 0; edge < compiler.scenario.edges.size(); ++edge)
            if (compiler.scenario.edges[edge].caller == *component ||
                compiler.scenario.edges[edge].callee == *component)
                entry.edges.push_back(edge);
    }
    if (link.replica)
        set_replica(compiler, *link.replica, entry, at);
    entry.share = link.share.value_or(1.0);
}

void set_target(Compiler& compiler, const CutConfig& action, TimelineEntry& entry, const std::string& at) {
    set_link(compiler, action.link, entry, at);
}
void set_target(Compiler& compiler, const DelayConfig& action, TimelineEntry& entry, const std::string& at) {
    set_link(compiler, action.link, entry, at);
}

void set_target(Compiler& compiler, const MigrateConfig& action, TimelineEntry& entry,
                const std::string& at) {
    compile_migration(compiler, action, entry, at);
}

void set_target(Compiler& compiler, const MoveKeysConfig& action, TimelineEntry& entry,
                const std::string& at) {
    compile_move(compiler, action, entry, at);
}

void set_target(Compiler& compiler, const RedriveConfig& action, TimelineEntry& entry,
                const std::string& at) {
    compile_redrive(compiler, action, entry, at);
}

/// It is over as soon as it has begun.
void set_target(Compiler& compiler, const FlushConfig& action, TimelineEntry& entry, const std::string& at) {
    const auto component = find_component(compiler, action.target.name, at + "/flush");
    if (!component)
        return;
    entry.component = *component;
    const Component& target = compiler.scenario.components[entry.component];
    if (target.kind != CacheConfig::kTag)
        compiler.problem(at + "/flush", "names \"" + target.name + "\", which is a " + target.kind,
                         "a cache");
    set_part(compiler, action.part, entry, at);
    if (entry.ends)
        compiler.problem(at + "/for", "stands beside flush, which is over at once", "nothing");
    entry.ends = true;
    entry.lasts = engine::Duration();
}

/// Whether there may be an edge of this name, although nothing that could be read calls over it.
bool edge_may_be_unread(const Compiler& compiler, const std::string& name) {
    const std::size_t arrow = name.find("->");
    if (arrow == std::string::npos)
        return false;
    const std::string caller = child_pointer("/components", name.substr(0, arrow));
    const std::string callee = child_pointer("/components", name.substr(arrow + 2));
    const bool exist = compiler.components.contains(name.substr(0, arrow)) &&
                       compiler.components.contains(name.substr(arrow + 2));
    if (!exist)
        return compiler.unread.may_hide(caller) || compiler.unread.may_hide(callee);
    return compiler.unread.covers(callee) || compiler.may_call_more(caller);
}

} // namespace

std::optional<std::uint32_t> find_edge(Compiler& compiler, const std::string& name, const std::string& at) {
    if (const auto edge = compiler.edge_names.find(name); edge != compiler.edge_names.end())
        return edge->second;
    if (!edge_may_be_unread(compiler, name))
        compiler.unknown_name(at, "edge over which something calls", name, compiler.edge_names);
    return std::nullopt;
}

namespace {

/// The highest product of the load factors of a client that may be active together.
double highest_load(const Scenario& scenario, std::uint32_t component) {
    double highest = 1.0;
    double conditional = 1.0; // at any time, or never
    const auto concerns = [&](const TimelineEntry& entry) {
        return entry.verb == LoadConfig::kTag && entry.component == component;
    };
    for (const TimelineEntry& beginning : scenario.timeline) {
        if (!concerns(beginning))
            continue;
        if (beginning.condition != kNone) {
            conditional *= std::max(beginning.amount, 1.0);
            continue;
        }
        double product = 1.0;
        for (const TimelineEntry& entry : scenario.timeline)
            if (concerns(entry) && entry.condition == kNone && entry.at <= beginning.at &&
                (!entry.ends || beginning.at < entry.at + entry.lasts))
                product *= entry.amount;
        highest = std::max(highest, product);
    }
    return highest * conditional;
}

/// Room for the users that come on top under the highest load.
void plan_users(Scenario& scenario) {
    for (ClientPlan& plan : scenario.clients)
        if (plan.closed)
            plan.users_most = static_cast<std::uint32_t>(
                std::min(plan.users * highest_load(scenario, plan.component), 4e9));
}

/// Lists what an action's description names, but the target.
class StatedKnobs {
  public:
    explicit StatedKnobs(TimelineEntry& entry) : entry_(entry) {}

    void operator()(const Knob&, ComponentRef&) {}
    void operator()(const Knob& knob, AnyValue& value) { add(std::string(knob.name), value.told); }
    void operator()(const Knob& knob, double& value) { add(std::string(knob.name), value); }
    void operator()(const Knob& knob, std::int64_t& value) {
        add(std::string(knob.name), static_cast<double>(value));
    }
    void operator()(const Knob& knob, engine::Duration& value) {
        add(std::string(knob.name) + "_s", value.seconds());
    }
    void operator()(const Knob& knob, Rate& value) {
        char digits[32];
        const auto written = std::to_chars(digits, digits + sizeof digits, value.per_second);
        add(std::string(knob.name), std::string(digits, written.ptr) + "/s");
    }
    void operator()(const Knob& knob, bool& value) { add(std::string(knob.name), value ? "yes" : "no"); }
    void operator()(const Knob& knob, std::vector<MigrationStepConfig>& value) {
        std::string list;
        for (const MigrationStepConfig& step : value)
            list += (list.empty() ? "" : ", ") +
                    std::visit([](const auto& verb) { return text_of(verb); }, step.verb);
        add(std::string(knob.name), list);
    }
    void operator()(const Knob& knob, std::string& value) { add(std::string(knob.name), value); }
    template <class T>
    void operator()(const Knob& knob, std::optional<T>& value) {
        if (value)
            (*this)(knob, *value);
    }
    template <class Enum>
    requires std::is_enum_v<Enum>
    void operator()(const Knob& knob, Enum& value) {
        add(std::string(knob.name), std::string(enum_names(value)[static_cast<std::size_t>(value)]));
    }

  private:
    static std::string text_of(const DdlStepConfig& step) {
        return std::string(name_of(step.kind)) + " " + step.table;
    }
    static std::string text_of(const BackfillStepConfig& step) { return "backfill " + step.table; }
    static std::string text_of(const PauseStepConfig&) { return "wait"; }

    void add(std::string name, std::variant<double, std::string> value) {
        entry_.stated.push_back({.name = std::move(name), .value = std::move(value)});
    }

    TimelineEntry& entry_;
};

template <class Action>
void list_stated(Action action, TimelineEntry& entry) {
    StatedKnobs visit(entry);
    describe(visit, action);
}

/// When it begins: at a time, or on a condition.
void set_beginning(Compiler& compiler, const TimelineEntryConfig& config, TimelineEntry& entry,
                   const std::string& at) {
    entry.at = compiler.scenario.zero + config.at.value_or(engine::Duration());
    entry.ends = config.lasts.has_value();
    entry.lasts = config.lasts.value_or(engine::Duration());
    entry.role = config.role.value_or(config.when ? Role::kResponse : Role::kInjected);
    if (config.at && config.when)
        compiler.problem(at + "/when", "stands beside `at`", "one of the two");
    else if (!config.at && !config.when)
        compiler.problem(at, "does not say when it begins", "at, or when");
    else if (config.reaction && !config.when)
        compiler.problem(at + "/reaction", "stands beside `at`", "nothing, or an entry with `when`");
    if (config.when)
        compile_condition(compiler, config, entry, at + "/when");
}

/// Of entries that set the same knob, the one that begins last prevails, and a conditional one over all
/// others.
void order_setters(Scenario& scenario) {
    const auto earlier = [&](std::uint32_t a, std::uint32_t b) {
        const TimelineEntry& one = scenario.timeline[a];
        const TimelineEntry& other = scenario.timeline[b];
        if (one.condition != kNone || other.condition != kNone)
            return one.condition == kNone && other.condition != kNone;
        return one.at < other.at;
    };
    std::stable_sort(scenario.setters.begin(), scenario.setters.end(), earlier);
}

} // namespace

void compile_timeline(Compiler& compiler, const Named<TimelineEntryConfig>& timeline) {
    for (const auto& [name, config] : timeline) {
        TimelineEntry entry{.name = name};
        entry.index = static_cast<std::uint32_t>(compiler.scenario.timeline.size());
        const std::string pointer = child_pointer("/timeline", name);
        set_beginning(compiler, config, entry, pointer);
        std::visit(
            [&](const auto& action) {
                entry.verb = action.kTag;
                list_stated(action, entry);
                compile_action(action, entry);
                set_target(compiler, action, entry, pointer);
            },
            config.action);
        compiler.scenario.timeline.push_back(std::move(entry));
    }
    plan_users(compiler.scenario);
    order_setters(compiler.scenario);
}

} // namespace shaketable::models
