# The libFuzzer targets, in the preset fuzz only: everything they link is instrumented for them. Each *_fuzz.cpp here
# becomes a program.
set(fuzz_targets)
if(SHAKETABLE_SANITIZE MATCHES "fuzzer")
    file(GLOB fuzz_targets CONFIGURE_DEPENDS "${CMAKE_CURRENT_LIST_DIR}/*_fuzz.cpp")
endif()
foreach(source IN LISTS fuzz_targets)
    get_filename_component(name "${source}" NAME_WE)
    add_executable(${name} EXCLUDE_FROM_ALL "${source}" "${CMAKE_CURRENT_SOURCE_DIR}/support/reader_promises.cpp")
    target_link_libraries(${name} PRIVATE scenarios)
    target_link_options(${name} PRIVATE -fsanitize=fuzzer)
endforeach()
