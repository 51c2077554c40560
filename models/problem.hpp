// What is wrong with a scenario, and where: one entry for each error, all of them at once.
#pragma once

#include <string>
#include <vector>

namespace shaketable::models {

struct Problem {
    std::string pointer;  // JSON Pointer (RFC 6901) of the offending value, e.g. "/components/web/workers"
    std::string found;    // a predicate of it: "names the component \"order\", which does not exist"
    std::string accepted; // what may stand there: "an endpoint of a service or a query class of a database"
    std::string name;     // the wrong name, if it is one,
    std::vector<std::string> candidates; // and the valid ones, of which the nearest is offered
};
using Problems = std::vector<Problem>;

} // namespace shaketable::models
