#include "tests/tidy/printed_floats.hpp"

#include "tests/tidy/bans.hpp"

namespace shaketable::tidy {

namespace {

/// A conversion of a floating-point number such as %f, %.3g or %-8.2Lf; %% is none.
bool has_float_conversion(std::string_view line) {
    for (std::size_t at = line.find('%'); at < line.size(); at = line.find('%', at + 1)) {
        const std::size_t end = line.find_first_not_of("-+#0123456789.*lL", at + 1);
        if (end == std::string_view::npos)
            return false;
        if (std::string_view("aAeEfFgG").find(line[end]) != std::string_view::npos)
            return true;
        if (line[end] == '%')
            at = end;
    }
    return false;
}

bool ends_statement(std::string_view code) {
    const std::size_t last = code.find_last_not_of(' ');
    return last != std::string_view::npos &&
           std::string_view(";{}").find(code[last]) != std::string_view::npos;
}

} // namespace

std::vector<Finding> find_printed_floats(const SourceFile& file) {
    std::vector<Finding> findings;
    if (!covers(Where::kProgram, file) || file.layer() == "bench") // prints for people, in the C locale
        return findings;
    bool in_printf = false;
    for (std::size_t i = 0; i < file.code.size(); ++i) {
        in_printf = in_printf || file.code[i].find("printf(") != std::string::npos;
        if (in_printf && has_float_conversion(file.without_comments[i]))
            findings.push_back({"printf-double", file.path, i + 1,
                                "printf writes a double as the user's locale wants it. Use std::to_chars"});
        if (ends_statement(file.code[i]))
            in_printf = false;
    }
    return findings;
}

} // namespace shaketable::tidy
