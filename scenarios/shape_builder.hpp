// The visitor of `describe` that writes down shapes.
#pragma once

#include "scenarios/leaf_values.hpp"
#include "scenarios/shape.hpp"

#include <typeindex>
#include <utility>
#include <variant>

namespace shaketable::scenarios {

[[nodiscard]] Node leaf_node(models::AnyValue value);
[[nodiscard]] Node leaf_node(bool value);
[[nodiscard]] Node leaf_node(std::int64_t value);
[[nodiscard]] Node leaf_node(std::uint64_t value);
[[nodiscard]] Node leaf_node(double value);
[[nodiscard]] Node leaf_node(const std::string& value);
[[nodiscard]] Node leaf_node(engine::Duration value);
[[nodiscard]] Node leaf_node(models::Rate value);
[[nodiscard]] Node leaf_node(const models::ComponentRef& value);
[[nodiscard]] Node leaf_node(const models::PolicyRef& value);
[[nodiscard]] Node leaf_node(const models::EndpointRef& value);

/// Finds the one value that stands for a struct which may be written bare, if it holds that alternative.
struct BareValue {
    std::string_view tag;
    std::optional<Node> node;

    template <class... Alternatives>
    void verb(std::variant<Alternatives...>& chosen) {
        std::visit(
            [&](auto& alternative) {
                if (alternative.kTag == tag)
                    describe(*this, alternative);
            },
            chosen);
    }
    template <class Value>
    void operator()(const models::Knob& knob, Value& value) {
        if constexpr (Leaf<Value>)
            if (knob.name == tag)
                node = leaf_node(value);
    }
};

template <class Value>
inline constexpr bool kIsOptional = false;
template <class Value>
inline constexpr bool kIsOptional<std::optional<Value>> = true;

/// What a file may say to get the value that a default-constructed struct holds.
template <class Value>
[[nodiscard]] std::optional<Node> default_node(Value& value) {
    if constexpr (Choice<Value>) {
        return leaf_node(std::string(choices_of<Value>()[static_cast<std::size_t>(value)]));
    } else if constexpr (Leaf<Value>) {
        return leaf_node(value);
    } else if constexpr (requires { Value::kBareVerb; }) {
        BareValue bare{Value::kBareVerb, std::nullopt};
        describe(bare, value);
        return bare.node;
    } else {
        return std::nullopt;
    }
}

class ShapeBuilder {
  public:
    /// The index of a struct's shape; it is made when the struct is first met at `path`.
    template <class Config>
    std::size_t object_of(const std::string& path);
    [[nodiscard]] Shapes take() { return Shapes{std::move(objects_)}; }

  private:
    friend class ObjectShaper;

    template <class Value>
    [[nodiscard]] Shape shape_of(const std::string& path, const Value&);
    template <class Value>
    [[nodiscard]] Shape shape_of(const std::string& path, const std::optional<Value>&) {
        return shape_of(path, Value{});
    }
    template <class Value>
    [[nodiscard]] Shape shape_of(const std::string& path, const std::vector<Value>&) {
        return Shape{.kind = ValueKind::kList, .element = {shape_of(path, Value{})}};
    }
    template <class Value>
    [[nodiscard]] Shape shape_of(const std::string& path, const models::Named<Value>&) {
        return Shape{
            .kind = ValueKind::kNamed, .element = {shape_of(path, Value{})}, .names = kNameForm<Value>};
    }

    template <class... Alternatives>
    [[nodiscard]] Shape shape_of(const std::string& path, const std::variant<Alternatives...>&);

    std::vector<ObjectShape> objects_;
    std::vector<std::pair<std::type_index, std::size_t>> indices_;
};

/// Visits one struct; its shape is complete when it goes.
class ObjectShaper {
  public:
    ObjectShaper(ShapeBuilder& builder, std::string path) : builder_(builder), path_(std::move(path)) {
        shape.name = path_;
    }

    template <class Value>
    void operator()(const models::Knob& knob, Value& value) {
        const std::string path = (path_.empty() ? "" : path_ + ".") + std::string(knob.name);
        Shape knob_shape = builder_.shape_of(path, value);
        std::optional<Node> default_value;
        if (!knob.required)
            default_value = default_node(value);
        target().push_back({knob, std::move(knob_shape), kIsOptional<Value>, std::move(default_value)});
    }
    template <class... Alternatives>
    void verb(std::variant<Alternatives...>&) {
        shape.selection = Selection::kByVerb;
        shape.name.clear();
        for (const std::string_view tag : {Alternatives::kTag...})
            shape.name += (shape.name.empty() ? "" : "-or-") + std::string(tag);
        (add_alternative<Alternatives>(Alternatives::kTag, Alternatives::kDoc, ""), ...);
    }
    template <class... Alternatives>
    void kind(std::variant<Alternatives...>&) {
        shape.selection = Selection::kByKind;
        (add_alternative<Alternatives>(Alternatives::kTag, Alternatives::kDoc,
                                       std::string(Alternatives::kTag)),
         ...);
    }
    template <class... Alternatives>
    void way(std::variant<Alternatives...>&) {
        shape.selection = Selection::kByWay;
        (add_alternative<Alternatives>("", "", path_), ...);
        for (AlternativeShape& way : shape.alternatives)
            for (const KnobShape& knob : way.knobs)
                way.tag += (way.tag.empty() ? "" : " and ") + std::string(knob.knob.name);
    }

    ObjectShape shape;

  private:
    [[nodiscard]] std::vector<KnobShape>& target() {
        return inside_alternative_ ? shape.alternatives.back().knobs : shape.knobs;
    }
    template <class Alternative>
    void add_alternative(std::string_view tag, std::string_view doc, std::string path) {
        shape.alternatives.push_back({std::string(tag), doc, {}});
        std::swap(path, path_);
        inside_alternative_ = true;
        Alternative config;
        describe(*this, config);
        inside_alternative_ = false;
        std::swap(path, path_);
    }

    ShapeBuilder& builder_;
    std::string path_;
    bool inside_alternative_ = false;
};

template <class Config>
std::size_t ShapeBuilder::object_of(const std::string& path) {
    for (const auto& [type, index] : indices_)
        if (type == std::type_index(typeid(Config)))
            return index;
    const std::size_t index = objects_.size();
    indices_.emplace_back(typeid(Config), index);
    objects_.emplace_back(); // keeps its place in the order while what it holds is visited
    ObjectShaper shaper(*this, path);
    Config config;
    describe(shaper, config);
    if constexpr (requires { Config::kBareVerb; })
        shaper.shape.bare_verb = Config::kBareVerb;
    objects_[index] = std::move(shaper.shape);
    return index;
}

template <class Value>
Shape ShapeBuilder::shape_of(const std::string& path, const Value&) {
    if constexpr (Choice<Value>)
        return Shape{.kind = ValueKind::kChoice, .choices = choices_of<Value>()};
    else if constexpr (Leaf<Value>)
        return Shape{.kind = leaf_kind<Value>()};
    else
        return Shape{.kind = ValueKind::kObject, .object = object_of<Value>(path)};
}

/// Ways are not looked up by their type: two things may be stated in the same ways.
template <class... Alternatives>
Shape ShapeBuilder::shape_of(const std::string& path, const std::variant<Alternatives...>&) {
    ObjectShaper shaper(*this, path);
    std::variant<Alternatives...> chosen;
    shaper.way(chosen);
    objects_.push_back(std::move(shaper.shape));
    return Shape{.kind = ValueKind::kObject, .object = objects_.size() - 1};
}

} // namespace shaketable::scenarios
