#include "models/program_compiler.hpp"

#include "models/budgets.hpp"

namespace shaketable::models {

namespace {

/// What the models' own draws are called: see the labels in frames.cpp, call.cpp and client.cpp.
bool is_reserved(std::string_view id) {
    return id == "back-off" || id == "choice" || id == "error" || id == "leg" || id == "throttle" ||
           id == "balance" || id == "commit" || id == "rollback" || id == "route" || id == "apply" ||
           id == "stream" || id == "prepare" || id == "poison";
}

} // namespace

std::uint32_t ProgramCompiler::compile(const StepsConfig& steps, const std::string& at) {
    const auto first = here();
    if (owner_.begins_with.execute != nullptr)
        emit(owner_.begins_with);
    steps_at_top(steps, at);
    if (owner_.poison_probability > 0.0)
        emit(poison_op(owner_.poison_probability));
    if (after_reply_.empty()) {
        emit(answer_and_end_op()).probability = owner_.error_probability;
        return first;
    }
    emit(answer_op()).probability = owner_.error_probability;
    for (const auto& [after, after_at] : after_reply_)
        steps_inside(after->steps, after_at + "/after_reply");
    emit(end_op());
    return first;
}

void ProgramCompiler::steps_at_top(const StepsConfig& steps, const std::string& at) {
    for (std::size_t index = 0; index < steps.size(); ++index) {
        const std::string step_at = at + "/" + std::to_string(index);
        if (const auto* after = std::get_if<AfterReplyStepConfig>(&steps[index].verb)) {
            if (owner_.endpoint == kNone)
                compiler_.problem(step_at, "is after_reply in a journey, which answers nobody",
                                  "after_reply in the steps of an endpoint");
            (void)id_of(steps[index], "after_reply", step_at);
            after_reply_.emplace_back(after, step_at);
        } else {
            step(steps[index], step_at);
        }
    }
}

void ProgramCompiler::steps_inside(const StepsConfig& steps, const std::string& at) {
    for (std::size_t index = 0; index < steps.size(); ++index)
        step(steps[index], at + "/" + std::to_string(index));
}

void ProgramCompiler::step(const StepConfig& config, const std::string& at) {
    if (!compiler_.unread.covers(at))
        std::visit([&](const auto& verb) { compile_verb(config, verb, at); }, config.verb);
}

void ProgramCompiler::compile_verb(const StepConfig& config, const WorkStepConfig& verb,
                                   const std::string& at) {
    if (owner_.endpoint == kNone)
        compiler_.problem(at, "is work in a journey, and a client has no cores",
                          "wait, call, parallel or branch");
    const std::uint32_t distribution = add_distribution(compiler_, verb.work, at + "/work");
    emit(work_op(distribution, verb.draw, id_of(config, "work", at)));
}

void ProgramCompiler::compile_verb(const StepConfig& config, const WaitStepConfig& verb,
                                   const std::string& at) {
    const std::uint32_t distribution = add_distribution(compiler_, verb.wait, at + "/wait");
    emit(wait_op(distribution, id_of(config, "wait", at)));
}

void ProgramCompiler::compile_verb(const StepConfig& config, const ParallelStepConfig& verb,
                                   const std::string& at) {
    const engine::Label id = id_of(config, "parallel", at);
    if (verb.steps.empty()) {
        compiler_.problem(at + "/parallel", "has no steps", "at least one step");
        return;
    }
    const std::uint32_t fork = begin_fork(id, static_cast<std::uint32_t>(verb.count));
    std::vector<std::uint32_t> programs;
    const std::uint64_t beside = std::exchange(branches_, 0);
    const bool outer = std::exchange(in_parallel_, true);
    for (std::size_t index = 0; index < verb.steps.size(); ++index) {
        programs.push_back(here());
        step(verb.steps[index], at + "/parallel/" + std::to_string(index));
        emit(answer_and_end_op());
    }
    in_parallel_ = outer;
    end_fork(fork, std::move(programs));
    branches_ = beside + branches_of(verb, at);
}

std::uint64_t ProgramCompiler::branches_of(const ParallelStepConfig& verb, const std::string& at) {
    const auto copies = static_cast<std::uint64_t>(verb.count);
    const std::uint64_t all = copies * (verb.steps.size() + branches_);
    if (all <= kBranchBudget.most)
        return all;
    std::string found = "begins " + std::to_string(all) + " branches: " + std::to_string(copies) +
                        (copies == 1 ? " copy of " : " copies of ") + std::to_string(verb.steps.size()) +
                        (verb.steps.size() == 1 ? " step" : " steps");
    if (branches_ > 0)
        found += ", in each of which " + std::to_string(branches_) + " more begin";
    compiler_.problem(at + "/parallel", std::move(found),
                      "at most " + std::to_string(kBranchBudget.most) + " branches");
    return 0;
}

void ProgramCompiler::compile_verb(const StepConfig& config, const RepeatStepConfig& verb,
                                   const std::string& at) {
    const engine::Label id = id_of(config, "repeat", at);
    if (verb.steps.empty()) {
        compiler_.problem(at + "/repeat", "has no steps", "at least one step");
        return;
    }
    emit_rounds(static_cast<std::uint32_t>(verb.count), id,
                [&] { steps_inside(verb.steps, at + "/repeat"); });
}

void ProgramCompiler::compile_verb(const StepConfig& config, const BranchStepConfig& verb,
                                   const std::string& at) {
    const std::uint32_t branch = here();
    emit(branch_op(verb.probability, 0, id_of(config, "branch", at)));
    steps_inside(verb.steps, at + "/branch");
    const std::uint32_t jump = here();
    emit(jump_op(0));
    op_at(branch).a = here();
    steps_inside(verb.otherwise, at + "/otherwise");
    op_at(jump).a = here();
}

void ProgramCompiler::compile_verb(const StepConfig&, const AfterReplyStepConfig&, const std::string& at) {
    compiler_.problem(at, "is after_reply inside another step",
                      "after_reply among the steps of the endpoint itself");
}

engine::Label ProgramCompiler::id_of(const StepConfig& config, const std::string& verb_and_target,
                                     const std::string& at) {
    std::string id = config.id;
    if (id.empty()) {
        const int repeat = ++repeats_[verb_and_target];
        id = repeat == 1 ? verb_and_target : verb_and_target + "#" + std::to_string(repeat);
    }
    if (is_reserved(id)) // it would share its draws with the models' own
        compiler_.problem(at + "/id", "is \"" + id + "\", which is reserved", "another id");
    if (!ids_.insert(id).second)
        compiler_.problem(at + "/id", "is \"" + id + "\", which another step of this list has too",
                          "an id of its own for each step");
    return engine::label(id);
}

std::uint32_t compile_program(Compiler& compiler, const StepsConfig& steps, const StepOwner& owner,
                              const std::string& at) {
    return ProgramCompiler(compiler, owner).compile(steps, at);
}

std::uint32_t add_distribution(Compiler& compiler, const DistributionConfig& config, const std::string& at) {
    std::vector<engine::Distribution>& table = compiler.scenario.distributions;
    table.push_back(compile_distribution(compiler, config, at));
    return static_cast<std::uint32_t>(table.size() - 1);
}

std::uint32_t edge_between(Compiler& compiler, std::uint32_t caller, std::uint32_t callee) {
    Scenario& scenario = compiler.scenario;
    const auto index = static_cast<std::uint32_t>(scenario.edges.size());
    const auto [place, fresh] = compiler.edges.emplace(std::pair(caller, callee), index);
    if (!fresh)
        return place->second;
    std::vector<std::uint32_t>& outgoing = scenario.components[caller].edges;
    scenario.edges.push_back(Edge{.caller = caller,
                                  .callee = callee,
                                  .slot = static_cast<std::uint32_t>(outgoing.size()),
                                  .pooled = scenario.components[callee].model->pooled});
    outgoing.push_back(index);
    compiler.edge_names.emplace(scenario.components[caller].name + "->" + scenario.components[callee].name,
                                index);
    return index;
}

} // namespace shaketable::models
