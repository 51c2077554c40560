// The libFuzzer target over reading and compiling a scenario: ./dev fuzz. Any bytes are a file.
#include "tests/support/reader_promises.hpp"

#include <cstdint>
#include <cstdlib>
#include <iostream>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    // Not copied: the sanitizer sees a read beyond the end.
    const std::string_view text(reinterpret_cast<const char*>(bytes), size);
    if (const std::string broken = shaketable::scenarios::broken_promise(text); !broken.empty()) {
        std::cerr << "reader: " << broken << '\n';
        std::abort();
    }
    return 0;
}
