// The only exemptions from the tidy rules, each with its reason. One that is not needed any more fails.
#pragma once

#include <string_view>
#include <vector>

namespace shaketable::tidy {

struct Allowance {
    std::string_view path;
    std::string_view rule;
    std::string_view reason;
};

[[nodiscard]] inline const std::vector<Allowance>& allowances() {
    static const std::vector<Allowance> list = {
        {"engine/assert.cpp", "thread-local",
         "where the run stands, printed by a failed assertion; read by nothing else, so no result depends on "
         "it"},
    };
    return list;
}

} // namespace shaketable::tidy
