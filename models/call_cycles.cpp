#include "models/call_cycles.hpp"

#include <algorithm>

namespace shaketable::models {

namespace {

enum class Visit : std::uint8_t { kNew, kOpen, kDone };

/// Depth-first search with a stack of its own: a file may chain tens of thousands of endpoints.
class CycleSearch {
  public:
    explicit CycleSearch(Compiler& compiler)
        : compiler_(compiler), state_(compiler.scenario.endpoints.size(), Visit::kNew) {}

    void search_from(std::uint32_t endpoint) {
        if (state_[endpoint] == Visit::kNew)
            open(endpoint);
        while (!path_.empty()) {
            const std::uint32_t top = path_.back().endpoint;
            const auto& calls = compiler_.calls[top];
            if (path_.back().next == calls.size()) {
                state_[top] = Visit::kDone;
                path_.pop_back();
                continue;
            }
            const Compiler::EndpointCall& call = calls[path_.back().next++];
            if (state_[call.callee] == Visit::kOpen)
                report(call);
            else if (state_[call.callee] == Visit::kNew)
                open(call.callee);
        }
    }

  private:
    struct Step {
        std::uint32_t endpoint = 0;
        std::size_t next = 0;
    };

    void open(std::uint32_t endpoint) {
        state_[endpoint] = Visit::kOpen;
        path_.push_back(Step{endpoint, 0});
    }

    [[nodiscard]] std::string name(std::uint32_t endpoint) const {
        const Endpoint& found = compiler_.scenario.endpoints[endpoint];
        return compiler_.scenario.components[found.component].name + "." + found.name;
    }

    void report(const Compiler::EndpointCall& call) {
        auto first = std::find_if(path_.begin(), path_.end(),
                                  [&](const Step& step) { return step.endpoint == call.callee; });
        std::string cycle;
        for (; first != path_.end(); ++first)
            cycle += name(first->endpoint) + " -> ";
        compiler_.problem(call.pointer, "closes a cycle of calls: " + cycle + name(call.callee),
                          "calls that do not lead back to the endpoint they start from");
    }

    Compiler& compiler_;
    std::vector<Visit> state_;
    std::vector<Step> path_;
};

} // namespace

void find_call_cycles(Compiler& compiler) {
    CycleSearch search(compiler);
    for (std::uint32_t endpoint = 0; endpoint < compiler.scenario.endpoints.size(); ++endpoint)
        search.search_from(endpoint);
}

} // namespace shaketable::models
