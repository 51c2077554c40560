#include "scenarios/changes.hpp"

#include "models/budgets.hpp"
#include "scenarios/assignment.hpp"
#include "scenarios/json_pointer.hpp"
#include "scenarios/knob_at.hpp"
#include "scenarios/nearest_name.hpp"
#include "scenarios/read.hpp"

#include <utility>

namespace shaketable::scenarios {

namespace {

/// Spells out the objects on the way to a knob that the file leaves at its default.
void make_way(Node& tree, const std::vector<std::string>& names, const Place& place) {
    Node* node = &tree;
    for (std::size_t i = 0; i + 1 < names.size() && node->members() != nullptr; ++i) {
        if (node->find(names[i]) == nullptr)
            node->members()->push_back(Member{names[i], place, Node{place, Members{}}});
        node = &node->find(names[i])->value;
    }
}

/// One entry that sets a knob, and where it stands.
class Setter {
  public:
    Setter(const Node& tree, const std::string& entry, const models::SetConfig& config)
        : pointer_(child_pointer("/timeline", entry)),
          at_(*follow(tree, {"timeline", entry}).node),
          config_(config) {}

    /// Sets its knob, or reports why it can't.
    void apply(Node& tree, const models::ScenarioConfig& config, ErrorList& errors) const {
        const Member* to = at_.find("to");
        if (to == nullptr || errors.unread().covers(pointer_ + "/set"))
            return; // reported already
        const auto names = parse_pointer(config_.knob);
        if (!names || names->empty()) {
            report("no JSON Pointer", "a pointer to a knob, such as \"/components/web/workers\"", "", errors);
            return;
        }
        Node changed = tree;
        const auto [acts, known] = knob_at(config, *names);
        if (acts)
            make_way(changed, *names, to->place);
        const bool absent = follow(std::as_const(changed), *names).names_followed < names->size();
        if (acts && acts != models::Acts::kNever && absent && to->value.is_null())
            return; // it is as it would be
        const auto end = assign(changed, *names, to->value);
        if (acts == models::Acts::kNever)
            report("fixed when a run begins", "a knob whose change acts during a run: see the column Change",
                   "", errors);
        else if (end)
            report("no knob: " + (end->pointer.empty() ? "the input" : end->pointer) + " " + end->found,
                   end->accepted, end->nearest, errors);
        else if (!acts)
            report("no knob", listed(known), nearest_name(names->back(), known), errors);
        else
            tree = std::move(changed);
    }

  private:
    void report(const std::string& what, std::string accepted, std::string nearest, ErrorList& errors) const {
        errors.add({.place = at_.find("set")->value.place,
                    .pointer = pointer_ + "/set",
                    .found = "is " + in_quotes(config_.knob) + ", " + what,
                    .accepted = std::move(accepted),
                    .nearest = std::move(nearest),
                    .variant = ""});
    }

    std::string pointer_;
    const Node& at_;
    const models::SetConfig& config_;
};

} // namespace

models::ScenarioConfig changed_config(const Node& tree, const models::ScenarioConfig& config,
                                      const std::vector<std::uint32_t>& entries, ErrorList& errors) {
    Node changed = tree;
    for (const std::uint32_t index : entries) {
        const auto& [name, entry] = config.timeline.entries[index];
        if (const auto* set = std::get_if<models::SetConfig>(&entry.action))
            Setter(tree, name, *set).apply(changed, config, errors);
    }
    models::ScenarioConfig result = read_scenario(changed, errors);
    locate(models::problems_of(result, errors.unread(), true), changed, errors);
    return result;
}

namespace {

/// Whether an entry ends that has the component's processes start again, after the setter has begun.
bool restarts(const models::TimelineEntryConfig& entry, const std::string& component,
              const models::TimelineEntryConfig& setter) {
    const auto is_of_it = [&](const auto& action) {
        using Action = std::decay_t<decltype(action)>;
        if constexpr (std::is_same_v<Action, models::CrashConfig> ||
                      std::is_same_v<Action, models::HostCrashConfig>)
            return action.target.name == component;
        else
            return false;
    };
    if (!entry.lasts || !std::visit(is_of_it, entry.action))
        return false;
    return !entry.at || !setter.at || *entry.at + *entry.lasts > *setter.at;
}

/// A knob that acts at a restart, of a component that nothing restarts, would change nothing.
void check_restart(const Node& tree, const models::ScenarioConfig& config, std::uint32_t index,
                   ErrorList& errors) {
    const auto& [name, setter] = config.timeline.entries[index];
    const auto& set = std::get<models::SetConfig>(setter.action);
    const auto names = parse_pointer(set.knob);
    if (!names || names->size() < 3 || names->front() != "components")
        return;
    if (knob_at(config, *names).acts != models::Acts::kAtRestart)
        return;
    const std::string& component = (*names)[1];
    for (const auto& [other, entry] : config.timeline)
        if (restarts(entry, component, setter))
            return;
    errors.add({.place = follow(tree, {"timeline", name, "set"}).node->place,
                .pointer = child_pointer("/timeline", name) + "/set",
                .found = "is " + in_quotes(set.knob) + ", which acts at a restart, and nothing restarts " +
                         component + " after that",
                .accepted = "such a knob beside an entry that does: { \"at\": ..., \"crash\": \"" +
                            component + "\", \"for\": \"1s\" }",
                .nearest = "",
                .variant = ""});
}

} // namespace

void check_setters(const Node& tree, const models::ScenarioConfig& config, ErrorList& errors) {
    std::vector<std::uint32_t> setters;
    for (std::uint32_t index = 0; index < config.timeline.entries.size(); ++index)
        if (std::holds_alternative<models::SetConfig>(config.timeline.entries[index].second.action))
            setters.push_back(index);
    if (setters.size() > models::kSetterBudget.most)
        return; // which is reported
    const ErrorList before = errors;
    for (const std::uint32_t index : setters) {
        ErrorList found = before;
        static_cast<void>(changed_config(tree, config, {index}, found));
        errors.merge(found);
    }
}

void check_restarts(const Node& tree, const models::ScenarioConfig& config, ErrorList& errors) {
    for (std::uint32_t index = 0; index < config.timeline.entries.size(); ++index)
        if (std::holds_alternative<models::SetConfig>(config.timeline.entries[index].second.action))
            check_restart(tree, config, index, errors);
}

} // namespace shaketable::scenarios
