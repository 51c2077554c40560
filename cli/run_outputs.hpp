// The files that a run leaves behind: the result as JSON, as tables, and as a report of its expectations.
#pragma once

#include "analysis/result_json.hpp"
#include "cli/run_options.hpp"
#include "cli/run_output_file.hpp"
#include "cli/run_output_folder.hpp"

#include <memory>
#include <optional>
#include <vector>

namespace shaketable::cli {

/// Opened before the run, so that what can't be written is known before hours of simulation.
class RunOutputs {
  public:
    /// `scenario` is the path of the file that was read, which no output may replace.
    RunOutputs(const RunRequest& request, const std::string& scenario);

    /// What can't be written; empty if all that was asked for can.
    [[nodiscard]] const scenarios::InputErrors& errors() const { return errors_; }
    /// False, and errors() tells why, if something could not be written.
    [[nodiscard]] bool commit(const std::vector<analysis::Entry>& entries);

  private:
    using Text = std::string (*)(const std::vector<analysis::Entry>& entries);
    struct Document {
        std::string option;
        std::string path;
        Text text = nullptr;
        std::unique_ptr<OutputFile> file = {};
    };

    void add_document(const std::string& option, const std::string& path, Text text);
    /// No two of the files are the same, nor the scenario.
    void check_places(const std::string& scenario);
    void check_csv_places(const std::string& scenario);
    void check_document(const Document& document);
    void check_csv();

    std::vector<Document> documents_;
    std::string csv_path_; // empty: none
    std::optional<OutputFolder> csv_;
    scenarios::InputErrors errors_;
};

} // namespace shaketable::cli
