#include "analysis/inputs_hash.hpp"

#include "analysis/result.hpp"
#include "engine/fingerprint.hpp"

namespace shaketable::analysis {

std::string inputs_hash(const scenarios::Node& tree, std::uint64_t seed, engine::Duration until) {
    engine::Fingerprint hash;
    for (const char letter : scenarios::json_text(tree))
        hash.fold(static_cast<unsigned char>(letter));
    hash.fold(seed);
    hash.fold(static_cast<std::uint64_t>(until.ns()));
    return hex_of(hash.value());
}

} // namespace shaketable::analysis
