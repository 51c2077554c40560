#include "cli/diff_options.hpp"

#include <filesystem>
#include <system_error>

namespace shaketable::cli {

namespace {

/// "retry-storm#naive" is a scenario and its variant, unless a file is called so.
DiffSide side_of(const std::string& text, scenarios::InputErrors& errors) {
    std::error_code failure;
    const std::size_t mark = text.rfind('#');
    if (mark == std::string::npos || std::filesystem::exists(text, failure))
        return {.scenario = text, .variant = "", .settings = {}};
    if (mark + 1 == text.size())
        errors.push_back(option_error(scenarios::in_quotes(text), "names no variant after '#'",
                                      "such as retry-storm#naive, or nothing after the scenario"));
    return {.scenario = text.substr(0, mark), .variant = text.substr(mark + 1), .settings = {}};
}

/// "naive,full-jitter": the variants of both.
void take_variants(DiffRequest& request, const std::string& text, scenarios::InputErrors& errors) {
    const std::size_t comma = text.find(',');
    if (comma == std::string::npos || comma == 0 || comma + 1 == text.size()) {
        errors.push_back(option_error("--variants", "is " + scenarios::in_quotes(text),
                                      "two names with a comma between them, such as naive,full-jitter"));
        return;
    }
    if (!request.sides[0].variant.empty() || !request.sides[1].variant.empty()) {
        errors.push_back(option_error("--variants", "stands beside a variant after '#'", "one of the two"));
        return;
    }
    request.sides[0].variant = text.substr(0, comma);
    request.sides[1].variant = text.substr(comma + 1);
}

void add_setting_option(CLI::App& verb, const std::string& name, const std::string& description) {
    verb.add_option(name, description)->type_name("POINTER=VALUE")->expected(1)->take_all();
}

} // namespace

void add_diff_options(CLI::App& verb) {
    const char* type = "NAME|FILE[#VARIANT]";
    verb.add_option("a", "One run: a scenario of the library or a file, and a variant of it")
        ->required()
        ->type_name(type);
    verb.add_option("b", "The other one; without it the same as the first")->type_name(type);
    verb.add_option("--variants", "The variants of both")->type_name("NAME,NAME");
    add_setting_option(verb, "--set", "Sets one value of both by its JSON Pointer; null removes");
    add_setting_option(verb, "--set-a", "The same for the first only");
    add_setting_option(verb, "--set-b", "The same for the other only");
    add_bounds_options(verb);
    add_format_option(verb);
}

engine::Result<DiffRequest, scenarios::InputErrors> diff_request(const CLI::App& verb) {
    scenarios::InputErrors errors;
    const std::string a = text_given(verb, "a").value_or("");
    DiffRequest request{.sides = {side_of(a, errors), side_of(text_given(verb, "b").value_or(a), errors)},
                        .bounds = bounds_given(verb, errors),
                        .format = format_of(verb)};
    if (const auto variants = text_given(verb, "--variants"))
        take_variants(request, *variants, errors);
    constexpr std::array<const char*, 2> kOwn = {"--set-a", "--set-b"};
    for (std::size_t side = 0; side < 2; ++side) {
        std::vector<std::string>& settings = request.sides[side].settings;
        settings = settings_of(verb);
        for (const std::string& setting : verb.get_option(kOwn[side])->results())
            settings.push_back(setting);
    }
    if (!errors.empty())
        return errors;
    return request;
}

} // namespace shaketable::cli
