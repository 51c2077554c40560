// How much a scenario may hold in all: sums and products of knobs, which the bounds of each of them leave
// open.
//
// All are far above ten thousand components, a hundred thousand replicas and a million users; a world at all
// of them needs a few GiB. Whatever is counted in 32 bits during a run stays far from wrapping.
#pragma once

#include "models/compiler.hpp"

#include <array>
#include <string_view>

namespace shaketable::models {

struct Budget {
    std::string_view what; // in the plural
    std::string_view doc;  // how they are counted
    std::uint64_t most = 0;
};

inline constexpr Budget kComponentBudget = {"components", "each of the members of components", 65'535};
inline constexpr Budget kJourneyBudget = {"journeys", "of all clients", 65'535};
inline constexpr Budget kInstanceBudget = {
    "instances", "replicas of services, and one for each client and each database", 500'000};
inline constexpr Budget kUserBudget = {
    "users", "of all closed clients, under the highest load that the timeline brings", 10'000'000};
inline constexpr Budget kMeterBudget = {
    "meters", "instances of each component times its metrics: a service has 17, and 3 for each pool",
    10'000'000};
inline constexpr Budget kEdgeEndBudget = {
    "ends of edges", "instances of each component times the components that it calls", 10'000'000};
inline constexpr Budget kPolicyStateBudget = {"states of policies",
                                              "instances of each caller times the budgets, breakers and "
                                              "throttles of the policies of its calls, for each "
                                              "component that it calls",
                                              2'000'000};
inline constexpr Budget kOutstandingBudget = {
    "counts of attempts under way",
    "instances of each caller times replicas of the callee, where a policy has the balance least_request",
    20'000'000};
inline constexpr Budget kCurvePointBudget = {
    "points of contention curves", "max_connections of each database that has contention", 20'000'000};

inline constexpr Budget kKeySpaceBudget = {"key spaces", "of all caches", 65'535};
inline constexpr Budget kNodeKeyBudget = {
    "keys of nodes", "nodes of each cache times the keys of its key spaces, those that are versioned twice",
    1'000'000'000};

/// Of one step, not of all: so many frames may begin at one instant.
inline constexpr Budget kBranchBudget = {
    "branches of one parallel", "its count times its steps, those of the parallels inside it included",
    1'000'000};

/// Each is read and compiled as if it were a scenario of its own.
inline constexpr Budget kSetterBudget = {"entries that set a knob", "of the timeline", 100};

/// Each combination of them, at each time, is one more.
inline constexpr Budget kConditionalSetterBudget = {"conditional entries that set a knob", "of the timeline",
                                                    4};

inline constexpr std::array<Budget, 14> kBudgets = {
    kComponentBudget,  kJourneyBudget,          kInstanceBudget,    kUserBudget,
    kMeterBudget,      kEdgeEndBudget,          kPolicyStateBudget, kOutstandingBudget,
    kCurvePointBudget, kKeySpaceBudget,         kNodeKeyBudget,     kBranchBudget,
    kSetterBudget,     kConditionalSetterBudget};

/// What the windows of the series may take at most.
inline constexpr std::uint64_t kSeriesBytesMost = std::uint64_t{16} << 30U;

/// Reports what exceeds its budget. All components are filled.
void check_budgets(Compiler& compiler, const ScenarioConfig& config);

} // namespace shaketable::models
