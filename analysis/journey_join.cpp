#include "analysis/journey_join.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace shaketable::analysis {

namespace {

constexpr std::size_t kFewestPlaces = 1024;

/// A journey without an answer yet.
struct InFlight {
    std::uint64_t who = 0;
    JourneyFate fate = {};
    bool judged = false; // old enough to count as unfinished
};

/// By who.
std::vector<InFlight> in_flight(const models::World& world) {
    std::vector<InFlight> all;
    for (const models::Frame& frame : world.frames) {
        if (frame.state == models::FrameState::kFree || !frame.is_journey || !frame.counted || frame.replied)
            continue;
        const models::Journey& journey = world.scenario->journeys[frame.journey];
        all.push_back(
            {.who = frame.key.bits,
             .fate = {.asked = frame.since, .journey = frame.journey, .reason = kUnfinished},
             .judged = journey.has_good_within && world.now() - frame.since >= journey.good_within});
    }
    std::sort(all.begin(), all.end(), [](const InFlight& a, const InFlight& b) { return a.who < b.who; });
    return all;
}

bool contains(const std::vector<InFlight>& flying, std::uint64_t who) {
    return std::binary_search(flying.begin(), flying.end(), InFlight{.who = who},
                              [](const InFlight& a, const InFlight& b) { return a.who < b.who; });
}

Side opposite(Side side) { return side == Side::kRun ? Side::kTwin : Side::kRun; }

} // namespace

JourneyJoin::JourneyJoin(const models::Scenario& scenario)
    : scenario_(scenario), tally_(scenario), places_(kFewestPlaces), settle_at_(kFewestPlaces) {}

std::size_t JourneyJoin::home_of(std::uint64_t who) const {
    return static_cast<std::size_t>((who * engine::kGoldenGamma) >> 32U) & (places_.size() - 1);
}

JourneyJoin::Place& JourneyJoin::place_of(std::uint64_t who) {
    std::size_t at = home_of(who);
    while (places_[at].taken && places_[at].who != who)
        at = (at + 1) & (places_.size() - 1);
    return places_[at];
}

void JourneyJoin::insert(const Place& place) {
    if (used_ * 4 >= places_.size() * 3)
        grow();
    place_of(place.who) = place;
    ++used_;
}

/// Moves up those behind it that are not at home because it was taken.
void JourneyJoin::erase(Place& place) {
    const std::size_t mask = places_.size() - 1;
    auto hole = static_cast<std::size_t>(&place - places_.data());
    for (std::size_t at = (hole + 1) & mask; places_[at].taken; at = (at + 1) & mask) {
        const std::size_t from_home = (at - home_of(places_[at].who)) & mask;
        if (from_home >= ((at - hole) & mask)) {
            places_[hole] = places_[at];
            hole = at;
        }
    }
    places_[hole].taken = false;
    --used_;
}

void JourneyJoin::grow() {
    const std::vector<Place> old = std::exchange(places_, std::vector<Place>(places_.size() * 2));
    for (const Place& place : old)
        if (place.taken)
            place_of(place.who) = place;
}

void JourneyJoin::pair(const Place& one, const Place& other) {
    one.side == Side::kRun ? tally_.add_pair(one.fate, other.fate) : tally_.add_pair(other.fate, one.fate);
}

void JourneyJoin::ended(Side side, const models::JourneyEnd& end) {
    const Place place{.who = end.who,
                      .fate = {.asked = end.asked,
                               .origin = end.origin,
                               .journey = end.journey,
                               .reason = static_cast<std::uint8_t>(end.outcome)},
                      .side = side,
                      .taken = true};
    Place& other = place_of(end.who);
    if (other.taken) {
        pair(place, other);
        erase(other);
    } else {
        insert(place);
    }
}

bool JourneyJoin::is_open(const JourneyFate& fate) const {
    const models::Component& client = scenario_.components[scenario_.journeys[fate.journey].component];
    return !scenario_.clients[client.model_index].closed;
}

void JourneyJoin::settle(const models::World& run, const models::World& twin) {
    if (used_ < settle_at_)
        return;
    const std::array<std::vector<InFlight>, 2> flying = {in_flight(run), in_flight(twin)};
    std::vector<Place> alone;
    for (const Place& place : places_) {
        if (!place.taken || !is_open(place.fate))
            continue; // a user who is behind will ask yet
        if (!contains(flying[static_cast<std::size_t>(opposite(place.side))], place.who))
            alone.push_back(place);
    }
    for (const Place& place : alone) {
        tally_.add_unpaired(place.side, place.fate);
        erase(place_of(place.who));
    }
    settle_at_ = std::max(kFewestPlaces, used_ * 2);
}

Harm JourneyJoin::finish(const models::World& run, const models::World& twin) {
    const std::array<std::vector<InFlight>, 2> flying = {in_flight(run), in_flight(twin)};
    for (const Side side : {Side::kRun, Side::kTwin})
        for (const InFlight& unfinished : flying[static_cast<std::size_t>(side)]) {
            Place& other = place_of(unfinished.who);
            const Place place{.who = unfinished.who, .fate = unfinished.fate, .side = side};
            if (other.taken) {
                if (unfinished.judged)
                    pair(place, other);
                erase(other);
            } else if (unfinished.judged &&
                       !contains(flying[static_cast<std::size_t>(opposite(side))], unfinished.who)) {
                tally_.add_unpaired(side, unfinished.fate);
            }
        }
    for (const Place& place : places_)
        if (place.taken)
            tally_.add_unpaired(place.side, place.fate);
    return tally_.harm_until(run.now());
}

} // namespace shaketable::analysis
