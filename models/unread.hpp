// Which values of a configuration could not be read, by JSON Pointer: an error of each is known already.
//
// Such a value stands at its default in the configuration, or not at all. Whatever is said of it, or inferred
// from its absence, would be a mere consequence of that error.
#pragma once

#include <set>
#include <string>
#include <string_view>

namespace shaketable::models {

class Unread {
  public:
    /// The value is unread.
    void add(std::string pointer) { values_.insert(std::move(pointer)); }
    /// The value is read, but it may have more members than those of the configuration.
    void add_members_of(std::string pointer) { incomplete_.insert(std::move(pointer)); }
    void add(const Unread& others);

    /// Whether the value at `pointer` is unread, or one that it is part of.
    [[nodiscard]] bool covers(std::string_view pointer) const;
    /// Whether there may be a value at `pointer` although the configuration has none.
    [[nodiscard]] bool may_hide(std::string_view pointer) const;
    /// Whether any part of the value at `pointer` is unread.
    [[nodiscard]] bool touches(std::string_view pointer) const;
    /// The unread parts of the value at `pointer`, as seen from there.
    [[nodiscard]] Unread below(std::string_view pointer) const;

  private:
    using Pointers = std::set<std::string, std::less<>>;
    Pointers values_;
    Pointers incomplete_;
};

} // namespace shaketable::models
