#include "scenarios/input_error.hpp"

#include <algorithm>
#include <cstdio>
#include <tuple>
#include <utility>

namespace shaketable::scenarios {

namespace {

auto order_of(const InputError& error) {
    return std::make_tuple(error.place.file_name(), error.place.line, error.place.column,
                           std::string_view(error.pointer), std::string_view(error.found),
                           std::string_view(error.accepted), std::string_view(error.nearest));
}

bool is_continuation(char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U; }

/// The byte, or its number if it is a control character.
std::string printable(char byte) {
    if (static_cast<unsigned char>(byte) >= 0x20U && byte != '\x7F')
        return std::string(1, byte);
    char buffer[8];
    std::snprintf(buffer, sizeof buffer, "\\x%02x", static_cast<unsigned>(static_cast<unsigned char>(byte)));
    return buffer;
}

/// Not more of a pointer or a list of names than anybody reads.
std::string cut(const std::string& text) {
    constexpr std::size_t kBytesMost = 2000;
    if (text.size() <= kBytesMost)
        return text;
    std::size_t length = kBytesMost;
    while (is_continuation(text[length]))
        --length;
    return text.substr(0, length) + "...";
}

} // namespace

std::string printable(std::string_view text) {
    std::string result;
    for (const char byte : text)
        result += printable(byte);
    return result;
}

std::string text_of(const InputError& error) {
    std::string text(error.place.file_name());
    if (error.place.line > 0)
        text += ":" + std::to_string(error.place.line) + ":" + std::to_string(error.place.column);
    text += ": " + (error.pointer.empty() ? std::string("the input") : cut(error.pointer)) + " " +
            cut(error.found);
    if (!error.accepted.empty())
        text += "; accepted: " + cut(error.accepted);
    if (!error.nearest.empty())
        text += "; did you mean " + in_quotes(error.nearest) + "?";
    if (!error.variant.empty())
        text += " (in variant " + in_quotes(error.variant) + ")";
    return printable(text); // the names of members, which pointers and lists show, may hold anything
}

void sort_errors(InputErrors& errors) {
    std::stable_sort(errors.begin(), errors.end(),
                     [](const auto& a, const auto& b) { return order_of(a) < order_of(b); });
    const auto same = [](const auto& a, const auto& b) { return order_of(a) == order_of(b); };
    errors.erase(std::unique(errors.begin(), errors.end(), same), errors.end());
}

std::string in_quotes(std::string_view text) {
    constexpr int kCharactersMost = 60;
    std::string result = "\"";
    int characters = 0;
    for (const char byte : text) {
        if (!is_continuation(byte) && ++characters > kCharactersMost)
            return result + "...\"";
        result += printable(byte);
    }
    return result + "\"";
}

std::string listed(const std::vector<std::string_view>& names) {
    std::string result;
    for (const std::string_view name : names) {
        if (!result.empty())
            result += ", ";
        result += name;
    }
    return result;
}

} // namespace shaketable::scenarios
