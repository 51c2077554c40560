#include "tests/tidy/switch_defaults.hpp"

#include "tests/tidy/bans.hpp"
#include "tests/tidy/words.hpp"

namespace shaketable::tidy {

namespace {

/// One open brace: whether it is a switch's, and what stood directly inside it.
struct Block {
    bool is_switch = false;
    bool has_qualified_case = false;
    std::size_t default_line = 0; ///< 0: none
};

/// Reads the code line by line and keeps the blocks that are open.
class Blocks {
  public:
    void read(std::string_view line, std::size_t number, std::vector<std::size_t>& found) {
        if (has_word(line, "switch"))
            switch_ahead_ = true;
        if (!open_.empty() && open_.back().is_switch && !switch_ahead_)
            note_labels(line, number);
        for (const char letter : line)
            brace(letter, found);
    }

  private:
    void note_labels(std::string_view line, std::size_t number) {
        const std::size_t at = find_word(line, "case");
        if (at != std::string_view::npos && line.find("::", at) < find_colon(line, at))
            open_.back().has_qualified_case = true;
        const std::size_t other = find_word(line, "default");
        if (other != std::string_view::npos && find_colon(line, other) != std::string_view::npos)
            open_.back().default_line = number;
    }

    /// The single colon that ends a label.
    static std::size_t find_colon(std::string_view line, std::size_t from) {
        for (std::size_t at = line.find(':', from); at < line.size(); at = line.find(':', at + 1)) {
            if (!line.substr(at).starts_with("::"))
                return at;
            ++at;
        }
        return std::string_view::npos;
    }

    void brace(char letter, std::vector<std::size_t>& found) {
        if (letter == '{') {
            open_.push_back({.is_switch = switch_ahead_});
            switch_ahead_ = false;
        } else if (letter == '}' && !open_.empty()) {
            if (open_.back().has_qualified_case && open_.back().default_line != 0)
                found.push_back(open_.back().default_line);
            open_.pop_back();
        }
    }

    std::vector<Block> open_;
    bool switch_ahead_ = false;
};

} // namespace

std::vector<Finding> find_switch_defaults(const SourceFile& file) {
    std::vector<Finding> findings;
    if (!covers(Where::kEverywhere, file))
        return findings;
    Blocks blocks;
    std::vector<std::size_t> found;
    for (std::size_t i = 0; i < file.code.size(); ++i)
        blocks.read(file.code[i], i + 1, found);
    for (const std::size_t line : found)
        findings.push_back(
            {"switch-default", file.path, line,
             "default in a switch over an enum hides a value that is not handled. List them all, and "
             "return or assert after the switch"});
    return findings;
}

} // namespace shaketable::tidy
