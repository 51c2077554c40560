// Jobs.
#include "models/component_tables.hpp"
#include "models/frames.hpp"
#include "models/jobs/job.hpp"

namespace shaketable::models {

namespace {

/// Nobody can call it: its name is in no table.
void declare_program(Scenario& scenario, Component& component) {
    component.first_endpoint = static_cast<std::uint32_t>(scenario.endpoints.size());
    component.endpoints = 1;
    scenario.endpoints.push_back({.name = "run",
                                  .label = engine::label("run"),
                                  .component = static_cast<std::uint32_t>(scenario.components.size())});
}

JobSettings settings_from(const Scenario& scenario, const JobConfig& config) {
    return {.every = config.every,
            .phase = (scenario.zero + config.offset) - engine::Time(),
            .spread = config.spread,
            .is_suspended = config.suspend,
            .concurrency = config.concurrency_policy,
            .retries_most = static_cast<std::uint32_t>(config.backoff_limit),
            .pause = config.backoff,
            .pause_most = config.backoff_cap,
            .deadline = config.active_deadline.value_or(engine::kLongest),
            .items = static_cast<double>(config.items),
            .growth = config.growth};
}

void check_job(Compiler& compiler, const JobConfig& config, const std::string& at) {
    if (config.steps.empty() && !compiler.unread.may_hide(at + "/steps"))
        compiler.problem(at + "/steps", "has no steps", "at least one step");
    for (std::size_t index = 0; index < config.steps.size(); ++index)
        if (std::holds_alternative<AfterReplyStepConfig>(config.steps[index].verb))
            compiler.problem(at + "/steps/" + std::to_string(index),
                             "is after_reply in a job, which answers nobody",
                             "after_reply in the steps of an endpoint");
    if (config.backoff_cap < config.backoff && !compiler.unread.covers(at + "/backoff"))
        compiler.problem(at + "/backoff_cap", "is shorter than backoff", "at least as long as backoff");
}

} // namespace

void declare_component(Compiler& compiler, Component& component, const JobConfig& config,
                       const std::string& at) {
    Scenario& scenario = compiler.scenario;
    component.model = &job_model();
    component.instances = static_cast<std::uint32_t>(config.replicas);
    component.metrics = server_metrics("busy_workers", "workers");
    add_metrics(component, job_metrics());
    add_call_metrics(component);
    check_job(compiler, config, at);
    declare_program(scenario, component);
    JobPlan plan{.hosts = component.instances};
    if (!scenario.jobs.empty())
        plan.first_host = scenario.jobs.back().first_host + scenario.jobs.back().hosts;
    if (config.first)
        plan.first = scenario.zero + *config.first;
    component.model_index = static_cast<std::uint32_t>(scenario.jobs.size());
    scenario.jobs.push_back(std::move(plan));
}

Version compile_version(Compiler& compiler, std::uint32_t component, const JobConfig& config,
                        const std::string& at) {
    Scenario& scenario = compiler.scenario;
    Version version = begin_version(compiler, 1);
    version.capacity.cores = config.cores;
    const StepOwner owner{.component = component, .endpoint = scenario.components[component].first_endpoint};
    const std::uint32_t of_an_item = compile_program(compiler, config.steps, owner, at + "/steps");
    scenario.programs[version.first_program] = static_cast<std::uint32_t>(scenario.ops.size());
    scenario.ops.push_back(items_op(of_an_item));
    scenario.ops.push_back(answer_and_end_op());
    version.pools = compile_pools(compiler, component, config.pools, at);
    scenario.jobs[scenario.components[component].model_index].settings.push_back(
        settings_from(scenario, config));
    scenario.may_stop_work = scenario.may_stop_work || config.active_deadline ||
                             config.concurrency_policy == Concurrency::kReplace;
    return version;
}

} // namespace shaketable::models
