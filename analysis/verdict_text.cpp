#include "analysis/verdict_text.hpp"

#include "analysis/figure_text.hpp"

#include <algorithm>

namespace shaketable::analysis {

std::string verdict_text(const Judgement* judgement) {
    if (judgement == nullptr || !judgement->verdict)
        return kNotAvailable;
    std::string text(models::name_of(*judgement->verdict));
    std::replace(text.begin(), text.end(), '_', ' ');
    return text;
}

std::string back_after_text(const Judgement* judgement) {
    if (judgement == nullptr)
        return kNotAvailable;
    const bool never =
        judgement->verdict == models::Verdict::kMetastable || judgement->verdict == models::Verdict::kDown;
    return never ? "never" : seconds_text(judgement->time_to_recover_s);
}

std::string net_text(const HarmCount& count) {
    const std::int64_t net = count.net();
    return (net < 0 ? "-" : "") + count_text(static_cast<std::uint64_t>(net < 0 ? -net : net));
}

} // namespace shaketable::analysis
