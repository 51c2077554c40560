// Where cards have been put by hand. They are a member of the scenario's file, "canvas", which nothing but
// the desktop reads.
#pragma once

#include "scenarios/load.hpp"

#include <QString>

#include <map>
#include <optional>
#include <string>

namespace shaketable::gui {

class Places {
  public:
    /// Those that the file states.
    void load(const scenarios::LoadedFile& file);

    [[nodiscard]] std::optional<models::PlaceConfig> of(const std::string& component) const;
    /// Written into the file at once, if it is one's own: the library's stay as they are. False: it can't be
    /// written.
    [[nodiscard]] bool put(const std::string& component, models::PlaceConfig place);
    /// None is kept any more. False: the file can't be written.
    [[nodiscard]] bool forget();
    /// A copy of the file with the places. False: it can't be written, or the file can't be read any more.
    [[nodiscard]] bool save_as(const QString& path) const;
    [[nodiscard]] bool is_of_library() const { return of_library_; }

  private:
    [[nodiscard]] std::string text() const;

    std::string path_;
    bool of_library_ = false;
    std::map<std::string, models::PlaceConfig> places_; // by component
};

} // namespace shaketable::gui
