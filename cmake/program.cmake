# The program: cli/ but its main is a library, so that tests reach it; the version is compiled in here.
set(version_source "${PROJECT_BINARY_DIR}/version.cpp")
add_custom_target(
    version_source
    COMMAND "${CMAKE_COMMAND}" -DSOURCE_DIR=${PROJECT_SOURCE_DIR} -DPROJECT_VERSION=${PROJECT_VERSION}
            -DOUTPUT=${version_source} -P "${PROJECT_SOURCE_DIR}/cmake/write_version.cmake"
    BYPRODUCTS "${version_source}"
    COMMENT "Asking git for the version"
    VERBATIM)

file(GLOB_RECURSE cli_sources CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/cli/*.cpp")
list(REMOVE_ITEM cli_sources "${PROJECT_SOURCE_DIR}/cli/main.cpp")
add_library(cli STATIC ${cli_sources} "${version_source}")
add_dependencies(cli version_source)
set_source_files_properties("${version_source}" PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON) # it changes with each commit
target_link_libraries(cli PUBLIC notebooks-export CLI11::CLI11)
shaketable_precompile(cli models/simulation.hpp)

if(EXISTS "${PROJECT_SOURCE_DIR}/cli/main.cpp")
    add_executable(shaketable cli/main.cpp)
    target_link_libraries(shaketable PRIVATE cli)
    set_target_properties(shaketable PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/bin")
else()
    message(WARNING "cli/main.cpp is not there: the program shaketable is not built")
endif()
