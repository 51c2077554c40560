// A file that is there whole or not at all: written beside its place, then renamed.
#pragma once

#include <string>
#include <string_view>

namespace shaketable::cli {

/// Opened early, so that a path that can't be written is known before hours of simulation. What was not
/// committed is removed. A path that is no regular file (a pipe, /dev/stdout) is written to directly; a link
/// is followed.
class OutputFile {
  public:
    explicit OutputFile(const std::string& path);
    ~OutputFile();
    OutputFile(const OutputFile&) = delete;
    OutputFile& operator=(const OutputFile&) = delete;

    /// Why it can't be written; empty if it can.
    [[nodiscard]] const std::string& problem() const { return problem_; }
    /// Writes `text` and puts the file in its place. False, and problem() says why, if that fails.
    [[nodiscard]] bool commit(std::string_view text) { return write(text) && put_in_place(); }

    /// The two halves of it, for several files that shall change together.
    [[nodiscard]] bool write(std::string_view text);
    [[nodiscard]] bool put_in_place();

  private:
    bool fail(); // with the reason in errno; false

    std::string path_;      // where it shall be
    std::string temporary_; // where it is until then; empty: written directly
    std::string problem_;
    int descriptor_ = -1;
};

} // namespace shaketable::cli
