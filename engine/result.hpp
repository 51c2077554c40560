// A value, or the reasons why there is none. For a user's errors; a programmer's are assertions.
#pragma once

#include "engine/assert.hpp"

#include <utility>
#include <variant>

namespace shaketable::engine {

template <class Value, class Error>
class [[nodiscard]] Result {
  public:
    Result(Value value) : state_(std::in_place_index<0>, std::move(value)) {}
    Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}

    [[nodiscard]] bool ok() const { return state_.index() == 0; }
    explicit operator bool() const { return ok(); }

    [[nodiscard]] const Value& value() const& { return checked<0>(state_); }
    [[nodiscard]] Value& value() & { return checked<0>(state_); }
    [[nodiscard]] Value&& value() && { return std::move(checked<0>(state_)); }
    [[nodiscard]] const Error& error() const& { return checked<1>(state_); }
    [[nodiscard]] Error&& error() && { return std::move(checked<1>(state_)); }

  private:
    template <std::size_t kIndex, class State>
    static auto& checked(State& state) {
        SHAKETABLE_ASSERT(state.index() == kIndex);
        return *std::get_if<kIndex>(&state);
    }

    std::variant<Value, Error> state_;
};

} // namespace shaketable::engine
