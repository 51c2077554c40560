#include "scenarios/compile.hpp"

#include "scenarios/read.hpp"

#include <utility>

namespace shaketable::scenarios {

engine::Result<models::ScenarioPtr, InputErrors> compile(const LoadedFile& file, std::string_view variant,
                                                         const Settings& settings) {
    const auto tree = file.tree_for(variant, settings);
    if (!tree)
        return tree.error();
    auto config = read_scenario(tree.value());
    if (!config)
        return in_variant(std::move(config).error(), variant);
    auto compiled = models::compile_scenario(config.value());
    if (!compiled)
        return in_variant(located(compiled.error(), tree.value()), variant);
    return std::move(compiled).value();
}

InputErrors check(const LoadedFile& file) {
    InputErrors all;
    for (const std::string_view variant : file.variant_names()) // the base first: sorting keeps its errors
        if (auto compiled = compile(file, variant); !compiled)
            all.insert(all.end(), compiled.error().begin(), compiled.error().end());
    sort_errors(all);
    return all;
}

} // namespace shaketable::scenarios
