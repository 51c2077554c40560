// Caches, and the steps that ask them.
#include "models/cache/cache.hpp"
#include "models/cache/cached_step.hpp"
#include "models/component_tables.hpp"
#include "models/program_compiler.hpp"

#include <algorithm>

namespace shaketable::models {

namespace {

constexpr double kBytesOfMib = 1024.0 * 1024.0;

std::uint32_t declare_operation(Compiler& compiler, Component& component, const std::string& name) {
    Scenario& scenario = compiler.scenario;
    scenario.endpoints.push_back(
        Endpoint{.name = name,
                 .label = engine::label(name),
                 .component = static_cast<std::uint32_t>(scenario.components.size())});
    ++component.endpoints;
    return static_cast<std::uint32_t>(scenario.endpoints.size() - 1);
}

void declare_spaces(Compiler& compiler, Component& component, const CacheConfig& config) {
    Scenario& scenario = compiler.scenario;
    component.first_endpoint = static_cast<std::uint32_t>(scenario.endpoints.size());
    std::uint32_t first_key = 0;
    for (const auto& [name, space] : config.keys) {
        compiler.key_spaces.emplace(component.name + "." + name,
                                    static_cast<std::uint32_t>(scenario.key_spaces.size()));
        scenario.key_spaces.push_back(
            {.component = static_cast<std::uint32_t>(scenario.components.size()),
             .first_key = first_key,
             .look_up = declare_operation(compiler, component, "look up " + name),
             .store = declare_operation(compiler, component, "store " + name),
             .erase = declare_operation(compiler, component, "delete " + name),
             .popularity =
                 engine::Zipf({.items = static_cast<std::uint64_t>(space.keys), .exponent = space.zipf})});
        first_key += static_cast<std::uint32_t>(space.keys);
    }
}

KeyLife life_of(const KeySpaceConfig& config) {
    return {.bytes = static_cast<std::uint32_t>(config.value_bytes),
            .ttl = config.ttl.value_or(engine::kLongest),
            .jitter = config.ttl ? config.ttl_jitter : 0.0,
            .sliding = config.sliding && config.ttl};
}

} // namespace

void declare_component(Compiler& compiler, Component& component, const CacheConfig& config,
                       const std::string& at) {
    component.model = &cache_model();
    component.instances = 1;
    component.metrics = server_metrics("busy_workers", "workers");
    add_metrics(component, cache_metrics());
    if (config.keys.empty())
        compiler.problem(at + "/keys", "has no key spaces", "at least one key space");
    std::int64_t keys = 0;
    for (const auto& [name, space] : config.keys)
        keys += space.keys;
    if (keys > KeyCache::kKeysMax) {
        compiler.problem(at + "/keys", "have " + std::to_string(keys) + " keys together",
                         "at most " + std::to_string(KeyCache::kKeysMax));
        keys = KeyCache::kKeysMax;
    }
    component.model_index = static_cast<std::uint32_t>(compiler.scenario.caches.size());
    compiler.scenario.caches.push_back(
        {.size = {.keys = static_cast<std::uint32_t>(std::max<std::int64_t>(keys, 1)),
                  .bytes = static_cast<std::uint64_t>(config.memory_mib * kBytesOfMib)},
         .eviction = config.eviction});
    declare_spaces(compiler, component, config);
}

Version compile_version(Compiler& compiler, std::uint32_t, const CacheConfig& config, const std::string& at) {
    Scenario& scenario = compiler.scenario;
    Version version = begin_version(compiler, 3 * config.keys.entries.size());
    version.capacity.workers = static_cast<std::uint32_t>(config.workers);
    version.capacity.cores = config.cores;
    const std::uint32_t time = add_distribution(compiler, config.time, at + "/time");
    std::uint32_t program = version.first_program;
    for (const auto& [name, space] : config.keys) {
        const auto life = static_cast<std::uint32_t>(scenario.key_lives.size());
        scenario.key_lives.push_back(life_of(space));
        for (const Op& operation : {look_up_op(life), store_op(life), erase_op()}) {
            scenario.programs[program++] = static_cast<std::uint32_t>(scenario.ops.size());
            scenario.ops.push_back(work_op(time, DrawBy::kAttempt, engine::label("work")));
            scenario.ops.push_back(operation);
            scenario.ops.push_back(answer_and_end_op());
        }
    }
    return version;
}

std::optional<std::uint32_t> ProgramCompiler::find_key_space(const std::string& name, const std::string& at) {
    if (const auto found = compiler_.key_spaces.find(name); found != compiler_.key_spaces.end())
        return found->second;
    const std::size_t dot = name.find('.');
    const std::string cache = child_pointer("/components", name.substr(0, dot));
    if (compiler_.unread.may_hide(child_pointer(cache + "/keys", name.substr(dot + 1))))
        compiler_.unread.add(at);
    else
        compiler_.unknown_name(at, "key space", name, compiler_.key_spaces);
    return std::nullopt;
}

std::uint32_t ProgramCompiler::emit_ask(std::uint32_t choice, const CallSite& site, engine::Label id,
                                        std::string_view what) {
    emit(choose_key_op(choice, id));
    const auto place = static_cast<std::uint32_t>(compiler_.scenario.call_sites.size());
    emit_call(site, within(id, what));
    compiler_.scenario.call_sites[place].carries_key = true;
    compiler_.scenario.call_sites[place].otherwise = here();
    return place;
}

void ProgramCompiler::compile_verb(const StepConfig& config, const CachedStepConfig& verb,
                                   const std::string& at) {
    const engine::Label id = id_of(config, "cached " + verb.space.name, at);
    const std::uint32_t policy = policy_of(verb.policy, at + "/policy");
    const auto place = find_key_space(verb.space.name, at + "/cached");
    if (!place) {
        steps_inside(verb.miss, at + "/miss");
        return;
    }
    const KeySpace space = compiler_.scenario.key_spaces[*place];
    const std::uint32_t choice = add_key_choice(*place, verb.key);
    const std::uint32_t edge = edge_between(compiler_, owner_.component, space.component);
    const std::uint32_t look_up =
        emit_ask(choice, {.edge = edge, .endpoint = space.look_up, .policy = policy}, id, "look-up");
    const std::uint32_t hit = here();
    emit(jump_if_hit_op(0));
    compiler_.scenario.call_sites[look_up].otherwise = here(); // a miss
    steps_inside(verb.miss, at + "/miss");
    emit_ask(choice, {.edge = edge, .endpoint = space.store, .policy = policy}, id, "store");
    op_at(hit).a = here();
}

void ProgramCompiler::compile_verb(const StepConfig& config, const InvalidateStepConfig& verb,
                                   const std::string& at) {
    const engine::Label id = id_of(config, "invalidate " + verb.space.name, at);
    const std::uint32_t policy = policy_of(verb.policy, at + "/policy");
    const auto place = find_key_space(verb.space.name, at + "/invalidate");
    if (!place)
        return;
    const KeySpace space = compiler_.scenario.key_spaces[*place];
    const std::uint32_t edge = edge_between(compiler_, owner_.component, space.component);
    emit_ask(add_key_choice(*place, verb.key), {.edge = edge, .endpoint = space.erase, .policy = policy}, id,
             "delete");
}

std::uint32_t ProgramCompiler::add_key_choice(std::uint32_t space, const std::string& key) {
    Scenario& scenario = compiler_.scenario;
    scenario.has_sessions = scenario.has_sessions || !key.empty();
    scenario.key_choices.push_back(
        {.space = space, .shared = key.empty() ? engine::Label() : engine::label(key)});
    return static_cast<std::uint32_t>(scenario.key_choices.size() - 1);
}

} // namespace shaketable::models
