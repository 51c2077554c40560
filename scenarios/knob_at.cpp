#include "scenarios/knob_at.hpp"

#include "scenarios/leaf_values.hpp"

#include <charconv>

namespace shaketable::scenarios {

namespace {

using models::Acts;

class Walk {
  public:
    explicit Walk(const std::vector<std::string>& names) : names_(names) {}

    [[nodiscard]] KnobAt found() const {
        if (followed_ == names_.size())
            return {.acts = acts_};
        return {.known = known_};
    }

    template <class Value>
    void operator()(const models::Knob& knob, Value& value) {
        if (arrived_ || followed_ == names_.size())
            return;
        known_.push_back(knob.name);
        if (names_[followed_] != knob.name)
            return;
        known_.clear();
        if (knob.acts != Acts::kNever)
            acts_ = knob.acts;
        ++followed_;
        enter(value);
        arrived_ = true;
    }
    template <class... Alternatives>
    void verb(std::variant<Alternatives...>& chosen) {
        std::visit([&](auto& alternative) { describe(*this, alternative); }, chosen);
    }
    template <class... Alternatives>
    void kind(std::variant<Alternatives...>& chosen) {
        verb(chosen);
    }

    template <class Value>
    void enter(Value& value) {
        if constexpr (!Leaf<Value> && !Choice<Value>)
            describe(*this, value);
    }
    template <class Value>
    void enter(std::optional<Value>& value) {
        if (value)
            enter(*value);
    }
    template <class... Alternatives>
    void enter(std::variant<Alternatives...>& chosen) {
        verb(chosen);
    }
    template <class Value>
    void enter(models::Named<Value>& values) {
        if (followed_ == names_.size())
            return;
        if (Value* value = find(values, names_[followed_])) {
            ++followed_;
            enter(*value);
        }
    }
    template <class Value>
    void enter(std::vector<Value>& values) {
        if (followed_ == names_.size())
            return;
        const std::string& name = names_[followed_];
        std::size_t index = values.size();
        const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), index);
        if (error != std::errc{} || end != name.data() + name.size() || index >= values.size())
            return;
        ++followed_;
        enter(values[index]);
    }

  private:
    template <class Value>
    static Value* find(models::Named<Value>& values, const std::string& name) {
        for (auto& [stated, value] : values.entries)
            if (stated == name)
                return &value;
        if constexpr (requires { Value::kImplied; })
            return &values.entries.emplace_back(name, Value{}).second;
        return nullptr;
    }

    const std::vector<std::string>& names_;
    std::size_t followed_ = 0;
    bool arrived_ = false; // in the value that holds whatever else there is to follow
    Acts acts_ = Acts::kNever;
    std::vector<std::string_view> known_; // of those that the present value has
};

} // namespace

KnobAt knob_at(models::ScenarioConfig config, const std::vector<std::string>& names) {
    Walk walk(names);
    walk.enter(config);
    return walk.found();
}

} // namespace shaketable::scenarios
