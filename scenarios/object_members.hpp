// Which members an object has and may have: what the reader of described structs knows besides their types.
#pragma once

#include "models/describe.hpp"
#include "scenarios/error_list.hpp"
#include "scenarios/member_names.hpp"
#include "scenarios/node.hpp"

#include <optional>

namespace shaketable::scenarios {

/// "min and max, or mean and cv"
[[nodiscard]] std::string in_words(const Ways& ways);

/// Goes with one object while its members are read, and reports at the end what is missing and what is
/// unknown. An object of which it is not clear what it is becomes unread as a whole.
class ObjectMembers {
  public:
    /// `object` and `errors` must outlive it. `node` is an object.
    ObjectMembers(const Node& object, std::string pointer, ErrorList& errors);

    /// The member, which is known from now on; nullptr if absent. A required one that is absent is reported
    /// by `finish`, with what it accepts.
    [[nodiscard]] const Node* take(const models::Knob& knob, const std::string& accepted);
    /// The index of the one tag that is a member; nothing, and an error, if none or several are. `others` are
    /// all names that any of the alternatives knows.
    [[nodiscard]] std::optional<std::size_t> take_verb(const std::vector<std::string_view>& tags,
                                                       const std::vector<std::string_view>& others);
    /// The index of the tag that the member "kind" names; nothing, and an error, otherwise.
    [[nodiscard]] std::optional<std::size_t> take_kind(const std::vector<std::string_view>& tags);
    /// The index of the way whose members are those of the object; nothing, and an error, if they are no
    /// way's.
    [[nodiscard]] std::optional<std::size_t> take_way(const Ways& ways);
    /// Reports missing and unknown members.
    void finish();

    [[nodiscard]] std::string pointer_of(std::string_view name) const;
    [[nodiscard]] ErrorList& errors() const { return errors_; }

  private:
    struct Missing {
        std::string_view name;
        std::string accepted;
    };
    void report_unknown(const Member& member, std::vector<std::string_view>& explained);
    void report_missing_ways();

    const Node& object_;
    std::string pointer_;
    ErrorList& errors_;
    std::vector<std::string_view> known_;
    std::vector<Missing> missing_;
    std::vector<std::string_view> missing_verbs_; // the tags, where none is a member
    Ways missing_ways_;                           // where the members are those of none
    bool anything_goes_ = false;                  // its kind is unknown, hence its members
};

} // namespace shaketable::scenarios
