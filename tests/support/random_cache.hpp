// The parts of random scenarios that are about a cache.
#pragma once

#include "tests/support/die.hpp"

namespace shaketable::models {

/// A cache with the key spaces "a", which callers fill, "b", which loads its values itself, and "w", which
/// also saves what is put into it. `source`: a call by which it does, or nothing.
[[nodiscard]] std::string random_cache(Die& die, const std::string& source);
/// A step that asks the cache, or tells it something; `miss`: steps that get a value. Of a client no
/// messages.
[[nodiscard]] std::string random_cache_step(Die& die, const std::string& cache, const std::string& miss,
                                            bool from_client);
/// Entries of the timeline: it is flushed, or has less memory or fewer nodes for a while.
[[nodiscard]] std::string random_cache_entries(Die& die, const std::string& cache);

} // namespace shaketable::models
