// Which request a fact is about: from the key that it carries back to names, as long as the request is in
// flight.
#pragma once

#include "models/simulation.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace shaketable::models {

struct RequestView {
    std::string client;     // whose journey it works for,
    std::string journey;    // and which
    std::string endpoint;   // that it asked for; empty: it is the journey itself
    std::string calling;    // "db.check": whose answer it waits for, or empty
    std::string_view doing; // "computing": see name_of
    struct Caller {
        std::uint32_t component = 0;
        std::uint64_t who = 0; // as in Fact::who
    };
    std::optional<Caller> caller = {}; // if one waits for its answer
};

/// "in_transit", "queued", "backing_off": what a frame is doing.
[[nodiscard]] std::string_view name_of(FrameState state);

/// The request, or journey, of Fact::who at an instance of the component; nothing if it is not in flight now.
[[nodiscard]] std::optional<RequestView> request_view(const Simulation& simulation, std::uint32_t component,
                                                      std::uint64_t who);

} // namespace shaketable::models
