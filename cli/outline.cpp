#include "cli/outline.hpp"

#include <sstream>

namespace shaketable::cli {

namespace {

constexpr std::size_t kLineLength = 100;

std::string blanks(int count) { return std::string(static_cast<std::size_t>(count), ' '); }

std::string brief_member(const scenarios::Member& member) {
    const bool nested = member.value.members() != nullptr;
    return member.name + " " + (nested ? "(" + brief(member.value) + ")" : brief(member.value));
}

std::string outline_item(const std::string& name, const scenarios::Node& value, int indent) {
    const std::string line = blanks(indent) + name + "  " + brief(value) + "\n";
    const bool container = value.members() != nullptr || value.elements() != nullptr;
    if (!container || line.size() <= kLineLength)
        return line;
    return blanks(indent) + name + "\n" + outline(value, indent + 2);
}

} // namespace

std::string brief(const scenarios::Node& node) {
    if (node.text() != nullptr)
        return scenarios::printable(*node.text());
    std::string line;
    if (const scenarios::Members* members = node.members()) {
        for (const scenarios::Member& member : *members)
            line += (line.empty() ? "" : ", ") + brief_member(member);
    } else if (const scenarios::Elements* elements = node.elements()) {
        for (const scenarios::Node& element : *elements)
            line += (line.empty() ? "" : "; ") + brief(element);
        line = "[" + line + "]";
    } else {
        line = scenarios::shown(node);
    }
    return line;
}

std::string outline(const scenarios::Node& node, int indent) {
    std::string text;
    if (const scenarios::Members* members = node.members())
        for (const scenarios::Member& member : *members)
            text += outline_item(member.name, member.value, indent);
    if (const scenarios::Elements* elements = node.elements())
        for (const scenarios::Node& element : *elements)
            text += outline_item("-", element, indent);
    return text;
}

std::string wrapped(const std::string& text, int indent) {
    std::istringstream words(text);
    std::string result;
    std::string line = blanks(indent);
    for (std::string word; words >> word;) {
        word = scenarios::printable(word);
        const bool first = line.size() == static_cast<std::size_t>(indent);
        if (!first && line.size() + 1 + word.size() > kLineLength) {
            result += line + "\n";
            line = blanks(indent) + word;
        } else {
            line += (first ? "" : " ") + word;
        }
    }
    return result + line + "\n";
}

} // namespace shaketable::cli
