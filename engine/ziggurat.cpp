#include "engine/ziggurat.hpp"

#include "engine/math_kernels.hpp"

namespace shaketable::engine {

namespace {

/// Unnormalised densities, 1 at the mode, and their inverses.
struct ExponentialShape {
    static constexpr double density(double x) { return kernels::exp(-x); }
    static constexpr double inverse(double height) { return -kernels::log(height); }
};
struct NormalShape {
    static constexpr double density(double x) { return kernels::exp(-0.5 * x * x); }
    static constexpr double inverse(double height) { return kernels::pow(-2.0 * kernels::log(height), 0.5); }
};

/// Where the tail begins and the area of every layer (tail included), for 256 layers. Solved in 45 decimal
/// digits by bisection on the tail until the topmost layer ends at the mode; `closes` checks it.
struct Cut {
    double tail = 0.0;
    double area = 0.0;
};
constexpr Cut kExponentialCut{.tail = 7.69711747013104971405, .area = 0.00394965982258155721998};
constexpr Cut kNormalCut{.tail = 3.65415288536100877165, .area = 0.00492867323397465534736};

template <class Shape>
constexpr std::array<double, kZigguratLayers + 1> edges_of(Cut cut) {
    std::array<double, kZigguratLayers + 1> edges{};
    edges[0] = cut.area / Shape::density(cut.tail);
    edges[1] = cut.tail;
    for (std::size_t i = 1; i + 1 < kZigguratLayers; ++i)
        edges[i + 1] = Shape::inverse(Shape::density(edges[i]) + cut.area / edges[i]);
    return edges; // the last edge is 0
}

/// The topmost layer must end at the mode's height, 1.
template <class Shape>
constexpr bool closes(Cut cut) {
    const double edge = edges_of<Shape>(cut)[kZigguratLayers - 1];
    const double excess = Shape::density(edge) + cut.area / edge - 1.0;
    return excess < 1e-13 && excess > -1e-13;
}
static_assert(closes<ExponentialShape>(kExponentialCut));
static_assert(closes<NormalShape>(kNormalCut));

template <class Shape>
constexpr Ziggurat make_ziggurat(Cut cut) {
    const auto edges = edges_of<Shape>(cut);
    Ziggurat result;
    for (std::size_t i = 0; i < kZigguratLayers; ++i) {
        const double accepted = edges[i + 1] / edges[i] * 0x1p53;
        result.layers[i] = {static_cast<std::uint64_t>(accepted), edges[i] * 0x1p-53};
        result.density[i + 1] = Shape::density(edges[i + 1]);
    }
    result.tail = cut.tail;
    return result;
}

/// Whether a point at `x` in the layer, uniform in height, lies under the density there.
bool under_density(const Ziggurat& ziggurat, std::size_t layer, double density_at_x, Draws& draws) {
    const double floor = ziggurat.density[layer];
    const double ceiling = ziggurat.density[layer + 1];
    return floor + draws.unit() * (ceiling - floor) < density_at_x;
}

} // namespace

constexpr Ziggurat kExponentialZiggurat = make_ziggurat<ExponentialShape>(kExponentialCut);
constexpr Ziggurat kNormalZiggurat = make_ziggurat<NormalShape>(kNormalCut);

double finish_exponential(Draws& draws, std::size_t layer, double x) {
    // The tail beyond t is t plus another exponential: the law has no memory.
    if (layer == 0)
        return kExponentialZiggurat.tail + sample_exponential(draws);
    if (under_density(kExponentialZiggurat, layer, ExponentialShape::density(x), draws))
        return x;
    return sample_exponential(draws);
}

double finish_normal(Draws& draws, std::size_t layer, double x) {
    if (layer == 0) {
        // Marsaglia's tail (Technometrics 6, 1964): exponential proposals of rate t, accepted by e^(-a^2/2).
        const double tail = kNormalZiggurat.tail;
        while (true) {
            const double beyond = sample_exponential(draws) / tail;
            if (2.0 * sample_exponential(draws) > beyond * beyond)
                return x < 0.0 ? -(tail + beyond) : tail + beyond;
        }
    }
    if (under_density(kNormalZiggurat, layer, NormalShape::density(x), draws))
        return x;
    return sample_normal(draws);
}

} // namespace shaketable::engine
