// Every scenario of the library in each of its variants, and what identifies a run of it.
#pragma once

#include "models/simulation.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace shaketable::determinism {

struct LibraryRun {
    std::string name; // scenario and variant
    models::ScenarioPtr scenario;
};

/// The file as it stands, then its variants, of all files; a variant that changes nothing included.
[[nodiscard]] std::vector<LibraryRun> library_runs();
/// One of each file: as it stands.
[[nodiscard]] std::vector<LibraryRun> base_runs();

/// At the file's own seed.
[[nodiscard]] models::Simulation start(const LibraryRun& run);

/// Runs that are equal are equal in all of these.
struct Identity {
    std::uint64_t fingerprint = 0; // of what is observable
    std::uint64_t events = 0;
    std::string result; // the whole result, as JSON

    bool operator==(const Identity&) const = default;
};

/// Finishes the simulation's recording.
[[nodiscard]] Identity identity_of(models::Simulation& simulation);

/// From where it stands to its scenario's end.
[[nodiscard]] Identity run_to_end(models::Simulation simulation);

/// The same, but for as many events at most, from the beginning: beyond the fault of every scenario.
inline constexpr std::uint64_t kEnoughEvents = 500'000;
[[nodiscard]] Identity run_enough(models::Simulation simulation);

} // namespace shaketable::determinism
