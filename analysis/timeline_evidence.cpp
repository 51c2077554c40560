#include "analysis/timeline_evidence.hpp"

#include "models/json_pointer.hpp"

#include <algorithm>
#include <string_view>

namespace shaketable::analysis {

namespace {

constexpr std::size_t kResponsesToTell = 3;
constexpr std::size_t kKnobsToTell = 3;   // of a response, its verb's own included
constexpr std::string_view kSetTo = "to"; // what a knob is set to, which may be whole lists of steps
constexpr std::size_t kLettersToTell = 60;

std::string pointer_of(std::size_t record) { return "/timeline/" + std::to_string(record); }

/// "exponential: 5s" of {"exponential": "5s"}.
std::string words_of_value(const std::string& value) {
    std::string words;
    for (const char letter : value)
        if (std::string_view(R"({}[]")").find(letter) == std::string_view::npos)
            words += letter;
    return words;
}

void name_knob(Sentence& sentence, const std::string& knob, const Json& value, const std::string& pointer) {
    const bool is_time = knob.ends_with("_s");
    const std::string words = words_of(is_time ? knob.substr(0, knob.size() - 2) : knob);
    const std::string said = value.is_string() ? words_of_value(value.get<std::string>()) : "";
    if (knob == kSetTo && said.size() > kLettersToTell)
        return;
    sentence.say(", " + words + " ");
    if (value.is_string())
        sentence.say(said);
    else if (is_time)
        sentence.seconds(pointer);
    else
        sentence.plain(pointer);
}

/// "spike (load users".
void begin_to_name(Sentence& sentence, const Json& record) {
    const std::string verb = record["verb"].get<std::string>();
    const Json& knobs = record["knobs"];
    sentence.say(record["name"].get<std::string>() + " (" + words_of(verb));
    if (knobs.contains(verb)) // an edge, a knob that is set, or shards
        sentence.say(" " + knobs[verb].get<std::string>());
    if (!record["component"].is_null() && (!knobs.contains(verb) || verb == "move_keys"))
        sentence.say((knobs.contains(verb) ? " from " : " ") + record["component"].get<std::string>());
}

/// One with many knobs is told by those that are words.
void name_briefly(Sentence& sentence, const Json& entry, std::size_t place) {
    const Json& record = at(entry, pointer_of(place));
    const Json& knobs = record["knobs"];
    begin_to_name(sentence, record);
    for (const auto& [knob, value] : knobs.items())
        if (knob != record["verb"] && (value.is_string() || knobs.size() <= kKnobsToTell))
            name_knob(sentence, knob, value, models::child_pointer(pointer_of(place) + "/knobs", knob));
    sentence.say(")");
}

void say_when(Sentence& sentence, const Json& entry, std::size_t place) {
    const Json& record = at(entry, pointer_of(place));
    sentence.say(" from ").seconds(pointer_of(place) + "/began_s");
    if (record["ended_s"].is_null())
        sentence.say(" to the end");
    else
        sentence.say(record["failed"].get<bool>() ? " until it failed at " : " to ")
            .seconds(pointer_of(place) + "/ended_s");
}

} // namespace

std::string words_of(std::string name) {
    std::replace(name.begin(), name.end(), '_', ' ');
    return name;
}

void name_entry(Sentence& sentence, const Json& entry, std::size_t record) {
    const Json& named = at(entry, pointer_of(record));
    begin_to_name(sentence, named);
    for (const auto& [knob, value] : named["knobs"].items())
        if (knob != named["verb"])
            name_knob(sentence, knob, value, models::child_pointer(pointer_of(record) + "/knobs", knob));
    sentence.say(")");
}

std::vector<Evidence> response_evidence(const Json& entry) {
    const Json& timeline = at(entry, "/timeline");
    std::vector<std::size_t> responses;
    for (std::size_t record = 0; record < timeline.size(); ++record)
        if (timeline[record]["role"] == "response" && responses.size() < kResponsesToTell)
            responses.push_back(record);
    if (responses.empty())
        return {};
    Sentence sentence(entry, timeline[responses.front()]["began_s"].get<double>());
    sentence.say("What was done about it: ");
    for (const std::size_t record : responses) {
        sentence.say(record == responses.front() ? "" : ", ");
        name_briefly(sentence, entry, record);
        say_when(sentence, entry, record);
    }
    return {sentence.end()};
}

} // namespace shaketable::analysis
