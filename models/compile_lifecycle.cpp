// Services whose replicas somebody runs: lifecycle, memory, probes and sessions.
#include "models/compile_autoscaler.hpp"
#include "models/component_tables.hpp"
#include "models/lifecycle/lifecycle.hpp"
#include "models/lifecycle/memory.hpp"
#include "models/lifecycle/probes.hpp"
#include "models/lifecycle/scaling.hpp"
#include "models/lifecycle/sessions.hpp"
#include "models/program_compiler.hpp"

#include <algorithm>

namespace shaketable::models {

namespace {

constexpr double kBytesOfKib = 1024.0;
constexpr double kBytesOfMiB = 1024.0 * 1024.0;

/// Rounded to the nearest.
std::int64_t bytes_of_amount(double amount, double bytes) {
    return static_cast<std::int64_t>(amount * bytes + 0.5);
}

MemoryPlan memory_plan(const MemoryConfig& config) {
    MemoryPlan plan{.limit = bytes_of_amount(config.limit_mib, kBytesOfMiB),
                    .base = bytes_of_amount(config.base_mib, kBytesOfMiB),
                    .per_request = bytes_of_amount(config.per_request_kib, kBytesOfKib),
                    .per_session = bytes_of_amount(config.per_session_kib, kBytesOfKib),
                    .leak = bytes_of_amount(config.leak_kib, kBytesOfKib)};
    if (config.garbage) {
        plan.allocated = bytes_of_amount(config.garbage->allocate_kib, kBytesOfKib);
        plan.young =
            config.garbage->young_mib ? bytes_of_amount(*config.garbage->young_mib, kBytesOfMiB) : plan.limit;
        plan.pause_ns_per_byte = static_cast<double>(config.garbage->pause_per_mib.ns()) / kBytesOfMiB;
    }
    return plan;
}

std::optional<ProbePlan> probe_plan(const std::optional<ProbeConfig>& config) {
    if (!config)
        return std::nullopt;
    return ProbePlan{.initial_delay = config->initial_delay,
                     .period = config->period,
                     .timeout = config->timeout,
                     .successes = static_cast<std::uint32_t>(config->successes),
                     .failures = static_cast<std::uint32_t>(config->failures)};
}

void check_probe(Compiler& compiler, const std::optional<ProbeConfig>& probe, const std::string& at) {
    if (probe && probe->timeout > probe->period && !compiler.unread.touches(at))
        compiler.problem(at + "/timeout", "is longer than the period, at which the next probe is due",
                         "at most the period");
}

void check_memory(Compiler& compiler, const MemoryConfig& memory, const std::string& at) {
    if (compiler.unread.touches(at))
        return;
    if (memory.base_mib >= memory.limit_mib)
        compiler.problem(at + "/base_mib", "leaves nothing below the limit", "less than limit_mib");
    const double left_kib = (memory.limit_mib - memory.base_mib) * kBytesOfKib;
    if (memory.garbage && memory.base_mib < memory.limit_mib && memory.garbage->allocate_kib > left_kib)
        compiler.problem(at + "/garbage/allocate_kib", "is more than the limit leaves beside base_mib",
                         "at most what limit_mib leaves");
    if (memory.garbage && memory.garbage->young_mib &&
        memory.garbage->allocate_kib > *memory.garbage->young_mib * kBytesOfKib)
        compiler.problem(at + "/garbage/young_mib", "is less than one request allocates",
                         "at least allocate_kib");
}

void check_lifecycle(Compiler& compiler, const ServiceConfig& config, const std::string& at) {
    if (config.lifecycle && config.lifecycle->cold_factor > 1.0 &&
        config.lifecycle->warm_up == engine::Duration() && !compiler.unread.touches(at + "/lifecycle"))
        compiler.problem(at + "/lifecycle/cold_factor", "is of a warm-up that takes no time",
                         "a warm_up, too");
    if (config.memory)
        check_memory(compiler, *config.memory, at + "/memory");
    if (config.memory && config.memory->per_session_kib > 0.0 && !config.sessions &&
        !compiler.unread.may_hide(at + "/sessions"))
        compiler.problem(at + "/memory/per_session_kib", "is of a service that keeps no sessions",
                         "sessions, too");
    if (!config.probes)
        return;
    const std::string probes_at = at + "/probes";
    check_probe(compiler, config.probes->startup, probes_at + "/startup");
    check_probe(compiler, config.probes->readiness, probes_at + "/readiness");
    check_probe(compiler, config.probes->liveness, probes_at + "/liveness");
    if (!config.probes->startup && !config.probes->readiness && !config.probes->liveness &&
        !compiler.unread.touches(probes_at))
        compiler.problem(probes_at, "has no probe", "startup, readiness or liveness");
}

/// Its position among the component's metrics.
std::uint32_t add_group(Component& component, std::vector<MetricSpec> metrics) {
    const auto first = static_cast<std::uint32_t>(component.metrics.size());
    add_metrics(component, std::move(metrics));
    return first;
}

} // namespace

bool has_lifecycle(const ServiceConfig& config) {
    return config.lifecycle || config.memory || config.probes || config.sessions || config.autoscaler;
}

void declare_lifecycle(Compiler& compiler, Component& component, const ServiceConfig& config,
                       const std::string& at) {
    component.model = &managed_service_model();
    component.model_index = static_cast<std::uint32_t>(compiler.scenario.lifecycles.size());
    LifecyclePlan plan{.component = static_cast<std::uint32_t>(compiler.scenario.components.size()),
                       .probe_program = static_cast<std::uint32_t>(config.endpoints.entries.size())};
    add_metrics(component, life_metrics());
    if (config.memory) {
        plan.first_memory_metric = add_group(component, memory_metrics());
        MetricSpec& heap = component.metrics[plan.first_memory_metric + kHeap];
        heap.most = static_cast<double>(memory_plan(*config.memory).limit) * heap.scale;
    }
    if (config.probes)
        plan.probe_metric = add_group(component, probe_metrics());
    if (config.sessions) {
        plan.first_session_metric = add_group(component, session_metrics());
        plan.session_lasts = config.sessions->lasts;
    }
    if (config.autoscaler) {
        check_autoscaler(compiler, config, at);
        component.instances = static_cast<std::uint32_t>(std::max(config.autoscaler->max, config.replicas));
        component.present = static_cast<std::uint32_t>(config.replicas);
        component.present_metric = add_group(component, scaling_metrics());
        plan.autoscaler = autoscaler_plan(config);
        plan.autoscaler->metric = component.present_metric;
    }
    plan.has_rotation = (config.probes && config.probes->readiness) || config.autoscaler;
    compiler.scenario.lifecycles.push_back(std::move(plan));
    check_lifecycle(compiler, config, at);
}

void compile_lifecycle(Compiler& compiler, std::uint32_t component, const ServiceConfig& config,
                       const Version& version) {
    Scenario& scenario = compiler.scenario;
    const LifecycleConfig stated = config.lifecycle.value_or(LifecycleConfig{});
    LifePlan plan{.start = stated.start,
                  .warm_up = stated.warm_up,
                  .cold_factor = stated.cold_factor,
                  .backoff = stated.backoff,
                  .backoff_most = stated.backoff_most,
                  .backoff_reset = stated.backoff_reset};
    if (config.memory)
        plan.memory = memory_plan(*config.memory);
    if (config.probes) {
        plan.probes = {probe_plan(config.probes->startup), probe_plan(config.probes->readiness),
                       probe_plan(config.probes->liveness)};
        plan.probe_needs_worker = config.probes->needs_worker;
        const std::string at = child_pointer("/components", scenario.components[component].name);
        const std::uint32_t work = add_distribution(compiler, config.probes->work, at + "/probes/work");
        scenario.programs[version.first_program + config.endpoints.entries.size()] =
            static_cast<std::uint32_t>(scenario.ops.size());
        scenario.ops.push_back(work_op(work, DrawBy::kAttempt, engine::label("work")));
        scenario.ops.push_back(answer_and_end_op());
    }
    LifecyclePlan& all = scenario.lifecycles[scenario.components[component].model_index];
    if (plan.memory && !all.versions.empty() && plan.memory->limit != all.versions.front().memory->limit)
        scenario.components[component].metrics[all.first_memory_metric + kHeap].most = 0.0; // it changes
    if (all.autoscaler && all.versions.empty())
        all.autoscaler->metrics = scaling_metrics_of(compiler, component, config);
    all.versions.push_back(std::move(plan));
}

void ProgramCompiler::compile_verb(const StepConfig& config, const SessionStepConfig& verb,
                                   const std::string& at) {
    const engine::Label id = id_of(config, "session", at);
    const Component& owner = compiler_.scenario.components[owner_.component];
    const std::string sessions_at = child_pointer("/components", owner.name) + "/sessions";
    const bool keeps_sessions =
        owner.model == &managed_service_model() &&
        compiler_.scenario.lifecycles[owner.model_index].session_lasts > engine::Duration();
    if (!keeps_sessions && !compiler_.unread.may_hide(sessions_at))
        compiler_.problem(at, "needs a session of a component that keeps none",
                          "a session step of a service with `sessions`");
    const std::uint32_t need = here();
    emit(need_session_op(0, id));
    steps_inside(verb.login, at + "/session");
    emit(keep_session_op());
    op_at(need).a = here();
    compiler_.scenario.has_sessions = true;
}

} // namespace shaketable::models
