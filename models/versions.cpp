#include "models/versions.hpp"

#include "models/faults/faults.hpp"

#include <algorithm>
#include <map>
#include <tuple>

namespace shaketable::models {

namespace {

using Entries = std::vector<std::uint32_t>;

/// Those of the active entries that `concerns` picks. Where they set the same knob, the last one counts.
template <class Concerns>
Entries active_setters(const Scenario& scenario, const std::vector<std::uint8_t>& active,
                       const Concerns& concerns) {
    Entries found;
    for (const std::uint32_t index : scenario.setters)
        if (active[index] != 0 && concerns(scenario.timeline[index]))
            found.push_back(index);
    return found;
}

Entries setters_of_network(const Scenario& scenario, const std::vector<std::uint8_t>& active) {
    return active_setters(scenario, active,
                          [](const TimelineEntry& entry) { return entry.sets == Sets::kNetwork; });
}

Entries setters_of_instance(const Scenario& scenario, const std::vector<std::uint8_t>& active,
                            const Instance& instance) {
    return active_setters(scenario, active, [&](const TimelineEntry& entry) {
        return entry.sets == Sets::kPolicy || (entry.sets == Sets::kComponent && acts_on(entry, instance));
    });
}

/// Replicas of which every other one is configured like one of them.
std::set<std::uint32_t> representatives(const Scenario& scenario, std::uint32_t component) {
    std::set<std::uint32_t> replicas = {0};
    for (const std::uint32_t index : scenario.setters) {
        const TimelineEntry& entry = scenario.timeline[index];
        if (entry.component != component)
            continue;
        for (const std::uint32_t edge : {entry.replica, entry.replica + 1, entry.replicas_below})
            replicas.insert(edge);
    }
    replicas.erase(replicas.lower_bound(scenario.components[component].instances), replicas.end());
    return replicas;
}

/// When an entry begins or ends, in the order in which that happens.
struct Moment {
    engine::Time at;
    std::uint32_t entry = 0;
    bool ends = false;
};

enum class Of : std::uint8_t { kRun, kTwin };

std::vector<Moment> moments_of(const Scenario& scenario, Of of) {
    std::vector<Moment> moments;
    for (const TimelineEntry& entry : scenario.timeline) {
        if (entry.sets == Sets::kNothing || entry.condition != kNone)
            continue;
        if (of == Of::kTwin && is_dropped_by_twin(entry))
            continue;
        moments.push_back({entry.at, entry.index, false});
        if (entry.ends)
            moments.push_back({entry.at + entry.lasts, entry.index, true});
    }
    std::stable_sort(moments.begin(), moments.end(),
                     [](const Moment& a, const Moment& b) { return a.at < b.at; });
    return moments;
}

class Changes {
  public:
    explicit Changes(const Scenario& scenario) : scenario_(scenario) {
        for (const std::uint32_t index : scenario.setters)
            if (scenario.timeline[index].condition != kNone)
                conditional_.push_back(index);
    }

    /// A run, or its twin, from its beginning to its end.
    void pass(const std::vector<Moment>& moments) {
        active_.assign(scenario_.timeline.size(), 0);
        add_combinations(kNone);
        for (const Moment& moment : moments) {
            active_[moment.entry] = moment.ends ? 0 : 1;
            add_combinations(moment.entry);
        }
    }

    [[nodiscard]] std::vector<Change> take() {
        std::vector<Change> changes;
        for (auto& [entries, change] : by_entries_) {
            change.entries = entries;
            changes.push_back(std::move(change));
        }
        return changes;
    }

  private:
    /// What is configured once the entry has begun or ended, whichever conditional ones are active then.
    void add_combinations(std::uint32_t changed) {
        for (std::uint32_t chosen = 0; chosen < 1U << conditional_.size(); ++chosen) {
            for (std::size_t place = 0; place < conditional_.size(); ++place)
                active_[conditional_[place]] = (chosen >> place & 1U) != 0 ? 1 : 0;
            if (changed != kNone)
                add_changed_by(scenario_.timeline[changed]);
            for (const std::uint32_t index : conditional_)
                if (active_[index] != 0)
                    add_changed_by(scenario_.timeline[index]);
        }
        for (const std::uint32_t index : conditional_)
            active_[index] = 0;
    }

    void add_changed_by(const TimelineEntry& entry) {
        if (entry.sets == Sets::kNetwork) {
            if (Entries entries = setters_of_network(scenario_, active_); !entries.empty())
                by_entries_[std::move(entries)].network = true;
            return;
        }
        for (std::uint32_t component = 0; component < scenario_.components.size(); ++component)
            if (entry.sets == Sets::kPolicy || entry.component == component)
                add(component);
    }

    void add(std::uint32_t component) {
        for (const std::uint32_t replica : representatives(scenario_, component)) {
            Entries entries =
                setters_of_instance(scenario_, active_, {.component = component, .replica = replica});
            if (!entries.empty())
                by_entries_[std::move(entries)].components.insert(component);
        }
    }

    const Scenario& scenario_;
    Entries conditional_;
    std::vector<std::uint8_t> active_;
    std::map<Entries, Change> by_entries_;
};

/// The position of the version that these entries make.
template <class Versions>
std::uint32_t version_with(const Versions& versions, const Entries& entries) {
    const auto found = std::find_if(versions.begin(), versions.end(),
                                    [&](const auto& version) { return version.entries == entries; });
    SHAKETABLE_ASSERT(found != versions.end());
    return static_cast<std::uint32_t>(found - versions.begin());
}

} // namespace

std::vector<Change> changes_of(const Scenario& scenario) {
    Changes changes(scenario);
    changes.pass(moments_of(scenario, Of::kRun));
    changes.pass(moments_of(scenario, Of::kTwin));
    return changes.take();
}

void configure(Run& run, Instance& here) {
    const std::vector<Version>& versions = run.component_of(here).versions;
    here.version = version_with(versions, setters_of_instance(run.scenario, run.world.active, here));
    const Version& version = versions[here.version];
    here.first_program = version.first_program;
    here.capacity.queue_limit = version.capacity.queue_limit;
    if (here.model->configured != nullptr)
        here.model->configured(run, here);
}

void configure_network(Run& run) {
    run.world.network =
        version_with(run.scenario.networks, setters_of_network(run.scenario, run.world.active));
}

void configure_at_restart(Run& run, Instance& here) {
    const Component& component = run.component_of(here);
    here.capacity = component.versions[here.version].capacity;
    for (const std::uint32_t index : component.edges) {
        const std::uint32_t slot = run.scenario.edges[index].slot;
        run.world.edge_states[here.first_edge_state + slot].pool_size = run.pool(here, slot).size;
    }
}

} // namespace shaketable::models
