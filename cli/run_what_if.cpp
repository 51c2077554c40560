#include "cli/run_what_if.hpp"

#include "scenarios/quantities.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <sstream>

namespace shaketable::cli {

namespace {

using Json = nlohmann::ordered_json;

/// JSON, or else text: as --set takes it.
Json value_of(const std::string& text) {
    Json value = Json::parse(text, nullptr, false);
    return value.is_discarded() ? Json(text) : value;
}

/// --set POINTER=VALUE; discarded if it has no "=".
Json entry_of_set(const std::string& setting) {
    const std::size_t equals = setting.find('=');
    if (equals == std::string::npos)
        return Json(Json::value_t::discarded);
    return {{"set", setting.substr(0, equals)}, {"to", value_of(setting.substr(equals + 1))}};
}

/// An entry as a file has it, or words: "slow inventory-db factor=3 for=30s"; discarded if it is neither.
Json entry_of_act(const std::string& act) {
    if (act.starts_with('{'))
        return Json::parse(act, nullptr, false);
    std::istringstream words(act);
    std::string verb;
    std::string target;
    words >> verb >> target;
    if (target.empty() || target.find('=') != std::string::npos)
        return Json(Json::value_t::discarded);
    Json entry = {{verb, target}};
    for (std::string word; words >> word;) {
        const std::size_t equals = word.find('=');
        if (equals == std::string::npos)
            return Json(Json::value_t::discarded);
        const std::string member = word.substr(0, equals);
        if (entry.contains(member)) // said twice
            return Json(Json::value_t::discarded);
        entry[member] = value_of(word.substr(equals + 1));
    }
    return entry;
}

/// What of an act is given by its being one: it begins at --at, at once, and is a response.
std::string decided_member(const Json& act) {
    for (const char* member : {"at", "when", "reaction", "role"})
        if (act.contains(member))
            return member;
    return "";
}

/// Adds entries under names that the timeline does not have.
class ActWriter {
  public:
    ActWriter(const scenarios::Node* timeline, engine::Duration at)
        : timeline_(timeline), at_(scenarios::text_of(at)) {}

    void add(const std::string& option, const std::string& given, Json entry) {
        entry["at"] = at_;
        entry["role"] = "response";
        acts_.given.push_back(given);
        acts_.options.push_back(option);
        acts_.entries.push_back(free_name());
        if (timeline_ == nullptr)
            whole_[acts_.entries.back()] = std::move(entry);
        else
            acts_.settings.push_back("/timeline/" + acts_.entries.back() + "=" + entry.dump());
    }

    [[nodiscard]] Acts take() {
        if (!whole_.empty())
            acts_.settings.push_back("/timeline=" + whole_.dump());
        return std::move(acts_);
    }

  private:
    [[nodiscard]] bool is_taken(const std::string& name) const {
        if (std::find(acts_.entries.begin(), acts_.entries.end(), name) != acts_.entries.end())
            return true;
        const scenarios::Members* members = timeline_ == nullptr ? nullptr : timeline_->members();
        return members != nullptr && std::any_of(members->begin(), members->end(),
                                                 [&](const auto& member) { return member.name == name; });
    }
    [[nodiscard]] std::string free_name() const {
        std::string name = "what-if";
        for (int number = 2; is_taken(name); ++number)
            name = "what-if-" + std::to_string(number);
        return name;
    }

    const scenarios::Node* timeline_; // nullptr: the file has none
    std::string at_;
    Json whole_ = Json::object();
    Acts acts_;
};

const scenarios::Node* timeline_in(const scenarios::Node& root) {
    const scenarios::Members* members = root.members();
    if (members == nullptr)
        return nullptr;
    const auto found = std::find_if(members->begin(), members->end(),
                                    [](const auto& member) { return member.name == "timeline"; });
    return found == members->end() ? nullptr : &found->value;
}

} // namespace

engine::Result<Acts, scenarios::InputErrors> acts_of(const RunRequest& request,
                                                     const scenarios::LoadedFile& file) {
    const auto tree = file.tree_for(request.variant);
    if (!tree)
        return tree.error();
    scenarios::InputErrors errors;
    ActWriter writer(timeline_in(tree.value()), *request.at);
    const auto add = [&](const std::string& option, const std::string& given, Json entry,
                         const char* accepted) {
        if (!entry.is_object()) {
            errors.push_back(option_error(option, "is " + scenarios::in_quotes(given), accepted));
            return;
        }
        const std::string decided = decided_member(entry);
        if (decided.empty())
            writer.add(option, given, std::move(entry));
        else
            errors.push_back(option_error(option, "has " + scenarios::in_quotes(decided),
                                          "an act without it: it begins at --at, as a response"));
    };
    for (const std::string& setting : request.settings)
        add("--set", setting, entry_of_set(setting), "POINTER=VALUE");
    for (const std::string& act : request.acts)
        add("--do", act, entry_of_act(act),
            "an entry of a timeline: words such as \"crash web for=10s\", or a JSON object");
    if (!errors.empty())
        return errors;
    return writer.take();
}

scenarios::InputErrors told_of_options(scenarios::InputErrors errors, const Acts& acts) {
    for (scenarios::InputError& error : errors)
        for (std::size_t act = 0; act < acts.entries.size(); ++act) {
            const std::string entry = "/timeline/" + acts.entries[act];
            if (error.pointer != entry && !error.pointer.starts_with(entry + "/"))
                continue;
            const std::string member = error.pointer.substr(entry.size());
            error.place = option_error("", "", "").place;
            error.pointer = acts.options[act] + " " + scenarios::in_quotes(acts.given[act]);
            if (!member.empty())
                error.pointer += ": " + member.substr(1);
            break;
        }
    return errors;
}

} // namespace shaketable::cli
