// From a loaded file to a scenario that can run, with every reason why not at its place in the file.
#pragma once

#include "models/compile.hpp"
#include "scenarios/load.hpp"

namespace shaketable::scenarios {

/// One variant of the file, settings applied.
[[nodiscard]] engine::Result<models::ScenarioPtr, InputErrors>
compile(const LoadedFile& file, std::string_view variant, const Settings& settings = {});

/// What is wrong with the file as it stands and with each of its variants; what is wrong with the file itself
/// is not said again for every variant. Empty: all of them can run.
[[nodiscard]] InputErrors check(const LoadedFile& file);

} // namespace shaketable::scenarios
