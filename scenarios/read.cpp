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
    if (form == NameForm::kEdge) // the name is what refers to others
        errors.leave_unread(pointer);
}

models::ScenarioConfig read_scenario(const Node& root, ErrorList& errors) {
    models::ScenarioConfig config;
    const models::Knob whole{.name = "", .doc = "The scenario."};
    read_value(root, ValueContext{whole, "", errors}, config);
    return config;
}

} // namespace shaketable::scenarios
