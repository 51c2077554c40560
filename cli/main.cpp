#include "cli/program.hpp"
#include "cli/verb.hpp"

#include <exception>
#include <iostream>
#include <new>

int main(int argument_count, char** arguments) {
    try {
        return shaketable::cli::run_program(argument_count, arguments);
    } catch (const std::bad_alloc&) {
        std::cerr
            << "shaketable: stopped: the machine has no more memory, not even for a partial result; fewer "
               "users or replicas, a wider window or a shorter duration need less\n";
        return shaketable::cli::kStopped;
    } catch (const std::exception& error) {
        std::cerr << "shaketable: internal error: " << error.what() << '\n';
    } catch (...) {
        std::cerr << "shaketable: internal error\n";
    }
    return shaketable::cli::kInternalError;
}
