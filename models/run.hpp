// What a handler is handed: the world it changes, the scenario it reads, the recording it writes to.
#pragma once

#include "models/component_model.hpp"
#include "models/recording.hpp"
#include "models/world.hpp"

namespace shaketable::models {

/// What can be observed of a run.
enum class What : std::uint8_t {
    kJourneyBegan,
    kJourneyEnded,
    kArrived,
    kServed,   // a worker took it
    kRejected, // outcome: why
    kAnswered,
    kLeft, // gave back its worker; after answering, or when it was lost
    kCallBegan,
    kCallEnded,
    kFaultBegan,
    kFaultEnded,
};

/// One observable fact. Who is identified by keys that do not depend on where things are kept.
struct Fact {
    engine::Time time;
    std::uint32_t component = 0;
    std::uint32_t replica = 0;
    std::uint64_t who = 0;
    What what = What::kArrived;
    std::uint8_t attempt = 0;
    Outcome outcome = Outcome::kOk;
};

/// Told of every fact, in order. Tests, checkers and traces.
class Observer {
  public:
    virtual ~Observer() = default;
    virtual void on_fact(const Fact& fact) = 0;
};

class Run {
  public:
    Run(World& of, Recording& to, Observer* told)
        : world(of),
          scenario(*of.scenario),
          recording(to),
          observer(told),
          frame_pages_(of.frames.pages()),
          instances_(of.instances.data()),
          components_(scenario.components.data()),
          ops_(scenario.ops.data()),
          call_sites_(scenario.call_sites.data()),
          meters_(to.meters_begin()),
          facts_(of.facts.data()) {}

    World& world;
    const Scenario& scenario;
    Recording& recording;
    Observer* observer;

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
    /// The meter of an instance's metric, by the metric's position in the component's list.
    [[nodiscard]] Meter& meter(const Instance& instance, std::uint32_t metric) const {
        return meters_[instance.first_meter + metric];
    }

    void fact(const Instance& here, FrameRef frame, What what, Outcome outcome = Outcome::kOk,
              std::uint8_t attempt = 0) const {
        fact(here, frame->key.bits + frame->lineage, what, outcome, attempt);
    }
    void fact(const Instance& here, std::uint64_t who, What what, Outcome outcome,
              std::uint8_t attempt) const {
        const std::uint64_t detail = std::uint64_t{attempt} << 16 | static_cast<std::uint64_t>(outcome) << 8 |
                                     static_cast<std::uint64_t>(what);
        facts_[here.component].fold((who ^ here.salt ^ detail * 0xD1342543DE82EF95ULL) +
                                    static_cast<std::uint64_t>(now().ns()) * engine::kGoldenGamma);
        if (__builtin_expect(observer != nullptr, 0))
            tell(Fact{now(), here.component, here.replica, who, what, attempt, outcome});
    }

    /// The draws of a frame for one purpose: each attempt its own, or all attempts of a request the same.
    [[nodiscard]] engine::Draws draws(FrameRef frame, engine::Label purpose, DrawBy by) const {
        return engine::Draws(frame->key, purpose, by == DrawBy::kRequest ? 0 : frame->lineage);
    }

  private:
    void tell(const Fact& fact) const;

    const std::unique_ptr<engine::Paged<Frame>::Page>* frame_pages_;
    // Tables that stay where they are during a run.
    Instance* instances_;
    const Component* components_;
    const Op* ops_;
    const CallSite* call_sites_;
    Meter* meters_;
    engine::Fingerprint* facts_;
};

} // namespace shaketable::models
