#include "scenarios/read.hpp"

#include "scenarios/reader.hpp"

namespace shaketable::scenarios {

void report_bad_name(const Member& member, const std::string& pointer, NameForm form, ErrorList& errors) {
    errors.add({.place = member.place,
                .pointer = pointer,
                .found = "is named " + in_quotes(member.name),
                .accepted = std::string(described(form)),
                .nearest = "",
                .variant = ""});
}

engine::Result<models::ScenarioConfig, InputErrors> read_scenario(const Node& root) {
    models::ScenarioConfig config;
    ErrorList errors;
    const models::Knob whole{.name = "", .doc = "The scenario."};
    read_value(root, ValueContext{whole, "", errors}, config);
    if (!errors.empty())
        return errors.take();
    return config;
}

} // namespace shaketable::scenarios
