// Several files of one directory that change together: all are written beside their places before the first
// takes its.
#pragma once

#include "cli/run_output_file.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace shaketable::cli {

/// Opened early, like OutputFile. The directory is made if it is not there, and removed again if nothing was
/// committed; other files in it are left alone.
class OutputFolder {
  public:
    OutputFolder(std::string folder, const std::vector<std::string_view>& names);
    ~OutputFolder();
    OutputFolder(const OutputFolder&) = delete;
    OutputFolder& operator=(const OutputFolder&) = delete;

    /// Which file can't be written, and why; empty if all can.
    [[nodiscard]] const std::string& problem() const { return problem_; }
    /// One text a name, in their order. False, and problem() says why, if that fails.
    [[nodiscard]] bool commit(const std::vector<std::string>& texts);

  private:
    [[nodiscard]] bool make_folder();
    [[nodiscard]] bool is_fine(const OutputFile& file, std::string_view name);

    std::string folder_;
    std::vector<std::string_view> names_;
    std::vector<std::unique_ptr<OutputFile>> files_;
    std::string problem_;
    bool made_folder_ = false;
};

} // namespace shaketable::cli
