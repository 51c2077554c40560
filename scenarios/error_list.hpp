// Collects what is wrong with one input, stage by stage, and which of its values are unknown because of it.
#pragma once

#include "models/unread.hpp"
#include "scenarios/input_error.hpp"

namespace shaketable::scenarios {

/// Stops collecting (but not counting) at a number that nobody reads.
class ErrorList {
  public:
    static constexpr std::size_t kMost = 1000;

    void add(InputError error);
    /// The same of a value that no later stage may rely on.
    void add_unread(InputError error);
    /// The same of a value that stands twice: what the other has as members, no later stage may miss.
    void add_incomplete(InputError error);
    /// No later stage may rely on the value, because of an error that stands elsewhere.
    void leave_unread(std::string pointer);
    /// What later stages may not rely on, as far as the list is not full.
    [[nodiscard]] const models::Unread& unread() const { return unread_; }

    /// What is added from now on is wrong in this variant; what is unread of its patch, of the scenario too.
    void enter_variant(std::string_view name);
    /// Adds the errors that are not here yet.
    void merge(const ErrorList& others);

    [[nodiscard]] bool empty() const { return errors_.empty(); }
    [[nodiscard]] bool full() const { return errors_.size() >= kMost; }
    /// Sorted; one more entry tells of those left out.
    [[nodiscard]] InputErrors take();

  private:
    InputErrors errors_;
    std::size_t left_out_ = 0;
    models::Unread unread_;
    std::string variant_; // of what is added; empty: the file itself
};

} // namespace shaketable::scenarios
