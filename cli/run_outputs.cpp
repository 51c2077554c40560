#include "cli/run_outputs.hpp"

#include "notebooks-export/csv_writer.hpp"
#include "notebooks-export/junit_writer.hpp"

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

std::vector<const analysis::Result*> results_of(const std::vector<analysis::Entry>& entries) {
    std::vector<const analysis::Result*> results;
    for (const analysis::Entry& entry : entries)
        results.push_back(&entry.result);
    return results;
}

std::string json_of(const std::vector<analysis::Entry>& entries) {
    return analysis::json_text(analysis::document_of(entries));
}

std::string junit_of(const std::vector<analysis::Entry>& entries) {
    return notebooks_export::junit_text(results_of(entries));
}

} // namespace

RunOutputs::RunOutputs(const RunRequest& request, const std::string& scenario) : csv_path_(request.csv_path) {
    add_document("--json", request.json_path, json_of);
    add_document("--junit", request.junit_path, junit_of);
    check_places(scenario);
    if (!csv_path_.empty())
        check_csv_places(scenario);
    if (!errors_.empty())
        return;
    for (Document& document : documents_) {
        document.file = std::make_unique<OutputFile>(document.path);
        check_document(document);
    }
    if (!csv_path_.empty())
        csv_.emplace(csv_path_, notebooks_export::csv_file_names());
    check_csv();
}

void RunOutputs::add_document(const std::string& option, const std::string& path, Text text) {
    if (!path.empty())
        documents_.push_back({.option = option, .path = path, .text = text});
}

void RunOutputs::check_places(const std::string& scenario) {
    for (std::size_t one = 0; one < documents_.size(); ++one) {
        const Document& document = documents_[one];
        const auto refuse = [&](const std::string& what) {
            errors_.push_back(option_error(document.option,
                                           "is " + scenarios::in_quotes(document.path) + ", " + what,
                                           "the path of another file"));
        };
        if (are_same(document.path, scenario))
            refuse("the scenario itself");
        for (std::size_t other = 0; other < one; ++other)
            if (are_same(document.path, documents_[other].path))
                refuse("the file of " + documents_[other].option + ", too");
    }
}

void RunOutputs::check_csv_places(const std::string& scenario) {
    const auto refuse = [&](const std::string& found) {
        errors_.push_back(
            option_error("--csv", found, "another directory; given was " + scenarios::in_quotes(csv_path_)));
    };
    for (const Document& document : documents_)
        if (are_same(document.path, csv_path_))
            refuse("is the file of " + document.option + ", too");
    for (const std::string_view name : notebooks_export::csv_file_names()) {
        const std::filesystem::path place = std::filesystem::path(csv_path_) / name;
        if (are_same(place, scenario))
            refuse("would replace the scenario itself, " + std::string(name));
        for (const Document& document : documents_)
            if (are_same(place, document.path))
                refuse("would replace the file of " + document.option + ", " + std::string(name));
    }
}

void RunOutputs::check_document(const Document& document) {
    if (!document.file->problem().empty())
        errors_.push_back(
            option_error(document.option, document.file->problem(),
                         "a path that can be written; given was " + scenarios::in_quotes(document.path)));
}

void RunOutputs::check_csv() {
    if (csv_ && !csv_->problem().empty())
        errors_.push_back(
            option_error("--csv", csv_->problem(),
                         "a directory in which files can be written, or a name for a new one; given was " +
                             scenarios::in_quotes(csv_path_)));
}

bool RunOutputs::commit(const std::vector<analysis::Entry>& entries) {
    for (Document& document : documents_)
        if (!document.file->commit(document.text(entries)))
            check_document(document);
    if (csv_) {
        std::vector<std::string> texts;
        for (notebooks_export::CsvFile& file : notebooks_export::csv_files(results_of(entries)))
            texts.push_back(std::move(file.text));
        if (!csv_->commit(texts))
            check_csv();
    }
    return errors_.empty();
}

} // namespace shaketable::cli
