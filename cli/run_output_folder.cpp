#include "cli/run_output_folder.hpp"

#include "engine/assert.hpp"

#include <filesystem>
#include <system_error>
#include <utility>

namespace shaketable::cli {

namespace fs = std::filesystem;

OutputFolder::OutputFolder(std::string folder, const std::vector<std::string_view>& names)
    : folder_(std::move(folder)), names_(names) {
    if (!make_folder())
        return;
    for (const std::string_view name : names_) {
        files_.push_back(std::make_unique<OutputFile>((fs::path(folder_) / name).string()));
        if (!is_fine(*files_.back(), name))
            return;
    }
}

OutputFolder::~OutputFolder() {
    files_.clear();
    std::error_code ignored;
    if (made_folder_)
        fs::remove(folder_, ignored); // if it is empty
}

bool OutputFolder::make_folder() {
    std::error_code failure;
    if (fs::is_directory(folder_, failure))
        return true;
    if (fs::exists(folder_, failure)) {
        problem_ = "is no directory";
        return false;
    }
    made_folder_ = fs::create_directory(folder_, failure);
    if (!made_folder_)
        problem_ = "can't be made: " + failure.message();
    return made_folder_;
}

bool OutputFolder::is_fine(const OutputFile& file, std::string_view name) {
    if (!file.problem().empty())
        problem_ = std::string(name) + " in it " + file.problem();
    return problem_.empty();
}

bool OutputFolder::commit(const std::vector<std::string>& texts) {
    SHAKETABLE_ASSERT(texts.size() == names_.size() && files_.size() == names_.size());
    for (std::size_t i = 0; i < files_.size(); ++i)
        if (!files_[i]->write(texts[i]))
            return is_fine(*files_[i], names_[i]);
    for (std::size_t i = 0; i < files_.size(); ++i)
        if (!files_[i]->put_in_place())
            return is_fine(*files_[i], names_[i]);
    return true;
}

} // namespace shaketable::cli
