// The steps that concern caches: cached, put, change, invalidate.
#include "models/cache/asking.hpp"
#include "models/cache/flights.hpp"
#include "models/program_compiler.hpp"

#include <algorithm>

namespace shaketable::models {

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

void ProgramCompiler::choose_key(const KeyStep& step) {
    Scenario& scenario = compiler_.scenario;
    scenario.has_sessions = scenario.has_sessions || !step.key.empty();
    const auto choice = static_cast<std::uint32_t>(scenario.caches.choices.size());
    scenario.caches.choices.push_back({.space = step.space,
                                       .shared = step.key.empty() ? engine::Label() : engine::label(step.key),
                                       .format = static_cast<std::uint8_t>(step.format)});
    emit(choose_key_op(choice, step.id));
}

std::uint32_t ProgramCompiler::emit_ask(const KeyStep& step, std::uint32_t endpoint, std::string_view what) {
    const std::uint32_t cache = compiler_.scenario.endpoints[endpoint].component;
    if (owner_.endpoint != kNone)
        compiler_.calls[owner_.endpoint].push_back({endpoint, step.at});
    const auto place = static_cast<std::uint32_t>(compiler_.scenario.call_sites.size());
    emit_call({.edge = edge_between(compiler_, owner_.component, cache),
               .endpoint = endpoint,
               .policy = step.policy},
              within(step.id, what));
    compiler_.scenario.call_sites[place].carries_key = true;
    return place;
}

void ProgramCompiler::emit_ask_and_forget(const KeyStep& step, std::uint32_t endpoint,
                                          std::string_view what) {
    const std::uint32_t place = emit_ask(step, endpoint, what);
    compiler_.scenario.call_sites[place].otherwise = here();
}

void ProgramCompiler::emit_fetch(const Fetch& fetch, engine::Label id, const StepsConfig& steps,
                                 const std::string& at, const std::function<void()>& emit_store) {
    std::vector<FetchPlan>& plans = compiler_.scenario.caches.fetches;
    const auto index = static_cast<std::uint32_t>(plans.size());
    plans.push_back({.space = fetch.space, .look_up = fetch.look_up, .refreshes = owner_.endpoint != kNone});
    emit(act_on_answer_op(index, within(id, "refresh")));
    plans[index].fetch = here();
    if (fetch.coalesces)
        emit(join_flight_op(index));
    emit(begin_fetch_op());
    const bool was_fetching = std::exchange(fetching_, true);
    if (fetch.coalesces)
        flown_.push_back(fetch.space);
    steps_inside(steps, at);
    if (fetch.coalesces)
        flown_.pop_back();
    fetching_ = was_fetching;
    emit(end_fetch_op());
    emit_store();
    if (fetch.coalesces)
        emit(land_op());
    if (plans[index].refreshes)
        emit(end_refresh_op());
    plans[index].end = here();
}

/// A frame has one key at a time, and one that gets a value keeps its own meanwhile; and what others wait for
/// must fail by itself, not with the transaction that it is in.
template <class Emit>
void ProgramCompiler::with_key(const KeyStep& step, bool coalesces, const Emit& emit_step) {
    if (!fetching_ && !(coalesces && database_ != kNone)) {
        emit_step();
        return;
    }
    const bool was_fetching = std::exchange(fetching_, false);
    emit_rounds(1, within(step.id, "key"), emit_step);
    fetching_ = was_fetching;
}

template <class Verb>
std::optional<ProgramCompiler::KeyStep> ProgramCompiler::key_step(const StepConfig& config, const Verb& verb,
                                                                  const std::string& at) {
    const std::string tag(Verb::kTag);
    KeyStep step = {
        .key = verb.key, .id = id_of(config, tag + " " + verb.space.name, at), .at = at + "/" + tag};
    if constexpr (requires { verb.policy; })
        step.policy = policy_of(verb.policy, at + "/policy");
    if constexpr (requires { verb.format; })
        step.format = verb.format;
    const auto place = find_key_space(verb.space.name, step.at);
    if (!place)
        return std::nullopt;
    step.space = *place;
    return step;
}

void ProgramCompiler::compile_verb(const StepConfig& config, const CachedStepConfig& verb,
                                   const std::string& at) {
    const auto step = key_step(config, verb, at);
    if (!step) {
        steps_inside(verb.miss, at + "/miss");
        return;
    }
    const KeySpace space = compiler_.scenario.caches.spaces[step->space];
    if (verb.coalesce && space.loads)
        compiler_.problem(at + "/coalesce",
                          "is of a step that asks \"" + verb.space.name + "\", which loads its values itself",
                          "coalesce of the key space");
    if (verb.coalesce && std::find(flown_.begin(), flown_.end(), step->space) != flown_.end())
        compiler_.problem(at + "/coalesce", "is within the steps that get a value of the same key space",
                          "steps that don't wait for themselves");
    with_key(*step, verb.coalesce, [&] {
        choose_key(*step);
        const std::uint32_t look_up = here();
        const std::uint32_t place = emit_ask(*step, space.look_up, "look-up");
        if (space.loads && verb.miss.empty())
            return;
        const auto fetch = static_cast<std::uint32_t>(compiler_.scenario.caches.fetches.size());
        emit_fetch({.space = step->space, .look_up = look_up, .coalesces = verb.coalesce}, step->id,
                   verb.miss, at + "/miss", [&] { emit_ask_and_forget(*step, space.store, "store"); });
        compiler_.scenario.call_sites[place].otherwise = compiler_.scenario.caches.fetches[fetch].fetch;
    });
}

void ProgramCompiler::compile_verb(const StepConfig& config, const InvalidateStepConfig& verb,
                                   const std::string& at) {
    const bool by_message = verb.by == InvalidateBy::kMessage;
    if (!by_message && verb.loss > 0.0)
        compiler_.problem(at + "/loss", "stands without a message", "by: message beside it");
    if (by_message && owner_.endpoint == kNone)
        compiler_.problem(at + "/by", "is message in a journey", "message in the steps of an endpoint");
    const auto step = key_step(config, verb, at);
    if (!step)
        return;
    const KeySpace space = compiler_.scenario.caches.spaces[step->space];
    with_key(*step, false, [&] {
        choose_key(*step);
        if (!by_message) {
            emit_ask_and_forget(*step, space.erase, "delete");
            return;
        }
        const std::uint32_t detach = here();
        emit(detach_op(0, within(step->id, "message")));
        const std::uint32_t delay = add_distribution(compiler_, verb.delay, at + "/delay");
        const std::uint32_t lost = here();
        emit(branch_op(1.0 - verb.loss, 0, within(step->id, "loss")));
        emit(wait_op(delay, within(step->id, "delay")));
        emit_ask_and_forget(*step, space.erase, "delete");
        op_at(lost).a = here();
        emit(end_op());
        op_at(detach).a = here();
    });
}

void ProgramCompiler::compile_verb(const StepConfig& config, const ChangeStepConfig& verb,
                                   const std::string& at) {
    const auto step = key_step(config, verb, at);
    if (!step)
        return;
    KeySpace& space = compiler_.scenario.caches.spaces[step->space];
    space.changes = true;
    if (space.saves)
        compiler_.problem(step->at, "changes \"" + verb.space.name + "\", which saves what is put into it",
                          "put: it is the change");
    with_key(*step, false, [&] {
        choose_key(*step);
        emit(change_op());
    });
}

void ProgramCompiler::compile_verb(const StepConfig& config, const PutStepConfig& verb,
                                   const std::string& at) {
    const auto step = key_step(config, verb, at);
    if (!step)
        return;
    const KeySpace space = compiler_.scenario.caches.spaces[step->space];
    with_key(*step, false, [&] {
        choose_key(*step);
        (void)emit_ask(*step, space.put, "put");
    });
}

} // namespace shaketable::models
