// PostgreSQL's lock modes and which of them exclude each other.
//
// Tables: the eight modes of the PostgreSQL manual, 13.3.1 "Table-Level Locks", Table 13.2. Rows: the four of
// 13.3.2 "Row-Level Locks", Table 13.3. Two transactions can't hold conflicting modes on the same target at
// the same time; a transaction never conflicts with itself.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace shaketable::models {

enum class TableLock : std::uint8_t {
    kAccessShare,
    kRowShare,
    kRowExclusive,
    kShareUpdateExclusive,
    kShare,
    kShareRowExclusive,
    kExclusive,
    kAccessExclusive,
};
constexpr auto enum_names(TableLock) {
    return std::array<std::string_view, 8>{
        "access share", "row share",           "row exclusive", "share update exclusive",
        "share",        "share row exclusive", "exclusive",     "access exclusive"};
}
[[nodiscard]] constexpr std::string_view name_of(TableLock mode) {
    return enum_names(mode)[static_cast<std::size_t>(mode)];
}

enum class RowLock : std::uint8_t { kForKeyShare, kForShare, kForNoKeyUpdate, kForUpdate };
constexpr auto enum_names(RowLock) {
    return std::array<std::string_view, 4>{"for key share", "for share", "for no key update", "for update"};
}
[[nodiscard]] constexpr std::string_view name_of(RowLock mode) {
    return enum_names(mode)[static_cast<std::size_t>(mode)];
}

/// A set of modes: bit n is mode n.
using ModeSet = std::uint8_t;
[[nodiscard]] constexpr ModeSet only(unsigned mode) { return static_cast<ModeSet>(1U << mode); }

/// By mode: those that it excludes.
inline constexpr std::array<ModeSet, 8> kTableConflicts = {
    0b10000000, // access share: access exclusive
    0b11000000, // row share: exclusive, access exclusive
    0b11110000, // row exclusive: share, share row exclusive, exclusive, access exclusive
    0b11111000, // share update exclusive: itself and all stronger
    0b11101100, // share: row exclusive, share update exclusive, and all stronger than itself
    0b11111100, // share row exclusive: row exclusive and all stronger
    0b11111110, // exclusive: all but access share
    0b11111111, // access exclusive: all
};
inline constexpr std::array<ModeSet, 8> kRowConflicts = {
    0b1000, // for key share: for update
    0b1100, // for share: for no key update, for update
    0b1110, // for no key update: all but for key share
    0b1111, // for update: all
};

} // namespace shaketable::models
