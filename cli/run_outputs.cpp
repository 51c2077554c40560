#include "cli/run_outputs.hpp"

#include "notebooks-export/csv_writer.hpp"

#include <nlohmann/json.hpp>

#include <filesystem>
#include <system_error>

namespace shaketable::cli {

RunOutputs::RunOutputs(const RunRequest& request, const std::string& scenario)
    : json_path_(request.json_path), csv_path_(request.csv_path) {
    protect(scenario);
    if (!errors_.empty())
        return;
    if (!json_path_.empty())
        json_.emplace(json_path_);
    if (!csv_path_.empty())
        csv_.emplace(csv_path_, notebooks_export::csv_file_names());
    check_json();
    check_csv();
}

void RunOutputs::protect(const std::string& scenario) {
    std::error_code absent;
    if (!json_path_.empty() && std::filesystem::equivalent(json_path_, scenario, absent))
        errors_.push_back(option_error("--json",
                                       "is " + scenarios::in_quotes(json_path_) + ", the scenario itself",
                                       "the path of another file"));
}

void RunOutputs::check_json() {
    if (json_ && !json_->problem().empty())
        errors_.push_back(
            option_error("--json", json_->problem(),
                         "a path that can be written; given was " + scenarios::in_quotes(json_path_)));
}

void RunOutputs::check_csv() {
    if (csv_ && !csv_->problem().empty())
        errors_.push_back(
            option_error("--csv", csv_->problem(),
                         "a directory in which files can be written, or a name for a new one; given was " +
                             scenarios::in_quotes(csv_path_)));
}

bool RunOutputs::commit(const std::vector<analysis::Entry>& entries) {
    if (json_ && !json_->commit(analysis::json_text(analysis::document_of(entries))))
        check_json();
    if (csv_) {
        std::vector<const analysis::Result*> results;
        for (const analysis::Entry& entry : entries)
            results.push_back(&entry.result);
        std::vector<std::string> texts;
        for (notebooks_export::CsvFile& file : notebooks_export::csv_files(results))
            texts.push_back(std::move(file.text));
        if (!csv_->commit(texts))
            check_csv();
    }
    return errors_.empty();
}

} // namespace shaketable::cli
