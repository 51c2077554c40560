#include "cli/scenario_list.hpp"

#include "cli/verb.hpp"
#include "scenarios/load.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace shaketable::cli {

namespace {

ListedScenario listed_scenario(const scenarios::LibraryEntry& entry) {
    ListedScenario listed{entry.name, entry.path, "", {}};
    const auto file = scenarios::load_file(entry.path);
    if (!file)
        return listed;
    if (const scenarios::Member* title = file.value().base.find("title"); title != nullptr)
        listed.title = title->value.text() != nullptr ? *title->value.text() : "";
    for (const scenarios::Variant& variant : file.value().variants)
        listed.variants.push_back(variant.name);
    return listed;
}

} // namespace

std::vector<ListedScenario> listed_scenarios(const std::string& directory) {
    std::vector<ListedScenario> all;
    for (const scenarios::LibraryEntry& entry : scenarios::library_entries(directory))
        all.push_back(listed_scenario(entry));
    return all;
}

std::string list_text(const std::vector<ListedScenario>& all) {
    std::size_t width = 0;
    for (const ListedScenario& each : all)
        width = std::max(width, each.name.size());
    std::string text;
    for (const ListedScenario& each : all) {
        text += in_bold(each.name) + std::string(width - each.name.size() + 2, ' ') +
                (each.title.empty() ? "(can't be read: see shaketable validate)"
                                    : scenarios::printable(each.title)) +
                "\n";
        for (const std::string& variant : each.variants)
            text += std::string(width + 4, ' ') +
                    (variant == each.variants.front() ? "variants: " : "          ") + variant + "\n";
    }
    return text;
}

std::string list_json(const std::vector<ListedScenario>& all, const std::string& name) {
    auto list = nlohmann::ordered_json::array();
    for (const ListedScenario& each : all)
        list.push_back(
            {{"name", each.name}, {"title", each.title}, {"path", each.path}, {"variants", each.variants}});
    constexpr auto kReplace = nlohmann::json::error_handler_t::replace; // a path need not be UTF-8
    return nlohmann::ordered_json{{name, list}}.dump(2, ' ', false, kReplace) + "\n";
}

} // namespace shaketable::cli
