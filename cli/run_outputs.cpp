#include "cli/run_outputs.hpp"

#include "notebooks-export/csv_writer.hpp"

#include <nlohmann/json.hpp>

#include <filesystem>
#include <system_error>

namespace shaketable::cli {

namespace {

/// Of places that need not exist yet.
bool are_same(const std::filesystem::path& a, const std::filesystem::path& b) {
    std::error_code failure;
    if (std::filesystem::equivalent(a, b, failure))
        return true;
    const std::filesystem::path full_a = std::filesystem::weakly_canonical(a, failure);
    return !failure && full_a == std::filesystem::weakly_canonical(b, failure) && !failure;
}

} // namespace

RunOutputs::RunOutputs(const RunRequest& request, const std::string& scenario)
    : json_path_(request.json_path), csv_path_(request.csv_path) {
    check_places(scenario);
    if (!errors_.empty())
        return;
    if (!json_path_.empty())
        json_.emplace(json_path_);
    if (!csv_path_.empty())
        csv_.emplace(csv_path_, notebooks_export::csv_file_names());
    check_json();
    check_csv();
}

void RunOutputs::check_places(const std::string& scenario) {
    if (!json_path_.empty() && are_same(json_path_, scenario))
        errors_.push_back(option_error("--json",
                                       "is " + scenarios::in_quotes(json_path_) + ", the scenario itself",
                                       "the path of another file"));
    if (csv_path_.empty())
        return;
    const auto refuse = [&](const std::string& found) {
        errors_.push_back(
            option_error("--csv", found, "another directory; given was " + scenarios::in_quotes(csv_path_)));
    };
    if (!json_path_.empty() && are_same(json_path_, csv_path_))
        refuse("is the file of --json, too");
    for (const std::string_view name : notebooks_export::csv_file_names()) {
        const std::filesystem::path place = std::filesystem::path(csv_path_) / name;
        if (are_same(place, scenario))
            refuse("would replace the scenario itself, " + std::string(name));
        if (!json_path_.empty() && are_same(place, json_path_))
            refuse("would replace the file of --json, " + std::string(name));
    }
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
