#include "models/queue/message_store.hpp"

#include "engine/assert.hpp"

#include <algorithm>

namespace shaketable::models {

std::uint32_t MessageStore::take_slot() {
    if (free_ == kNone) {
        slots_.add();
        return slots_.size() - 1;
    }
    const std::uint32_t place = free_;
    free_ = slots_[place].next;
    slots_.change(place) = Slot{};
    return place;
}

MessageStore::List& MessageStore::list_of(const Slot& slot) {
    if (slot.state == State::kDelayed)
        return delayed_;
    return slot.state == State::kInFlight ? in_flight_ : lanes_[slot.message.lane];
}

void MessageStore::link_last(List& list, std::uint32_t place) {
    Slot& slot = slots_.change(place);
    slot.next = kNone;
    slot.previous = list.last;
    if (list.last == kNone)
        list.first = place;
    else
        slots_.change(list.last).next = place;
    list.last = place;
    ++list.length;
}

void MessageStore::link_first(List& list, std::uint32_t place) {
    Slot& slot = slots_.change(place);
    slot.previous = kNone;
    slot.next = list.first;
    if (list.first == kNone)
        list.last = place;
    else
        slots_.change(list.first).previous = place;
    list.first = place;
    ++list.length;
}

void MessageStore::unlink(List& list, std::uint32_t place) {
    const std::uint32_t next = slots_[place].next;
    const std::uint32_t previous = slots_[place].previous;
    if (previous == kNone)
        list.first = next;
    else
        slots_.change(previous).next = next;
    if (next == kNone)
        list.last = previous;
    else
        slots_.change(next).previous = previous;
    SHAKETABLE_ASSERT(list.length > 0);
    --list.length;
}

void MessageStore::link_by_age(std::uint32_t place) {
    std::uint32_t older = by_age_.last;
    std::uint32_t younger = kNone;
    while (older != kNone && slots_[older].message.stored > slots_[place].message.stored) { // a dead letter
        younger = older;
        older = slots_[older].older;
    }
    Slot& slot = slots_.change(place);
    slot.younger = younger;
    slot.older = older;
    (older == kNone ? by_age_.first : slots_.change(older).younger) = place;
    (younger == kNone ? by_age_.last : slots_.change(younger).older) = place;
    ++by_age_.length;
}

void MessageStore::unlink_by_age(std::uint32_t place) {
    const std::uint32_t younger = slots_[place].younger;
    const std::uint32_t older = slots_[place].older;
    if (older == kNone)
        by_age_.first = younger;
    else
        slots_.change(older).younger = younger;
    if (younger == kNone)
        by_age_.last = older;
    else
        slots_.change(younger).older = older;
    --by_age_.length;
}

void MessageStore::show(std::uint32_t place, bool is_back) {
    Slot& slot = slots_.change(place);
    slot.state = State::kVisible;
    List& lane = lanes_[slot.message.lane];
    ++visible_;
    if (is_back && rules_.order == QueueOrder::kLifo) // where it is received last
        link_first(lane, place);
    else
        link_last(lane, place);
}

void MessageStore::leave_state(std::uint32_t place) {
    const Slot& slot = slots_[place];
    unlink(list_of(slot), place);
    if (slot.state == State::kVisible)
        --visible_;
}

void MessageStore::remove(std::uint32_t place) {
    leave_state(place);
    unlink_by_age(place);
    slots_.change(place).state = State::kGone;
    free_if_done(place);
}

void MessageStore::free_if_done(std::uint32_t place) {
    if (slots_[place].state != State::kGone || slots_[place].under_way > 0)
        return;
    Slot& slot = slots_.change(place);
    slot.state = State::kFree;
    slot.next = free_;
    free_ = place;
}

bool MessageStore::is_current(const Receipt& receipt) const {
    const Slot& slot = slots_[receipt.place];
    return slot.receives == receipt.receive && slot.state != State::kGone;
}

std::optional<Message> MessageStore::come_back(std::uint32_t place) {
    if (slots_[place].receives >= rules_.receives_most) {
        const Message dead = slots_[place].message;
        remove(place);
        return dead;
    }
    leave_state(place);
    show(place, true);
    return std::nullopt;
}

void MessageStore::publish(Message message, engine::Time now) {
    message.stored = now;
    take_in(message, now);
}

void MessageStore::take_in(const Message& message, engine::Time now) {
    SHAKETABLE_ASSERT(message.lane < kLanesMost);
    const std::uint32_t place = take_slot();
    slots_.change(place).message = message;
    link_by_age(place);
    if (rules_.delay == engine::Duration()) {
        show(place, false);
        return;
    }
    Slot& delayed = slots_.change(place);
    delayed.state = State::kDelayed;
    delayed.due = now + rules_.delay;
    link_last(delayed_, place);
}

std::optional<Message> MessageStore::drop_oldest() {
    const auto lane = std::find_if(lanes_.rbegin(), lanes_.rend(),
                                   [](const List& messages) { return messages.length > 0; });
    if (lane == lanes_.rend())
        return std::nullopt;
    const std::uint32_t place = lane->first;
    const Message dropped = slots_[place].message;
    remove(place);
    return dropped;
}

std::uint32_t MessageStore::find_dead_letter() const {
    for (const List& lane : lanes_)
        for (std::uint32_t place = lane.first; place != kNone; place = slots_[place].next)
            if (slots_[place].message.is_dead_letter())
                return place;
    return kNone;
}

const Message* MessageStore::next_dead_letter() const {
    const std::uint32_t place = find_dead_letter();
    return place == kNone ? nullptr : &slots_[place].message;
}

Message MessageStore::take_dead_letter() {
    const std::uint32_t place = find_dead_letter();
    SHAKETABLE_ASSERT(place != kNone);
    const Message taken = slots_[place].message;
    remove(place);
    return taken;
}

std::optional<Receipt> MessageStore::receive(engine::Time now, std::uint32_t holder) {
    if (!may_receive())
        return std::nullopt;
    const auto lane =
        std::find_if(lanes_.begin(), lanes_.end(), [](const List& messages) { return messages.length > 0; });
    const std::uint32_t place = rules_.order == QueueOrder::kFifo ? lane->first : lane->last;
    leave_state(place);
    Slot& slot = slots_.change(place);
    slot.state = State::kInFlight;
    slot.due = now + rules_.visibility_timeout;
    slot.holder = holder;
    ++slot.receives;
    ++slot.under_way;
    const Receipt receipt{.place = place, .receive = slot.receives};
    link_last(in_flight_, place);
    return receipt;
}

MessageStore::Ended MessageStore::succeed(const Receipt& receipt) {
    Slot& slot = slots_.change(receipt.place);
    SHAKETABLE_ASSERT(slot.under_way > 0);
    --slot.under_way;
    Ended ended{.is_again = slot.is_done};
    slot.is_done = true;
    if (is_current(receipt)) {
        ended.is_deleted = true;
        remove(receipt.place);
    } else {
        free_if_done(receipt.place);
    }
    return ended;
}

MessageStore::Ended MessageStore::fail(const Receipt& receipt, bool comes_back) {
    Slot& slot = slots_.change(receipt.place);
    SHAKETABLE_ASSERT(slot.under_way > 0);
    --slot.under_way;
    Ended ended;
    if (comes_back && is_current(receipt) && slot.state == State::kInFlight) {
        ended.dead = come_back(receipt.place);
        ended.is_visible = !ended.dead.has_value();
    } else {
        free_if_done(receipt.place);
    }
    return ended;
}

void MessageStore::forget_receives() {
    for (std::uint32_t place = 0; place < slots_.size(); ++place) {
        if (slots_[place].under_way == 0)
            continue;
        slots_.change(place).under_way = 0;
        free_if_done(place);
    }
}

engine::Time MessageStore::next_due() const {
    engine::Time due = engine::Time::latest();
    if (delayed_.first != kNone)
        due = std::min(due, slots_[delayed_.first].due);
    if (in_flight_.first != kNone)
        due = std::min(due, slots_[in_flight_.first].due);
    if (by_age_.first != kNone)
        due = std::min(due, slots_[by_age_.first].message.stored + rules_.retention);
    return due;
}

MessageStore::Due MessageStore::settle(engine::Time now) {
    Due due;
    while (by_age_.first != kNone && slots_[by_age_.first].message.stored + rules_.retention <= now) {
        due.expired.push_back(slots_[by_age_.first].message);
        remove(by_age_.first);
    }
    while (delayed_.first != kNone && slots_[delayed_.first].due <= now) {
        const std::uint32_t place = delayed_.first;
        leave_state(place);
        show(place, false);
        ++due.visible;
    }
    while (in_flight_.first != kNone && slots_[in_flight_.first].due <= now) {
        const std::uint32_t place = in_flight_.first;
        const Slot& slot = slots_[place];
        due.timed_out.push_back(
            {.holder = slot.holder, .receipt = {.place = place, .receive = slot.receives}});
        if (const std::optional<Message> dead = come_back(place))
            due.dead.push_back(*dead);
    }
    return due;
}

std::optional<engine::Time> MessageStore::oldest() const {
    if (by_age_.first == kNone)
        return std::nullopt;
    return slots_[by_age_.first].message.stored;
}

} // namespace shaketable::models
