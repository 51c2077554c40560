// Verdicts and harm in words, the same wherever they are told.
#pragma once

#include "analysis/harm.hpp"
#include "analysis/verdict.hpp"

#include <string>

namespace shaketable::analysis {

/// "collapsed and recovered"; "n/a" where there is none.
[[nodiscard]] std::string verdict_text(const Judgement* judgement);
/// How long after the last fault goodput was back: "5.00 s", or "never" where it was watched for long enough
/// to say so.
[[nodiscard]] std::string back_after_text(const Judgement* judgement);
/// Harmed less helped: "-1,204".
[[nodiscard]] std::string net_text(const HarmCount& count);

} // namespace shaketable::analysis
