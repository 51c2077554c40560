# The profiles of policies, scenarios/profiles/NAME.json, as a source of the layer scenarios.
file(GLOB profiles CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/scenarios/profiles/*.json")
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${profiles})
list(SORT profiles)

set(profile_list "")
foreach(profile IN LISTS profiles)
    get_filename_component(name "${profile}" NAME_WE)
    file(READ "${profile}" text)
    string(APPEND profile_list "        {\"${name}\", R\"profile(${text})profile\"},\n")
endforeach()
set(profile_source "${PROJECT_BINARY_DIR}/profile_texts.cpp")
file(GENERATE OUTPUT "${profile_source}" CONTENT "// Made of scenarios/profiles/ by cmake/profiles.cmake.
#include \"scenarios/profiles.hpp\"

namespace shaketable::scenarios {

const std::vector<ProfileText>& profile_texts() {
    static const std::vector<ProfileText> texts = {
${profile_list}    };
    return texts;
}

} // namespace shaketable::scenarios
")
target_sources(scenarios PRIVATE "${profile_source}")
