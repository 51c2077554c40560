#include "tests/tidy/strip.hpp"

#include <algorithm>
#include <cctype>

namespace shaketable::tidy {

namespace {

bool is_word(char letter) { return std::isalnum(static_cast<unsigned char>(letter)) != 0 || letter == '_'; }

/// Walks the text once; each method consumes one kind of token at position_.
class Stripper {
  public:
    Stripper(std::string_view text, Literals literals) : in_(text), out_(text), literals_(literals) {}

    std::string run() {
        while (at_ < in_.size())
            step();
        return out_;
    }

  private:
    [[nodiscard]] bool sees(std::string_view what) const { return in_.substr(at_).starts_with(what); }

    void step() {
        if (sees("//"))
            blank_until(std::min(in_.find('\n', at_), in_.size()));
        else if (sees("/*"))
            blank_until(end_after("*/", at_ + 2));
        else if (sees("R\"") && (at_ == 0 || !is_word(in_[at_ - 1])))
            raw_literal();
        else if (sees("\""))
            literal('"', !is_include_line());
        else if (sees("'") && (at_ == 0 || !is_word(in_[at_ - 1]))) // not the separator of 1'000
            literal('\'', true);
        else
            ++at_;
    }

    [[nodiscard]] std::size_t end_after(std::string_view what, std::size_t from) const {
        const std::size_t found = in_.find(what, from);
        return found == std::string_view::npos ? in_.size() : found + what.size();
    }

    [[nodiscard]] bool is_include_line() const {
        const std::size_t newline = in_.rfind('\n', at_);
        const std::size_t start = newline == std::string_view::npos ? 0 : newline + 1;
        const std::size_t first = in_.find_first_not_of(" \t", start);
        return in_.substr(first).starts_with("#include");
    }

    void blank_until(std::size_t end) {
        for (; at_ < end; ++at_)
            if (in_[at_] != '\n')
                out_[at_] = ' ';
    }

    void raw_literal() {
        const std::size_t open = std::min(in_.find('(', at_), in_.size() - 1);
        const std::string close = ")" + std::string(in_.substr(at_ + 2, open - at_ - 2)) + "\"";
        const std::size_t end = end_after(close, open);
        inside(open + 1, end - std::min(end, close.size()));
        at_ = end;
    }

    void literal(char quote, bool may_empty) {
        std::size_t end = at_ + 1;
        while (end < in_.size() && in_[end] != quote && in_[end] != '\n')
            end += in_[end] == '\\' ? 2 : 1;
        end = std::min(end, in_.size());
        if (may_empty)
            inside(at_ + 1, end);
        at_ = end + 1;
    }

    void inside(std::size_t begin, std::size_t end) {
        if (literals_ == Literals::kKeep)
            return;
        for (std::size_t i = begin; i < end; ++i)
            if (in_[i] != '\n')
                out_[i] = ' ';
    }

    std::string_view in_;
    std::string out_;
    Literals literals_;
    std::size_t at_ = 0;
};

} // namespace

std::string strip(std::string_view cpp, Literals literals) { return Stripper(cpp, literals).run(); }

std::string strip_hash_comments(std::string_view text) {
    std::string out(text);
    bool in_comment = false;
    for (char& letter : out) {
        if (letter == '\n')
            in_comment = false;
        else if (letter == '#')
            in_comment = true;
        if (in_comment)
            letter = ' ';
    }
    return out;
}

} // namespace shaketable::tidy
