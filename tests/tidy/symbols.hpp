// What `nm --format=sysv` says of an archive or an object file.
#pragma once

#include <string>
#include <vector>

namespace shaketable::tidy {

struct Symbol {
    std::string name;
    std::string section; ///< ".text", ".bss", "*UND*" for what is defined elsewhere
};

/// Runs nm on the files (paths apart by blanks). Empty if nm can't be run.
[[nodiscard]] std::vector<Symbol> read_symbols(const std::string& nm, const std::string& files);

/// The functions of libm that are called, other than the exact ones: "log", "powf", "__exp_finite".
[[nodiscard]] std::vector<std::string> inexact_libm_calls(const std::vector<Symbol>& symbols);

/// The variables that can be written to. Constant tables with relocations and the compiler's own are none.
[[nodiscard]] std::vector<std::string> mutable_variables(const std::vector<Symbol>& symbols);

} // namespace shaketable::tidy
