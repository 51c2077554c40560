#include "scenarios/names.hpp"

#include <algorithm>

namespace shaketable::scenarios {

namespace {

bool is_plain_name(std::string_view text) {
    const auto allowed = [](char letter) {
        return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
               (letter >= '0' && letter <= '9') || letter == '-' || letter == '_';
    };
    return !text.empty() && std::all_of(text.begin(), text.end(), allowed);
}

} // namespace

bool is_name(std::string_view text, NameForm form) {
    const std::size_t arrow = text.find("->");
    switch (form) {
    case NameForm::kPlain:
        return is_plain_name(text);
    case NameForm::kEdge:
        return arrow != std::string_view::npos && is_plain_name(text.substr(0, arrow)) &&
               is_plain_name(text.substr(arrow + 2));
    }
    return false;
}

std::string_view described(NameForm form) {
    switch (form) {
    case NameForm::kPlain:
        return "a name of letters, digits, '-' and '_'";
    case NameForm::kEdge:
        return "caller and callee, for instance \"web->orders\"";
    }
    return "";
}

std::string_view pattern_of(NameForm form) {
    switch (form) {
    case NameForm::kPlain:
        return "[A-Za-z0-9_-]+";
    case NameForm::kEdge:
        return "[A-Za-z0-9_-]+->[A-Za-z0-9_-]+";
    }
    return "";
}

} // namespace shaketable::scenarios
