#include "tests/tidy/symbols.hpp"

#include "tests/tidy/libm_names.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <memory>

namespace shaketable::tidy {

namespace {

std::string output_of(const std::string& command) {
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> pipe(popen(command.c_str(), "r"), pclose);
    std::string output;
    std::array<char, 4096> buffer{};
    while (pipe && std::fgets(buffer.data(), static_cast<int>(buffer.size()), pipe.get()) != nullptr)
        output += buffer.data();
    return output;
}

std::string trimmed(std::string_view text) {
    const std::size_t first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos)
        return "";
    return std::string(text.substr(first, text.find_last_not_of(" \t") - first + 1));
}

bool is_inexact(std::string_view name) {
    const std::vector<std::string_view>& names = inexact_libm_names();
    const auto knows = [&](std::string_view what) {
        return std::find(names.begin(), names.end(), what) != names.end();
    };
    if (name.starts_with("__") && name.ends_with("_finite"))
        name = name.substr(2, name.size() - 2 - std::string_view("_finite").size());
    if (is_exact_libm(name))
        return false;
    if (knows(name))
        return true;
    const bool narrow_or_wide = name.ends_with('f') || name.ends_with('l');
    const std::string_view base = name.substr(0, name.size() - 1);
    return narrow_or_wide && (knows(base) || is_exact_libm(base));
}

} // namespace

std::vector<Symbol> read_symbols(const std::string& nm, const std::string& files) {
    // name | value | class | type | size | line | section
    std::vector<Symbol> symbols;
    const std::string output = output_of("LC_ALL=C '" + nm + "' --format=sysv " + files);
    for (std::size_t at = 0; at < output.size();) {
        const std::size_t end = std::min(output.find('\n', at), output.size());
        const std::string_view line = std::string_view(output).substr(at, end - at);
        if (std::count(line.begin(), line.end(), '|') == 6)
            symbols.push_back(
                {trimmed(line.substr(0, line.find('|'))), trimmed(line.substr(line.rfind('|') + 1))});
        at = end + 1;
    }
    return symbols;
}

std::vector<std::string> inexact_libm_calls(const std::vector<Symbol>& symbols) {
    std::vector<std::string> calls;
    for (const Symbol& symbol : symbols)
        if (symbol.section == "*UND*" && is_inexact(symbol.name))
            calls.push_back(symbol.name);
    return calls;
}

std::vector<std::string> mutable_variables(const std::vector<Symbol>& symbols) {
    std::vector<std::string> variables;
    for (const Symbol& symbol : symbols) {
        const std::string_view section = symbol.section;
        const bool writable = section.starts_with(".bss") || section.starts_with(".tbss") ||
                              section.starts_with(".tdata") ||
                              (section.starts_with(".data") && !section.starts_with(".data.rel.ro"));
        const bool compilers_own = symbol.name.starts_with("DW.ref.") || symbol.name.starts_with(".L") ||
                                   symbol.name.find("asan") != std::string::npos;
        if (writable && !compilers_own && symbol.name != section)
            variables.push_back(symbol.name);
    }
    return variables;
}

} // namespace shaketable::tidy
