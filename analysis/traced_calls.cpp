#include "analysis/traced_calls.hpp"

#include <algorithm>
#include <map>

namespace shaketable::analysis {

namespace {

/// Calls `visit(span, pointer)` for each call that has ended.
template <class Visit>
void for_each_call(const Json& entry, const Visit& visit) {
    const Json& traces = entry["traces"];
    for (std::size_t trace = 0; trace < traces.size(); ++trace) {
        const Json& spans = traces[trace]["spans"];
        for (std::size_t span = 0; span < spans.size(); ++span)
            if (spans[span]["kind"] == "call" && !spans[span]["ended_s"].is_null())
                visit(spans[span], "/traces/" + std::to_string(trace) + "/spans/" + std::to_string(span));
    }
}

double length_of(const Json& span) { return span["ended_s"].get<double>() - span["began_s"].get<double>(); }

std::string callee_of(const Json& span) {
    const std::string name = span["name"].get<std::string>();
    return name.substr(0, name.find('.'));
}

/// What one request has done so far: whom it called behind a statement that may be of a transaction.
struct OpenTransaction {
    bool is_open = false;
    std::map<std::string, double> longest = {}; // by callee
};

} // namespace

std::optional<TracedCall> longest_call_at(const Json& entry, const std::string& callee, double at_s) {
    std::optional<TracedCall> longest;
    for_each_call(entry, [&](const Json& span, const std::string& pointer) {
        if (callee_of(span) != callee || span["began_s"].get<double>() > at_s ||
            span["ended_s"].get<double>() < at_s || (longest && length_of(span) <= longest->length_s))
            return;
        longest = TracedCall{.name = span["name"].get<std::string>(),
                             .caller = span["component"].get<std::string>(),
                             .pointer = pointer,
                             .length_s = length_of(span)};
    });
    return longest;
}

std::optional<TracedCall> longest_in_service(const Json& entry, const RequestsOf& requests) {
    std::optional<TracedCall> longest;
    const auto caller_of = [](const Json& spans, const Json& span) {
        const Json& parent = span["parent"];
        return parent.is_null() ? "" : spans[parent.get<std::size_t>()]["component"].get<std::string>();
    };
    const auto consider = [&](const Json& spans, const Json& span, const std::string& pointer) {
        if (span["kind"] != "request" || span["component"] != requests.callee || span["served_s"].is_null() ||
            span["ended_s"].is_null() || span["served_s"].get<double>() > requests.until_s ||
            span["ended_s"].get<double>() < requests.from_s ||
            (!requests.caller.empty() && caller_of(spans, span) != requests.caller))
            return;
        const double length_s = span["ended_s"].get<double>() - span["served_s"].get<double>();
        if (!longest || length_s > longest->length_s)
            longest = TracedCall{.name = span["name"].get<std::string>(),
                                 .caller = caller_of(spans, span),
                                 .pointer = pointer,
                                 .length_s = length_s};
    };
    const Json& traces = entry["traces"];
    for (std::size_t trace = 0; trace < traces.size(); ++trace) {
        const Json& spans = traces[trace]["spans"];
        for (std::size_t span = 0; span < spans.size(); ++span)
            consider(spans, spans[span],
                     "/traces/" + std::to_string(trace) + "/spans/" + std::to_string(span));
    }
    return longest;
}

std::string called_in_transaction(const Json& entry, const std::string& caller, const std::string& database) {
    std::string slowest;
    double longest = 0.0;
    std::map<std::string, OpenTransaction> requests; // by the pointer of the trace, and the span's parent
    for_each_call(entry, [&](const Json& span, const std::string& pointer) {
        if (span["component"] != caller)
            return;
        OpenTransaction& request =
            requests[pointer.substr(0, pointer.find("/spans")) + ":" + span["parent"].dump()];
        const std::string callee = callee_of(span);
        if (callee != database) {
            if (request.is_open)
                request.longest[callee] = std::max(request.longest[callee], length_of(span));
            return;
        }
        request.is_open = span["name"] != database + ".commit" && span["name"] != database + ".rollback";
        if (request.is_open)
            return;
        for (const auto& [name, length_s] : request.longest)
            if (length_s > longest) {
                longest = length_s;
                slowest = name;
            }
        request.longest.clear();
    });
    return slowest;
}

} // namespace shaketable::analysis
