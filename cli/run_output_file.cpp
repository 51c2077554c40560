#include "cli/run_output_file.hpp"

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <system_error>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace shaketable::cli {

namespace {

/// What may be done with the file: as before if there is one, otherwise by the user's umask; mkstemp alone
/// would keep it from everybody else.
mode_t mode_of(const std::string& path) {
    struct stat before = {};
    if (stat(path.c_str(), &before) == 0)
        return before.st_mode & 07777U;
    const mode_t mask = umask(0);
    umask(mask);
    return 0666U & ~mask;
}

} // namespace

OutputFile::OutputFile(const std::string& path) : path_(path) {
    namespace fs = std::filesystem;
    std::error_code error;
    const fs::file_status status = fs::status(path, error);
    if (fs::exists(status) && !fs::is_regular_file(status)) {
        descriptor_ = open(path.c_str(), O_WRONLY | O_CLOEXEC);
        if (descriptor_ < 0)
            fail();
        return;
    }
    if (fs::exists(status))
        path_ = fs::canonical(path, error).string();
    if (fs::exists(status) && access(path_.c_str(), W_OK) != 0) {
        fail();
        return;
    }
    temporary_ = path_ + ".XXXXXX";
    descriptor_ = mkstemp(temporary_.data());
    if (descriptor_ < 0) {
        fail();
        temporary_.clear();
    }
}

OutputFile::~OutputFile() {
    if (descriptor_ >= 0)
        close(descriptor_);
    if (!temporary_.empty())
        unlink(temporary_.c_str());
}

bool OutputFile::fail() {
    problem_ = "can't be written: " + std::generic_category().message(errno);
    return false;
}

bool OutputFile::write(std::string_view text) {
    while (!text.empty()) {
        const ssize_t written = ::write(descriptor_, text.data(), text.size());
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return fail();
        text.remove_prefix(static_cast<std::size_t>(written));
    }
    if (!temporary_.empty() && (fchmod(descriptor_, mode_of(path_)) != 0 || fsync(descriptor_) != 0))
        return fail();
    return true;
}

bool OutputFile::put_in_place() {
    if (temporary_.empty())
        return true;
    if (std::rename(temporary_.c_str(), path_.c_str()) != 0)
        return fail();
    temporary_.clear();
    return true;
}

} // namespace shaketable::cli
