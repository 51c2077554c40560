#include "scenarios/compile.hpp"

#include "scenarios/changes.hpp"
#include "scenarios/read.hpp"

#include <utility>

namespace shaketable::scenarios {

namespace {

/// The configurations in which the timeline will put parts of the scenario.
std::vector<models::ChangedConfig> changed_configs(const models::Scenario& scenario, Draft& draft) {
    std::vector<models::ChangedConfig> changed;
    for (models::Change& change : models::changes_of(scenario)) {
        ErrorList errors;
        models::ScenarioConfig config = changed_config(draft.tree, scenario.config, change.entries, errors);
        draft.errors.merge(errors);
        changed.push_back({.change = std::move(change), .config = std::move(config)});
    }
    return changed;
}

/// The scenario, or nothing and the reasons in the draft's errors.
models::ScenarioPtr scenario_of(Draft& draft) {
    const models::ScenarioConfig config = read_scenario(draft.tree, draft.errors);
    if (draft.errors.full())
        return nullptr;
    check_setters(draft.tree, config, draft.errors);
    if (!draft.errors.empty()) {
        locate(models::problems_of(config, draft.errors.unread()), draft.tree, draft.errors);
        return nullptr;
    }
    auto compiled = models::compile_scenario(config);
    if (!compiled) {
        locate(compiled.error(), draft.tree, draft.errors);
        return nullptr;
    }
    check_restarts(draft.tree, config, draft.errors);
    const std::vector<models::ChangedConfig> changed = changed_configs(*compiled.value(), draft);
    if (!draft.errors.empty())
        return nullptr;
    return changed.empty() ? compiled.value() : models::compile_scenario(config, changed).value();
}

} // namespace

engine::Result<models::ScenarioPtr, InputErrors> compile(const LoadedFile& file, std::string_view variant,
                                                         const Settings& settings) {
    Draft draft = file.draft_for(variant, settings);
    models::ScenarioPtr scenario = scenario_of(draft);
    if (scenario == nullptr)
        return draft.errors.take();
    return scenario;
}

InputErrors check(const LoadedFile& file) {
    ErrorList all;
    for (const std::string_view variant : file.variant_names()) { // the base first: merging keeps its errors
        if (all.full())
            break;
        Draft draft = file.draft_for(variant);
        static_cast<void>(scenario_of(draft));
        all.merge(draft.errors);
    }
    return all.take();
}

} // namespace shaketable::scenarios
