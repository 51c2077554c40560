#include "scenarios/tree_difference.hpp"

#include "scenarios/json_pointer.hpp"
#include "scenarios/names.hpp"

namespace shaketable::scenarios {

namespace {

class TreeComparison {
  public:
    void compare(const Node& left, const Node& right, const std::string& pointer) {
        if (left.members() != nullptr && right.members() != nullptr)
            compare_members(left, right, pointer);
        else if (left.elements() != nullptr && right.elements() != nullptr &&
                 left.elements()->size() == right.elements()->size())
            compare_elements(*left.elements(), *right.elements(), pointer);
        else if (json_text(left) != json_text(right))
            differences.push_back({pointer, &left, &right});
    }

    std::vector<TreeDifference> differences;

  private:
    void compare_members(const Node& left, const Node& right, const std::string& pointer) {
        for (const Member& member : *left.members()) {
            const Member* other = right.find(member.name);
            if (member.name.starts_with(kFreePrefix))
                continue;
            if (other == nullptr)
                differences.push_back({child_pointer(pointer, member.name), &member.value, nullptr});
            else
                compare(member.value, other->value, child_pointer(pointer, member.name));
        }
        for (const Member& member : *right.members())
            if (!member.name.starts_with(kFreePrefix) && left.find(member.name) == nullptr)
                differences.push_back({child_pointer(pointer, member.name), nullptr, &member.value});
    }

    void compare_elements(const Elements& left, const Elements& right, const std::string& pointer) {
        for (std::size_t index = 0; index < left.size(); ++index)
            compare(left[index], right[index], child_pointer(pointer, std::to_string(index)));
    }
};

} // namespace

std::vector<TreeDifference> tree_differences(const Node& left, const Node& right) {
    TreeComparison comparison;
    comparison.compare(left, right, "");
    return std::move(comparison.differences);
}

} // namespace shaketable::scenarios
