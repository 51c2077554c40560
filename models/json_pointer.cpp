#include "models/json_pointer.hpp"

namespace shaketable::models {

std::string child_pointer(std::string_view parent, std::string_view name) {
    std::string result(parent);
    result += '/';
    for (const char letter : name) {
        if (letter == '~')
            result += "~0";
        else if (letter == '/')
            result += "~1";
        else
            result += letter;
    }
    return result;
}

} // namespace shaketable::models
