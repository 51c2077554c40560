// Caches: their key spaces, and the programs of their operations.
#include "models/cache/asking.hpp"
#include "models/cache/cache.hpp"
#include "models/cache/serving.hpp"
#include "models/component_tables.hpp"
#include "models/program_compiler.hpp"

#include <algorithm>

namespace shaketable::models {

namespace {

constexpr double kBytesOfMib = 1024.0 * 1024.0;
constexpr std::uint32_t kOperations = 4; // of a key space: look up, store, delete, put

std::uint32_t declare_operation(Compiler& compiler, Component& component, const std::string& name) {
    Scenario& scenario = compiler.scenario;
    scenario.endpoints.push_back(
        Endpoint{.name = name,
                 .label = engine::label(name),
                 .component = static_cast<std::uint32_t>(scenario.components.size())});
    ++component.endpoints;
    return static_cast<std::uint32_t>(scenario.endpoints.size() - 1);
}

std::int64_t keys_of(const KeySpaceConfig& config) {
    return config.versioned ? 2 * config.keys : config.keys;
}

constexpr double kYcsbExponent = 0.99;

Popularity popularity_of(const KeySpaceConfig& config) {
    if (config.popularity.empty())
        return Popularity(engine::Zipf({.items = static_cast<std::uint64_t>(config.keys),
                                        .exponent = config.zipf.value_or(kYcsbExponent)}));
    std::vector<KeyClass> classes;
    double up_to = 0.0;
    std::uint32_t first = 0;
    for (const KeyClassConfig& one : config.popularity) {
        up_to += one.share;
        classes.push_back({.first = first, .keys = static_cast<std::uint32_t>(one.keys), .up_to = up_to});
        first += static_cast<std::uint32_t>(one.keys);
    }
    return Popularity(std::move(classes));
}

void declare_spaces(Compiler& compiler, Component& component, const CacheConfig& config) {
    Scenario& scenario = compiler.scenario;
    component.first_endpoint = static_cast<std::uint32_t>(scenario.endpoints.size());
    std::uint32_t first_key = 0;
    for (const auto& [name, space] : config.keys) {
        const std::string full_name = component.name + "." + name;
        compiler.key_spaces.emplace(full_name, static_cast<std::uint32_t>(scenario.caches.spaces.size()));
        scenario.caches.spaces.push_back(
            {.cache = component.model_index,
             .first_key = first_key,
             .keys = static_cast<std::uint32_t>(space.keys),
             .versioned = space.versioned,
             .fails_on_other_format = space.other_format == OtherFormat::kFail,
             .changes = !space.save.empty(),
             .loads = !space.load.empty(),
             .saves = !space.save.empty(),
             .saves_behind = !space.save.empty() && space.save_after.has_value(),
             .absent = space.absent,
             .lease_wait = space.lease_wait,
             .label = engine::label(full_name),
             .look_up = declare_operation(compiler, component, "look up " + name),
             .store = declare_operation(compiler, component, "store " + name),
             .erase = declare_operation(compiler, component, "delete " + name),
             .put = declare_operation(compiler, component, "put " + name),
             .popularity = popularity_of(space)});
        first_key += static_cast<std::uint32_t>(keys_of(space));
    }
}

KeyLife life_of(const KeySpaceConfig& config, std::uint32_t space) {
    return {.space = space,
            .bytes = static_cast<std::uint32_t>(config.value_bytes),
            .ttl = config.ttl.value_or(engine::kLongest),
            .jitter = config.ttl ? config.ttl_jitter : 0.0,
            .sliding = config.sliding && config.ttl,
            .stale_for = config.stale_for,
            .lease = config.lease,
            .early = config.ttl ? config.early : 0.0,
            .negative_ttl = config.negative_ttl};
}

void check_popularity(Compiler& compiler, const KeySpaceConfig& config, const std::string& at) {
    if (config.popularity.empty() || compiler.unread.touches(at))
        return;
    if (config.zipf)
        compiler.problem(at + "/zipf", "stands beside popularity", "one of the two");
    constexpr double kRounding = 1e-6;
    std::int64_t keys = 0;
    double shares = 0.0;
    for (std::size_t place = 0; place < config.popularity.size(); ++place) {
        const KeyClassConfig& one = config.popularity[place];
        keys += one.keys;
        shares += one.share;
        if (place == 0)
            continue;
        const KeyClassConfig& before = config.popularity[place - 1];
        if (one.share * static_cast<double>(before.keys) > before.share * static_cast<double>(one.keys))
            compiler.problem(at + "/popularity/" + std::to_string(place),
                             "has keys that are more popular than those before",
                             "the most popular first: a share for each key that does not grow");
    }
    if (keys != config.keys)
        compiler.problem(at + "/popularity", "is of " + std::to_string(keys) + " keys",
                         "as many as there are: " + std::to_string(config.keys));
    if (shares < 1.0 - kRounding || shares > 1.0 + kRounding)
        compiler.problem(at + "/popularity", "has shares that are not 1 together", "shares that are");
}

/// What acts only beside a knob that is not there.
void check_space(Compiler& compiler, const KeySpaceConfig& config, const std::string& at) {
    const auto needs = [&](bool is_given, const char* knob, bool has, const char* other) {
        if (is_given && !has)
            compiler.problem(at + "/" + knob, std::string("stands without `") + other + "`",
                             std::string(other) + " beside it");
    };
    check_popularity(compiler, config, at);
    needs(config.ttl_jitter > 0.0, "ttl_jitter", config.ttl.has_value(), "ttl");
    needs(config.sliding, "sliding", config.ttl.has_value(), "ttl");
    needs(config.early > 0.0, "early", config.ttl.has_value(), "ttl");
    needs(config.stale_for > engine::Duration(), "stale_for", config.ttl.has_value(), "ttl");
    needs(config.negative_ttl > engine::Duration(), "negative_ttl", config.absent > 0.0, "absent");
    needs(config.coalesce, "coalesce", !config.load.empty(), "load");
    needs(config.save_after.has_value(), "save_after", !config.save.empty(), "save");
}

std::uint32_t nodes_in_use(Compiler& compiler, const CacheConfig& config, const std::string& at) {
    const std::int64_t stated = config.nodes_in_use.value_or(config.nodes);
    if (stated > config.nodes)
        compiler.problem(at + "/nodes_in_use",
                         "is " + std::to_string(stated) + " of a cache that has " +
                             std::to_string(config.nodes) + (config.nodes == 1 ? " node" : " nodes"),
                         "at most as many as there are");
    return static_cast<std::uint32_t>(std::min(stated, config.nodes));
}

} // namespace

void declare_component(Compiler& compiler, Component& component, const CacheConfig& config,
                       const std::string& at) {
    CachePlans& plans = compiler.scenario.caches;
    component.model = &cache_model();
    component.instances = static_cast<std::uint32_t>(config.nodes);
    component.event_loop = true;
    component.metrics = server_metrics("busy_workers", "workers");
    add_metrics(component, cache_metrics());
    if (config.keys.empty())
        compiler.problem(at + "/keys", "has no key spaces", "at least one key space");
    std::int64_t keys = 0;
    bool calls = false;
    for (const auto& [name, space] : config.keys) {
        keys += keys_of(space);
        calls = calls || !space.load.empty() || !space.save.empty();
        check_space(compiler, space, child_pointer(at + "/keys", name));
    }
    if (calls)
        add_call_metrics(component);
    if (keys > KeyCache::kKeysMax) {
        compiler.problem(at + "/keys", "have " + std::to_string(keys) + " keys together",
                         "at most " + std::to_string(KeyCache::kKeysMax));
        keys = KeyCache::kKeysMax;
    }
    component.model_index = static_cast<std::uint32_t>(plans.caches.size());
    plans.caches.push_back({.size = {.keys = static_cast<std::uint32_t>(std::max<std::int64_t>(keys, 1)),
                                     .bytes = static_cast<std::uint64_t>(config.memory_mib * kBytesOfMib)},
                            .eviction = config.eviction,
                            .component = static_cast<std::uint32_t>(compiler.scenario.components.size()),
                            .nodes = component.instances,
                            .first_node = plans.nodes,
                            .ring = Ring(config.hashing, component.instances),
                            .ejects = config.eject,
                            .warm = config.warm});
    plans.nodes += component.instances;
    declare_spaces(compiler, component, config);
}

Version compile_version(Compiler& compiler, std::uint32_t component, const CacheConfig& config,
                        const std::string& at) {
    CachePlans& plans = compiler.scenario.caches;
    Version version = begin_version(compiler, kOperations * config.keys.entries.size());
    version.capacity.workers = static_cast<std::uint32_t>(config.workers);
    version.capacity.cores = config.cores;
    version.settings = static_cast<std::uint32_t>(plans.settings.size());
    plans.settings.push_back({.bytes = static_cast<std::uint64_t>(config.memory_mib * kBytesOfMib),
                              .nodes_in_use = nodes_in_use(compiler, config, at)});
    const std::uint32_t time = add_distribution(compiler, config.time, at + "/time");
    std::uint32_t program = version.first_program;
    for (const auto& [name, space_config] : config.keys) {
        const std::uint32_t space =
            compiler.key_spaces.at(compiler.scenario.components[component].name + "." + name);
        const KeyServer server = {.component = component,
                                  .space = space,
                                  .life = static_cast<std::uint32_t>(plans.lives.size()),
                                  .time = time};
        if (compiler.scenario.components[component].versions.empty())
            plans.spaces[space].first_life = server.life;
        plans.lives.push_back(life_of(space_config, space));
        for (const std::uint32_t first_op :
             compile_key_space(compiler, server, space_config, child_pointer(at + "/keys", name)))
            compiler.scenario.programs[program++] = first_op;
    }
    version.pools = compile_pools(compiler, component, config.pools, at);
    return version;
}

std::array<std::uint32_t, 4> compile_key_space(Compiler& compiler, const KeyServer& server,
                                               const KeySpaceConfig& config, const std::string& at) {
    const KeySpace space = compiler.scenario.caches.spaces[server.space];
    const auto owner = [&](std::uint32_t endpoint) {
        return StepOwner{.component = server.component, .endpoint = endpoint};
    };
    const std::uint32_t look_up =
        ProgramCompiler(compiler, owner(space.look_up)).compile_look_up(server, config, at);
    const std::uint32_t store =
        ProgramCompiler(compiler, owner(space.store)).compile_operation(server, store_op(server.life));
    const std::uint32_t erase =
        ProgramCompiler(compiler, owner(space.erase)).compile_operation(server, erase_op());
    const std::uint32_t put = ProgramCompiler(compiler, owner(space.put)).compile_put(server, config, at);
    return {look_up, store, erase, put};
}

std::uint32_t ProgramCompiler::begin_operation(const KeyServer& server) {
    const std::uint32_t first = here();
    emit(work_op(server.time, DrawBy::kAttempt, within(engine::label("cache"), "operation")));
    return first;
}

std::uint32_t ProgramCompiler::compile_operation(const KeyServer& server, const Op& operation) {
    const std::uint32_t first = begin_operation(server);
    emit(operation);
    emit(answer_and_end_op());
    return first;
}

std::uint32_t ProgramCompiler::compile_look_up(const KeyServer& server, const KeySpaceConfig& config,
                                               const std::string& at) {
    const std::uint32_t first = begin_operation(server);
    const std::uint32_t look_up = here();
    emit(look_up_op(server.life));
    if (!config.load.empty()) {
        const Fetch fetch = {.space = server.space, .look_up = look_up, .coalesces = config.coalesce};
        emit_fetch(fetch, engine::label("load"), config.load, at + "/load",
                   [&] { emit(store_op(server.life)); });
    }
    emit(tell_caller_op());
    emit(answer_and_end_op());
    return first;
}

std::uint32_t ProgramCompiler::compile_put(const KeyServer& server, const KeySpaceConfig& config,
                                           const std::string& at) {
    const std::uint32_t first = begin_operation(server);
    const bool behind = config.save_after.has_value();
    if (!config.save.empty() && !behind)
        steps_inside(config.save, at + "/save");
    emit(config.save.empty() ? begin_fetch_op() : accept_op());
    emit(store_op(server.life));
    if (config.save.empty() || !behind) {
        emit(answer_and_end_op());
        return first;
    }
    emit(answer_op());
    const DistributionConfig wait = DistributionConfig::constant(*config.save_after);
    emit(wait_op(add_distribution(compiler_, wait, at + "/save_after"),
                 within(engine::label("cache"), "save after")));
    steps_inside(config.save, at + "/save");
    emit(saved_op());
    emit(end_op());
    return first;
}

} // namespace shaketable::models
