// What can be observed of a run.
#pragma once

#include "engine/time.hpp"
#include "models/outcome.hpp"

#include <cstdint>

namespace shaketable::models {

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
    kMessageLost, // on a cut edge, or at a dead host; who: the request, or whose answer it was
    kPromoted,    // a replica has become the primary
};

/// One observable fact. Who is identified by keys that do not depend on where things are kept.
struct Fact {
    engine::Time time = {};
    std::uint32_t component = 0;
    std::uint32_t replica = 0;
    std::uint64_t who = 0;
    What what = What::kArrived;
    std::uint8_t attempt = 0;
    Outcome outcome = Outcome::kOk;
    std::uint32_t edge = 0xFFFFFFFF; // of kCallBegan and kCallEnded; not part of the fingerprint
};

/// A journey that is in the figures and has ended.
struct JourneyEnd {
    std::uint64_t who = 0;
    engine::Time asked = {};
    std::uint16_t journey = 0;
    Outcome outcome = Outcome::kOk;
    std::uint32_t origin = 0xFFFFFFFF; // the component where what failed it began; kNone: it did not fail
};

/// Told of the end of every journey that is in the figures.
class JourneyObserver {
  public:
    virtual ~JourneyObserver() = default;
    virtual void on_journey(const JourneyEnd& end) = 0;
};

/// Told of every fact, in order. Tests, checkers and traces.
class Observer {
  public:
    virtual ~Observer() = default;
    virtual void on_fact(const Fact& fact) = 0;
};

} // namespace shaketable::models
