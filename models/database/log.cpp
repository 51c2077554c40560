#include "models/database/log.hpp"

namespace shaketable::models {

namespace {

std::uint64_t key_of(std::uint64_t session) { return engine::mix(session); }
std::uint64_t key_of(std::uint64_t session, std::uint32_t table) {
    return engine::mix(session + (table + std::uint64_t{1}) * engine::kGoldenGamma);
}

} // namespace

template <class Use>
void Log::for_each_key(const LogRecord& record, const Use& use) {
    if (record.session == 0)
        return;
    use(key_of(record.session));
    for (std::uint32_t table = 0; table < kTablesMost && record.tables >> table != 0; ++table)
        if ((record.tables >> table & 1U) != 0)
            use(key_of(record.session, table));
}

void Log::append(const LogRecord& record) {
    records_.push_back(record);
    for_each_key(record, [&](std::uint64_t key) { last_[key] = end(); });
}

/// Whoever has written since then keeps that.
void Log::forget(std::uint64_t position) {
    for_each_key(at(position), [&](std::uint64_t key) {
        if (const auto place = last_.find(key); place != last_.end() && place->second == position)
            last_.erase(place);
    });
}

void Log::drop_until(std::uint64_t position) {
    for (; first_ <= position && !records_.empty(); ++first_) {
        forget(first_);
        records_.pop_front();
    }
}

void Log::cut_behind(std::uint64_t position) {
    while (!records_.empty() && end() > position) {
        forget(end());
        records_.pop_back();
    }
}

LastWrite Log::found(std::uint64_t key) const {
    const auto place = last_.find(key);
    return place == last_.end() ? LastWrite{} : LastWrite{place->second, at(place->second).committed_at};
}

LastWrite Log::last_write(std::uint64_t session, std::uint32_t table) const {
    return found(key_of(session, table));
}

LastWrite Log::last_write(std::uint64_t session) const { return found(key_of(session)); }

std::size_t Log::bytes() const {
    return records_.size() * sizeof(LogRecord) + last_.size() * 4 * sizeof(std::uint64_t);
}

} // namespace shaketable::models
