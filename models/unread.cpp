#include "models/unread.hpp"

namespace shaketable::models {

namespace {

using Pointers = std::set<std::string, std::less<>>;

/// Whether one of them is `pointer`, or of something that holds the value there.
bool hold(const Pointers& pointers, std::string_view pointer) {
    if (pointers.empty())
        return false;
    for (std::size_t end = 0; end < pointer.size(); ++end)
        if (pointer[end] == '/' && pointers.contains(pointer.substr(0, end)))
            return true;
    return pointers.contains(pointer);
}

/// Those of parts of the value at `pointer`, as seen from there.
Pointers parts_of(const Pointers& pointers, std::string_view pointer) {
    const std::string parent = std::string(pointer) + "/";
    Pointers parts;
    for (auto each = pointers.lower_bound(parent); each != pointers.end() && each->starts_with(parent);
         ++each)
        parts.insert(each->substr(pointer.size()));
    return parts;
}

} // namespace

void Unread::add(const Unread& others) {
    values_.insert(others.values_.begin(), others.values_.end());
    incomplete_.insert(others.incomplete_.begin(), others.incomplete_.end());
}

bool Unread::covers(std::string_view pointer) const { return hold(values_, pointer); }

bool Unread::may_hide(std::string_view pointer) const {
    return covers(pointer) || hold(incomplete_, pointer);
}

bool Unread::touches(std::string_view pointer) const {
    return may_hide(pointer) || !parts_of(values_, pointer).empty() ||
           !parts_of(incomplete_, pointer).empty();
}

Unread Unread::below(std::string_view pointer) const {
    Unread parts;
    parts.values_ = parts_of(values_, pointer);
    parts.incomplete_ = parts_of(incomplete_, pointer);
    return parts;
}

} // namespace shaketable::models
