// Which Shaketable this is. The build writes the source: cmake/version.cpp.in.
#pragma once

#include <string_view>

namespace shaketable::cli {

/// For instance "0.1.0 (v0.1.0-12-g3fa9c1e-dirty)"; only "0.1.0" where git does not know the checkout.
[[nodiscard]] std::string_view version();

} // namespace shaketable::cli
