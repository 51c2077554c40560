#include "analysis/job_evidence.hpp"

#include "analysis/metric_pointers.hpp"

namespace shaketable::analysis {

namespace {

constexpr double kOverlap = 3.0; // runs of one job on one host, at the most

/// Of the job with the most runs under way on one host.
void tell_of_overlap(const Json& entry, double at_s, std::vector<Evidence>& told) {
    const Worst job = worst_by(entry, "runs_under_way", "instance_max");
    if (job.most < kOverlap)
        return;
    Sentence sentence(entry, at_s);
    sentence.say("Up to ")
        .count(job.metric("runs_under_way/instance_max"))
        .say(" runs of " + job.name + " were under way at once on one host: ")
        .count(job.metric("runs_begun/total"))
        .say(" began, ")
        .count(job.metric("runs_succeeded/total"))
        .say(" succeeded");
    if (number_at(entry, job.metric("runs_tried_again/total")) > 0.0)
        sentence.say(", and they were tried again ")
            .count(job.metric("runs_tried_again/total"))
            .say(" times");
    told.push_back(sentence.end());
}

} // namespace

std::vector<Evidence> job_evidence(const Json& entry, double at_s) {
    std::vector<Evidence> told;
    tell_of_overlap(entry, at_s, told);
    return told;
}

} // namespace shaketable::analysis
