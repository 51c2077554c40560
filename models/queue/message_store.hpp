// The messages of one queue, as Amazon SQS and its like keep them: stored, visible to whoever receives, in
// flight (received, and for a time invisible to others), and gone once they are deleted.
//
// A message that is not deleted within its visibility time-out is visible again, behind those that are: it
// will be received once more, whatever became of the work on it. One that has been received `receives_most`
// times and comes back is a dead letter. Lanes are priorities: none of a lane is received while one of a
// lower number is visible. What was stored for longer than `retention` is gone, whatever its state; a dead
// letter keeps the time at which it was stored first.
// Semantics: Amazon SQS developer guide, "visibility timeout", "dead-letter queues", "Setting-up dead-letter
// queue retention", CreateQueue; the bound
// on what waits, and what is dropped at it: RabbitMQ, "Queue Length Limit", which counts messages that are
// ready, not those in flight.
//
// A message received twice at a time has several receives under way. Each ends with succeed() or fail(), and
// the message's place is kept until all have, so that it is known which of them did its work again.
//
// A plain value that knows nothing of frames or randomness. Copies share memory page by page until they
// differ (models/shared_pages.hpp). Each operation costs a constant time, but for dead letters that are put
// in or taken out, which pass those that are younger, or no dead letters; 88 bytes a message.
#pragma once

#include "engine/random.hpp"
#include "engine/time.hpp"
#include "models/shared_pages.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace shaketable::models {

enum class QueueOrder : std::uint8_t { kFifo, kLifo };
constexpr auto enum_names(QueueOrder) { return std::array<std::string_view, 2>{"fifo", "lifo"}; }

/// A frame that waits for the message's end, by its index and epoch.
struct MessageWaiter {
    std::uint32_t frame = 0xFFFFFFFF;
    std::uint32_t epoch = 0;
};

/// What a message carries wherever it goes.
struct Message {
    engine::Key key = {};        // who it is: the same at each receive, and as a dead letter
    std::uint64_t session = 0;   // whose work it is
    engine::Time published = {}; // first
    engine::Time stored = {};    // by which its retention counts
    MessageWaiter waiter = {};
    std::uint32_t source = 0xFFFFFFFF; // of a dead letter: where it became one, in Scenario::queues, or ...
    std::uint16_t source_place = 0;    // its lane there, or its partition
    std::uint8_t lane = 0;
    bool source_is_topic = false; // ... in Scenario::topics
    [[nodiscard]] bool is_dead_letter() const { return source != 0xFFFFFFFF; }
};

/// One receive of a message.
struct Receipt {
    std::uint32_t place = 0;
    std::uint32_t receive = 0; // the n-th, from 1
    bool operator==(const Receipt&) const = default;
};

class MessageStore {
  public:
    static constexpr std::uint32_t kNone = 0xFFFFFFFF;
    static constexpr std::uint32_t kLanesMost = 8;

    struct Rules {
        engine::Duration visibility_timeout = engine::Duration::from_seconds(30);
        engine::Duration delay = {};
        engine::Duration retention = engine::kLongest;
        std::uint32_t in_flight_most = kNone;
        std::uint32_t receives_most = kNone; // kNone: it comes back for ever
        QueueOrder order = QueueOrder::kFifo;
    };

    /// How a receive ended.
    struct Ended {
        bool is_deleted = false;          // the message is gone
        bool is_again = false;            // its work had been done before
        bool is_visible = false;          // it may be received again at once
        std::optional<Message> dead = {}; // the dead letter that it has become
    };
    struct TimedOut {
        std::uint32_t holder = kNone;
        Receipt receipt = {};
    };
    /// What time alone has done.
    struct Due {
        std::uint32_t visible = 0;            // their delay is over
        std::vector<TimedOut> timed_out = {}; // not done within their visibility time-out
        std::vector<Message> dead = {};       // those of them that are dead letters
        std::vector<Message> expired = {};
    };

    explicit MessageStore(const Rules& rules) : rules_(rules) {}

    void publish(Message message, engine::Time now);
    /// A dead letter, which was stored elsewhere first, at Message::stored.
    void take_in(const Message& dead_letter, engine::Time now);
    /// The dead letter that is received next; nullptr: none is visible. Valid until anything changes.
    [[nodiscard]] const Message* next_dead_letter() const;
    /// Takes it out. Requires that there is one.
    Message take_dead_letter();
    /// Of those that have waited longest in the least urgent lane that has any; nothing: none waits visibly.
    std::optional<Message> drop_oldest();
    /// The next message, for this frame; nothing: none is visible, or too many are in flight.
    [[nodiscard]] std::optional<Receipt> receive(engine::Time now, std::uint32_t holder = kNone);
    /// The work of a receive is done: its message is deleted, unless it has been received again since.
    Ended succeed(const Receipt& receipt);
    /// The work has failed: the message comes back at once, or is left to its visibility time-out.
    Ended fail(const Receipt& receipt, bool comes_back);
    /// All receives under way are forgotten; their messages are left to their visibility time-outs.
    void forget_receives();
    /// Everything is gone.
    void clear() { *this = MessageStore(rules_); }

    /// When time alone changes something next; latest(): never.
    [[nodiscard]] engine::Time next_due() const;
    /// Brings the store up to `now`.
    [[nodiscard]] Due settle(engine::Time now);

    /// Of a receive that is under way.
    [[nodiscard]] const Message& message(const Receipt& receipt) const {
        return slots_[receipt.place].message;
    }
    [[nodiscard]] std::uint32_t visible() const { return visible_; }
    [[nodiscard]] std::uint32_t delayed() const { return delayed_.length; }
    [[nodiscard]] std::uint32_t in_flight() const { return in_flight_.length; }
    /// Those that are in no receive, visible or not yet.
    [[nodiscard]] std::uint32_t waiting() const { return visible_ + delayed_.length; }
    [[nodiscard]] std::uint32_t size() const { return by_age_.length; }
    [[nodiscard]] bool may_receive() const {
        return visible_ > 0 && in_flight_.length < rules_.in_flight_most;
    }
    /// When the oldest of all that are here was stored; nothing: none is.
    [[nodiscard]] std::optional<engine::Time> oldest() const;
    [[nodiscard]] std::size_t bytes() const { return slots_.bytes(); }

  private:
    enum class State : std::uint8_t { kFree, kDelayed, kVisible, kInFlight, kGone };
    struct Slot {
        Message message = {};
        engine::Time due = {}; // delayed, in flight: until when
        std::uint32_t next = kNone;
        std::uint32_t previous = kNone; // of its state's list
        std::uint32_t younger = kNone;
        std::uint32_t older = kNone;
        std::uint32_t holder = kNone; // whoever received it last
        std::uint32_t receives = 0;
        std::uint16_t under_way = 0; // receives
        bool is_done = false;        // a receive has succeeded
        State state = State::kFree;
    };
    struct List {
        std::uint32_t first = kNone;
        std::uint32_t last = kNone;
        std::uint32_t length = 0;
    };

    std::uint32_t take_slot();
    [[nodiscard]] List& list_of(const Slot& slot);
    [[nodiscard]] std::uint32_t find_dead_letter() const;
    void link_last(List& list, std::uint32_t place);
    void link_first(List& list, std::uint32_t place);
    void unlink(List& list, std::uint32_t place);
    void link_by_age(std::uint32_t place);
    void unlink_by_age(std::uint32_t place);
    void show(std::uint32_t place, bool is_back);
    void leave_state(std::uint32_t place);
    void remove(std::uint32_t place);
    void free_if_done(std::uint32_t place);
    /// In flight, and back: visible, or a dead letter.
    std::optional<Message> come_back(std::uint32_t place);
    [[nodiscard]] bool is_current(const Receipt& receipt) const;

    Rules rules_;
    SharedPages<Slot> slots_;
    std::uint32_t free_ = kNone;
    std::array<List, kLanesMost> lanes_ = {};
    List delayed_ = {};
    List in_flight_ = {};
    List by_age_ = {}; // by when they were stored
    std::uint32_t visible_ = 0;
};

} // namespace shaketable::models
