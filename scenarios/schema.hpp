// The JSON Schema (draft 2020-12) of scenario files, made from the descriptions of the knobs: for editors,
// and for whoever writes files by program. It knows the form, not what refers to what; `validate` knows both.
#pragma once

#include <string>

namespace shaketable::scenarios {

/// JSON text, the same bytes on every machine.
[[nodiscard]] std::string schema_text();

} // namespace shaketable::scenarios
