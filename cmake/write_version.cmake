# Run at every build: writes the version's source, and touches it only when the version has changed.
set(GIT_DESCRIPTION "")
find_program(GIT git)
if(GIT AND EXISTS "${SOURCE_DIR}/.git")
    execute_process(
        COMMAND "${GIT}" -C "${SOURCE_DIR}" describe --always --tags --dirty
        OUTPUT_VARIABLE GIT_DESCRIPTION
        OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
endif()
if(GIT_DESCRIPTION)
    set(GIT_DESCRIPTION " (${GIT_DESCRIPTION})")
endif()
configure_file("${SOURCE_DIR}/cmake/version.cpp.in" "${OUTPUT}" @ONLY)
