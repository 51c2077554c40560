#include "scenarios/document.hpp"

#include "scenarios/tree_builder.hpp"

#include <nlohmann/json.hpp>

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <optional>
#include <system_error>

namespace shaketable::scenarios {

namespace {

std::optional<InputError> encoding_error(std::string_view text, const Place& file) {
    InputError error;
    error.place = file;
    error.place.line = 1;
    error.place.column = 1;
    error.accepted = "UTF-8 text without a byte order mark";
    if (text.starts_with("\xEF\xBB\xBF")) {
        error.found = "begins with a byte order mark";
        return error;
    }
    if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF")) {
        error.found = "is UTF-16";
        return error;
    }
    if (const std::size_t offset = text.find('\0'); offset != std::string_view::npos) {
        const TextPosition position = TokenCursor(text).advance_to(offset);
        error.place.line = position.line;
        error.place.column = position.column;
        error.found = "has a zero byte";
        return error;
    }
    return std::nullopt;
}

InputErrors one_error(InputError error) { return InputErrors{std::move(error)}; }

InputErrors file_error(const std::string& path, std::string found, std::string accepted) {
    InputError error;
    error.place.file = std::make_shared<const std::string>(path);
    error.found = std::move(found);
    error.accepted = std::move(accepted);
    return one_error(std::move(error));
}

} // namespace

engine::Result<Node, InputErrors> parse_document(std::string_view text, std::string_view file,
                                                 ErrorList& errors) {
    const Place place{std::make_shared<const std::string>(file)};
    if (std::optional<InputError> error = encoding_error(text, place))
        return one_error(*std::move(error));
    if (text.find_first_not_of(" \t\r\n") == std::string_view::npos)
        return file_error(std::string(file), "is empty", "a JSON object");
    TreeBuilder builder(text, place.file, errors);
    constexpr bool kStrict = true;
    constexpr bool kIgnoreComments = true;
    nlohmann::json::sax_parse(text.begin(), text.end(), &builder, nlohmann::json::input_format_t::json,
                              kStrict, kIgnoreComments);
    return builder.take();
}

engine::Result<std::string, InputErrors> read_text_file(const std::string& path) {
    std::error_code failure;
    const std::filesystem::file_status status = std::filesystem::status(path, failure);
    if (status.type() == std::filesystem::file_type::not_found)
        return file_error(path, "does not exist", "a scenario file");
    if (std::filesystem::is_directory(status))
        return file_error(path, "is a directory", "a scenario file");
    errno = 0;
    std::ifstream file(path, std::ios::binary);
    if (!file)
        return file_error(path, std::string("can't be opened: ") + std::strerror(errno),
                          "a file that can be read");
    std::string text;
    std::array<char, 65'536> part{};
    while (text.size() <= kFileSizeMost && (file.read(part.data(), part.size()) || file.gcount() > 0))
        text.append(part.data(), static_cast<std::size_t>(file.gcount()));
    if (file.bad())
        return file_error(path, std::string("can't be read: ") + std::strerror(errno),
                          "a file that can be read");
    if (text.size() > kFileSizeMost)
        return file_error(path, "is too large", "at most " + std::to_string(kFileSizeMost >> 20U) + " MiB");
    return text;
}

} // namespace shaketable::scenarios
