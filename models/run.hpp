// What a handler is handed: the world it changes, the scenario it reads, the recording it writes to.
#pragma once

#include "models/component_model.hpp"
#include "models/fact.hpp"
#include "models/recording.hpp"
#include "models/world.hpp"

namespace shaketable::models {

class Run {
  public:
    Run(World& of, Recording& to, Observer* told, JourneyObserver* told_of_journeys = nullptr)
        : world(of),
          scenario(*of.scenario),
          recording(to),
          observer(told),
          journey_observer(told_of_journeys),
          frame_pages_(of.frames.pages()),
          instances_(of.instances.data()),
          components_(scenario.components.data()),
          ops_(scenario.ops.data()),
          call_sites_(scenario.call_sites.data()),
          programs_(scenario.programs.data()),
          meters_(to.meters_begin()),
          facts_(of.facts.data()) {}

    World& world;
    const Scenario& scenario;
    Recording& recording;
    Observer* observer;
    JourneyObserver* journey_observer;

    [[nodiscard]] engine::Time now() const { return world.now(); }
    [[nodiscard]] engine::EventQueue& queue() const { return world.clockwork.queue; }
    [[nodiscard]] FrameRef frame(std::uint32_t index) const {
        using Frames = engine::Paged<Frame>;
        return {&(*frame_pages_[index >> Frames::kPageBits])[index % Frames::kPageElements], index};
    }
    /// To be called when the world has got more room for frames.
    void frames_added() { frame_pages_ = world.frames.pages(); }
    [[nodiscard]] Instance& instance(std::uint32_t index) const { return instances_[index]; }
    [[nodiscard]] std::uint32_t index_of(const Instance& instance) const {
        return static_cast<std::uint32_t>(&instance - instances_);
    }
    [[nodiscard]] const Component& component_of(const Instance& instance) const {
        return components_[instance.component];
    }
    [[nodiscard]] Instance& instance_of(FrameRef frame) const { return instances_[frame->instance]; }
    [[nodiscard]] const Op& op_of(FrameRef frame) const { return ops_[frame->op]; }
    /// Where the frame, which is at a call, calls from.
    [[nodiscard]] const CallSite& call_site_of(FrameRef caller) const { return call_site(op_of(caller)); }
    [[nodiscard]] const CallSite& call_site(const Op& call) const { return call_sites_[call.a]; }
    /// The first operation of the n-th endpoint, or journey, as the instance is configured now.
    [[nodiscard]] std::uint32_t program(const Instance& instance, std::uint32_t n) const {
        return programs_[instance.first_program + n];
    }
    [[nodiscard]] const Version& version_of(const Instance& instance) const {
        return component_of(instance).versions[instance.version];
    }
    [[nodiscard]] const Pool& pool(const Instance& instance, std::uint32_t edge_slot) const {
        return version_of(instance).pools[edge_slot];
    }
    /// The meter of an instance's metric, by the metric's position in the component's list.
    [[nodiscard]] Meter& meter(const Instance& instance, std::uint32_t metric) const {
        return meters_[instance.first_meter + metric];
    }

    /// The frame's transaction, in World::transactions; kNone: it has none.
    [[nodiscard]] std::uint32_t transaction_of(FrameRef frame) const {
        return frame->has_transaction ? world.transaction_of[frame.index] : kNone;
    }
    void set_transaction(FrameRef frame, std::uint32_t transaction) const {
        frame->has_transaction = true;
        world.transaction_of[frame.index] = transaction;
    }
    /// Whose work the frame is; 0: nobody's, as far as is known.
    [[nodiscard]] std::uint64_t session_of(FrameRef frame) const {
        return frame->has_session ? world.sessions[frame.index] : 0;
    }
    void set_session(FrameRef frame, std::uint64_t session) const {
        frame->has_session = true;
        world.sessions[frame.index] = session;
    }

    /// Observes what happened to, or was done by, the frame.
    void fact(const Instance& here, FrameRef frame, What what, Outcome outcome = Outcome::kOk,
              std::uint8_t attempt = 0) const {
        const std::uint64_t who = who_is(*frame);
        fold(here, who, what, outcome, attempt);
        if (__builtin_expect(observer != nullptr || frame->traced, 0))
            tell(frame->traced,
                 {now(), here.component, here.replica, who, what, attempt, outcome, edge_of(frame, what)});
    }
    /// Observes what concerns the instance as a whole; `who` names the cause.
    void fact(const Instance& here, std::uint64_t who, What what) const {
        fold(here, who, what, Outcome::kOk, 0);
        if (observer != nullptr)
            tell(false, {now(), here.component, here.replica, who, what, 0, Outcome::kOk, kNone});
    }
    /// The frame, just made, is traced if its parent is.
    void trace_from(FrameRef frame, const Frame& parent, TraceStep::Kind kind, std::uint32_t subject) const {
        frame->traced = parent.traced;
        if (__builtin_expect(parent.traced, 0))
            trace_birth(frame, {.fact = {.attempt = parent.attempt},
                                .kind = kind,
                                .parent = who_is(parent),
                                .subject = subject});
    }
    void trace_birth(FrameRef frame, TraceStep step) const;
    [[nodiscard]] static std::uint64_t who_is(const Frame& frame) { return frame.key.bits + frame.lineage; }

    /// The draws of a frame for one purpose: each attempt its own, or all attempts of a request the same.
    [[nodiscard]] engine::Draws draws(FrameRef frame, engine::Label purpose, DrawBy by) const {
        return engine::Draws(frame->key, purpose, by == DrawBy::kRequest ? 0 : frame->lineage);
    }

  private:
    void fold(const Instance& here, std::uint64_t who, What what, Outcome outcome,
              std::uint8_t attempt) const {
        const std::uint64_t detail = std::uint64_t{attempt} << 16 | static_cast<std::uint64_t>(outcome) << 8 |
                                     static_cast<std::uint64_t>(what);
        facts_[here.component].fold((who ^ here.salt ^ detail * 0xD1342543DE82EF95ULL) +
                                    static_cast<std::uint64_t>(now().ns()) * engine::kGoldenGamma);
    }
    void tell(bool traced, const Fact& fact) const;
    /// That a call goes over; kNone: the fact is about no call.
    [[nodiscard]] std::uint32_t edge_of(FrameRef frame, What what) const;

    const std::unique_ptr<engine::Paged<Frame>::Page>* frame_pages_;
    // Tables that stay where they are during a run.
    Instance* instances_;
    const Component* components_;
    const Op* ops_;
    const CallSite* call_sites_;
    const std::uint32_t* programs_;
    Meter* meters_;
    engine::Fingerprint* facts_;
};

} // namespace shaketable::models
