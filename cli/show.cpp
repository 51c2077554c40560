#include "cli/show.hpp"

#include "cli/outline.hpp"
#include "scenarios/library.hpp"
#include "scenarios/load.hpp"

#include <algorithm>
#include <array>
#include <iostream>

namespace shaketable::cli {

namespace {

struct ShowRequest {
    std::string scenario;
    std::string variant;
    std::vector<std::string> settings;
    OutputFormat format = OutputFormat::kText;
};

/// Members that the heading tells, and the lesson, which would be told before the story is over.
constexpr std::array<std::string_view, 4> kInHeading = {"shaketable", "title", "story", "lesson"};

void print_text(const scenarios::LoadedFile& file, const scenarios::Node& tree,
                const models::ScenarioConfig& config) {
    std::cout << in_bold(scenarios::printable(config.title)) << '\n' << file.path << "\n\n";
    if (!config.story.empty())
        std::cout << wrapped(config.story, 0) << '\n';
    for (const scenarios::Member& member : *tree.members()) {
        if (std::find(kInHeading.begin(), kInHeading.end(), member.name) != kInHeading.end())
            continue;
        if (member.value.members() == nullptr)
            std::cout << in_bold(member.name) << "  " << brief(member.value) << '\n';
        else
            std::cout << in_bold(member.name) << '\n' << outline(member.value, 2);
    }
    if (file.variants.empty())
        return;
    std::cout << in_bold("variants") << '\n';
    for (const scenarios::Variant& variant : file.variants)
        std::cout << "  " << variant.name << "  " << brief(variant.patch) << '\n';
}

int show(const ShowRequest& request) {
    const auto path = scenarios::resolve_scenario(request.scenario);
    if (!path)
        return report_errors(path.error());
    const auto file = scenarios::load_file(path.value());
    if (!file)
        return report_errors(file.error());
    const auto config = file.value().config_for(request.variant, request.settings);
    if (!config)
        return report_errors(config.error());
    const auto tree = file.value().tree_for(request.variant, request.settings);
    if (request.format == OutputFormat::kJson)
        std::cout << scenarios::json_text(tree.value());
    else
        print_text(file.value(), tree.value(), config.value());
    return kDone;
}

} // namespace

void add_show(CLI::App& app, int& exit_status) {
    CLI::App* verb = app.add_subcommand("show", "Shows one scenario, or one variant of it");
    verb->add_option("scenario", "A name of the library or the path of a file")
        ->required()
        ->type_name("NAME|FILE");
    add_variant_options(*verb);
    add_format_option(*verb);
    verb->footer("Examples:\n"
                 "  shaketable show hello\n"
                 "  shaketable show hello --variant overload\n"
                 "  shaketable show my.json --set /components/web/workers=20 --format json\n");
    verb->callback([verb, &exit_status] {
        exit_status = show({.scenario = verb->get_option("scenario")->as<std::string>(),
                            .variant = variant_of(*verb),
                            .settings = settings_of(*verb),
                            .format = format_of(*verb)});
    });
}

} // namespace shaketable::cli
