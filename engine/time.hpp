// Simulated time: whole nanoseconds, kept apart as an instant (`Time`) and a length (`Duration`).
//
// Invariants: an instant is never negative; a length that comes from a real number is rounded to the
// nearest nanosecond and held within [0, kLongest]. Both are plain 64-bit values: copying a world copies
// them byte for byte.
#pragma once

#include <compare>
#include <cstdint>

namespace shaketable::engine {

inline constexpr std::int64_t kNanosecondsPerSecond = 1'000'000'000;

class Duration {
  public:
    constexpr Duration() = default;
    [[nodiscard]] static constexpr Duration from_ns(std::int64_t ns) { return Duration(ns); }
    [[nodiscard]] static constexpr Duration from_seconds(std::int64_t seconds) {
        return Duration(seconds * kNanosecondsPerSecond);
    }

    [[nodiscard]] constexpr std::int64_t ns() const { return ns_; }
    [[nodiscard]] constexpr double seconds() const { return static_cast<double>(ns_) / 1e9; }

    constexpr auto operator<=>(const Duration&) const = default;
    constexpr Duration operator+(Duration other) const { return Duration(ns_ + other.ns_); }
    constexpr Duration operator-(Duration other) const { return Duration(ns_ - other.ns_); }
    constexpr Duration operator*(std::int64_t factor) const { return Duration(ns_ * factor); }

  private:
    constexpr explicit Duration(std::int64_t ns) : ns_(ns) {}
    std::int64_t ns_ = 0;
};

/// 100 Julian years: every length and every instant saturates here, far from overflow.
inline constexpr Duration kLongest = Duration::from_ns(100LL * 31'557'600LL * kNanosecondsPerSecond);

/// Rounds `ns` (a real number of nanoseconds) to the nearest whole one and clamps it to [0, kLongest].
/// NaN becomes 0. `clamped`, if given, is incremented when the value lay outside (by more than rounding).
[[nodiscard]] constexpr Duration round_to_duration(double ns, std::uint64_t* clamped = nullptr) {
    if (ns >= 0.0 && ns <= static_cast<double>(kLongest.ns())) {
        const auto whole = static_cast<std::int64_t>(ns); // adding 0.5 first would itself round, above 2^52
        return Duration::from_ns(whole + static_cast<std::int64_t>(ns - static_cast<double>(whole) >= 0.5));
    }
    if (clamped != nullptr)
        ++*clamped;
    return ns > 0.0 ? kLongest : Duration();
}

class Time {
  public:
    constexpr Time() = default;
    [[nodiscard]] static constexpr Time from_ns(std::int64_t ns) { return Time(ns); }
    [[nodiscard]] static constexpr Time latest() { return Time(kLongest.ns()); }

    [[nodiscard]] constexpr std::int64_t ns() const { return ns_; }
    [[nodiscard]] constexpr double seconds() const { return static_cast<double>(ns_) / 1e9; }

    constexpr auto operator<=>(const Time&) const = default;
    /// Saturates at Time::latest().
    constexpr Time operator+(Duration length) const {
        const std::int64_t sum = ns_ + length.ns();
        return Time(sum < kLongest.ns() ? sum : kLongest.ns());
    }
    constexpr Duration operator-(Time earlier) const { return Duration::from_ns(ns_ - earlier.ns_); }

  private:
    constexpr explicit Time(std::int64_t ns) : ns_(ns) {}
    std::int64_t ns_ = 0;
};

} // namespace shaketable::engine
