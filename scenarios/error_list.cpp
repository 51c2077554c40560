#include "scenarios/error_list.hpp"

#include <algorithm>
#include <utility>

namespace shaketable::scenarios {

void ErrorList::add(InputError error) {
    if (full()) {
        ++left_out_;
        return;
    }
    error.variant = variant_;
    errors_.push_back(std::move(error));
}

void ErrorList::add_unread(InputError error) {
    leave_unread(error.pointer);
    add(std::move(error));
}

void ErrorList::add_incomplete(InputError error) {
    if (!full())
        unread_.add_members_of(error.pointer);
    add(std::move(error));
}

void ErrorList::leave_unread(std::string pointer) {
    if (!full()) // then no later stage is asked
        unread_.add(std::move(pointer));
}

void ErrorList::enter_variant(std::string_view name) {
    variant_ = name;
    unread_.add(unread_.below("/variants/" + variant_));
}

void ErrorList::merge(const ErrorList& others) {
    errors_.insert(errors_.end(), others.errors_.begin(), others.errors_.end());
    sort_errors(errors_);
    left_out_ = std::max(left_out_, others.left_out_);
    if (errors_.size() > kMost) {
        left_out_ += errors_.size() - kMost;
        errors_.resize(kMost);
    }
}

InputErrors ErrorList::take() {
    InputErrors errors = std::exchange(errors_, {});
    sort_errors(errors);
    if (left_out_ > 0) {
        InputError more;
        more.place.file = errors.back().place.file;
        more.found = "has " + std::to_string(left_out_) + " more errors, not shown";
        errors.push_back(std::move(more));
    }
    left_out_ = 0;
    return errors;
}

} // namespace shaketable::scenarios
