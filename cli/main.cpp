#include "cli/program.hpp"
#include "cli/verb.hpp"

#include <exception>
#include <iostream>

int main(int argument_count, char** arguments) {
    try {
        return shaketable::cli::run_program(argument_count, arguments);
    } catch (const std::exception& error) {
        std::cerr << "shaketable: internal error: " << error.what() << '\n';
    } catch (...) {
        std::cerr << "shaketable: internal error\n";
    }
    return shaketable::cli::kInternalError;
}
