// A large generated scenario: 30 clients, 270 services with eleven replicas each, 450 edges between them; one
// service crashes, another is slow.
#pragma once

#include <string>

namespace shaketable::gui {

inline constexpr int kFleetChains = 30;

/// The text of its file; the services are "s0-0" to "s29-8". `rate` is of each client.
[[nodiscard]] std::string fleet(int rate_per_s, int duration_s);

} // namespace shaketable::gui
