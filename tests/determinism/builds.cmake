# The same bytes from gcc and clang, with and without optimisation: builds the program four times, below the build
# directory, so that the next time only what has changed is compiled.
add_test(NAME determinism.builds
         COMMAND "${CMAKE_CURRENT_LIST_DIR}/builds.sh" "${PROJECT_SOURCE_DIR}" "${PROJECT_BINARY_DIR}/determinism")
set_tests_properties(determinism.builds PROPERTIES LABELS determinism TIMEOUT 1800 PROCESSORS 2 RUN_SERIAL ON)
