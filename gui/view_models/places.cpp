#include "gui/view_models/places.hpp"

#include "scenarios/document.hpp"
#include "scenarios/library.hpp"
#include "scenarios/member_text.hpp"

#include <QSaveFile>

#include <nlohmann/json.hpp>

#include <cmath>

namespace shaketable::gui {

void Places::load(const scenarios::LoadedFile& file) {
    path_ = file.path;
    places_.clear();
    if (const auto config = file.config_for(""))
        for (const auto& [name, place] : config.value().canvas)
            places_.emplace(name, place);
    const auto library = scenarios::library_directory();
    of_library_ = library && path_.starts_with(library.value() + "/");
}

std::optional<models::PlaceConfig> Places::of(const std::string& component) const {
    const auto found = places_.find(component);
    return found == places_.end() ? std::nullopt : std::optional(found->second);
}

bool Places::put(const std::string& component, models::PlaceConfig place) {
    places_.insert_or_assign(component, place);
    return of_library_ || save_as(QString::fromStdString(path_));
}

bool Places::forget() {
    const bool had_some = !places_.empty();
    places_.clear();
    return of_library_ || !had_some || save_as(QString::fromStdString(path_));
}

bool Places::save_as(const QString& path) const {
    const std::string whole = text();
    const auto size = static_cast<qint64>(whole.size());
    QSaveFile file(path);
    return !whole.empty() && file.open(QIODevice::WriteOnly) && file.write(whole.data(), size) == size &&
           file.commit();
}

/// The file as it is now, whoever has changed it meanwhile, with the places; empty: it is none any more.
std::string Places::text() const {
    const auto now = scenarios::read_text_file(path_);
    if (!now)
        return {};
    const auto file = scenarios::load_text(now.value(), path_);
    if (!file)
        return {};
    if (places_.empty()) {
        const auto config = file.value().config_for("");
        const bool states_some = config && !config.value().canvas.empty();
        return states_some ? scenarios::with_member(now.value(), "canvas", "{}") : now.value();
    }
    std::string canvas;
    for (const auto& [name, place] : places_)
        canvas += (canvas.empty() ? "{\n    " : ",\n    ") + nlohmann::json(name).dump() +
                  ": { \"x\": " + std::to_string(std::lround(place.x)) +
                  ", \"y\": " + std::to_string(std::lround(place.y)) + " }";
    return scenarios::with_member(now.value(), "canvas", canvas + "\n  }");
}

} // namespace shaketable::gui
