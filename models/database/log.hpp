// What a group of database servers shares: the primary's log of committed writes, and how far each of them
// has come with it. A plain value; what happens to it, and when, is in replication.hpp and failover.hpp.
//
// Positions in the log are numbers of transactions: 1 is the first that wrote anything.
#pragma once

#include "engine/random.hpp"
#include "engine/time.hpp"

#include <cstdint>
#include <deque>
#include <map>
#include <vector>

namespace shaketable::models {

/// Tables of a database that has replicas.
inline constexpr std::uint32_t kTablesMost = 64;

/// A transaction that wrote.
struct LogRecord {
    engine::Key key = {}; // whose draws its applying makes
    engine::Time committed_at = {};
    std::uint64_t session = 0; // of whoever wrote; 0: of nobody
    std::uint64_t tables = 0;  // that it wrote to, a bit each
    std::uint32_t rows = 0;
};

/// A session's last write, to one table or to any.
struct LastWrite {
    std::uint64_t position = 0;
    engine::Time at = {};
};

/// How far a server of the group has come. The primary's own positions are those of the log's end.
struct MemberState {
    std::uint64_t sent = 0; // to it
    std::uint64_t received = 0;
    std::uint64_t started = 0;    // to apply
    std::uint64_t applied = 0;    // all up to here
    std::uint64_t confirmed = 0;  // that the primary knows of
    engine::Time arrives_at = {}; // what was sent to it last: nothing overtakes it
    struct Applying {
        std::uint32_t frame = 0;
        std::uint64_t position = 0;
    };
    std::vector<Applying> applying = {};           // in the order of the log
    std::vector<std::uint64_t> applied_early = {}; // before an earlier one was
    bool is_read = true;                           // clients believe that it is there
    bool has_diverged = false;                     // it has what the primary never received
    bool has_left = false;                         // it is being rewound, or copied anew
    std::uint32_t epoch = 0;                       // grows when it goes down, comes up or has joined again
};

/// A commit that waits for a replica.
struct CommitWait {
    std::uint32_t frame = 0;
    std::uint32_t epoch = 0; // of the frame
    std::uint64_t position = 0;
    engine::Time since = {};
};

class Log {
  public:
    [[nodiscard]] std::uint64_t end() const { return first_ + records_.size() - 1; }
    void append(const LogRecord& record);
    /// Of a position that is still kept.
    [[nodiscard]] const LogRecord& at(std::uint64_t position) const { return records_[position - first_]; }
    /// The first position that is kept.
    [[nodiscard]] std::uint64_t first() const { return first_; }
    /// Those up to there are needed no more.
    void drop_until(std::uint64_t position);
    /// Those behind it have never been.
    void cut_behind(std::uint64_t position);

    /// The session's last write to the table that is kept.
    [[nodiscard]] LastWrite last_write(std::uint64_t session, std::uint32_t table) const;
    [[nodiscard]] LastWrite last_write(std::uint64_t session) const;
    [[nodiscard]] std::size_t bytes() const;

  private:
    using Places = std::map<std::uint64_t, std::uint64_t>;
    template <class Use>
    static void for_each_key(const LogRecord& record, const Use& use);
    void forget(std::uint64_t position);
    [[nodiscard]] LastWrite found(std::uint64_t key) const;

    std::uint64_t first_ = 1;
    std::deque<LogRecord> records_;
    Places last_;
};

struct GroupState {
    std::uint32_t primary = 0;    // among the members
    std::uint16_t term = 0;       // how many primaries there were before
    bool primary_is_gone = false; // and has not been replaced
    bool is_promoting = false;
    bool promotion_is_due = false; // as soon as it has applied what it has received
    std::uint32_t promoted = 0;    // the member that is becoming the primary
    Log log = {};
    std::vector<MemberState> members = {};
    std::deque<CommitWait> waiting = {};
};

} // namespace shaketable::models
