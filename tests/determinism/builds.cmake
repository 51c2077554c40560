# The same bytes from gcc and clang, with and without optimisation. The program at hand is one of the builds if it is
# gcc's with -O3, as the release preset's is; the others are built below the build directory, so that the next time only
# what has changed is compiled.
set(at_hand)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_BUILD_TYPE STREQUAL "Release")
    set(at_hand $<TARGET_FILE:shaketable>)
endif()
add_test(NAME determinism.builds
         COMMAND "${CMAKE_CURRENT_LIST_DIR}/builds.sh" "${PROJECT_SOURCE_DIR}" "${PROJECT_BINARY_DIR}/determinism"
                 "${at_hand}")
set_tests_properties(determinism.builds PROPERTIES LABELS determinism TIMEOUT 1800 PROCESSORS 2 RUN_SERIAL ON)
