# The language, the warnings and the arithmetic, the same for every target.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_UNITY_BUILD ${SHAKETABLE_UNITY})
set(CMAKE_UNITY_BUILD_BATCH_SIZE 12 CACHE STRING "Sources that a unity build compiles as one; 0: all of a target's")

if(NOT CMAKE_BUILD_TYPE)
    set(CMAKE_BUILD_TYPE Release CACHE STRING "" FORCE)
endif()
# CMake's own default adds NDEBUG; our assertions stay on either way, and so shall a third party's.
set(CMAKE_CXX_FLAGS_RELEASE "-O3")
set(CMAKE_CXX_FLAGS_RELWITHDEBINFO "-O2 -g")

include_directories("${PROJECT_SOURCE_DIR}")
add_compile_options(-Wall -Wextra -Wpedantic -Wshadow -Wconversion)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
    # False alarms of g++ 12 at "literal" + std::string: its bugs 105329 and 105651.
    add_compile_options(-Wno-restrict -Wno-array-bounds -Wno-stringop-overflow -Wno-stringop-overread)
endif()

# Without it a compiler may fuse a*b+c into one rounding, and results would differ between machines.
add_compile_options(-ffp-contract=off)

# A compiler newer than ours may warn of something new: that must not keep anybody from building.
set(shaketable_werror ${SHAKETABLE_WERROR})
if(SHAKETABLE_WERROR STREQUAL "AUTO")
    set(shaketable_werror OFF)
    if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
        set(shaketable_werror ON)
    elseif(CMAKE_CXX_COMPILER_ID STREQUAL "Clang" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 15)
        set(shaketable_werror ON)
    endif()
endif()
if(shaketable_werror)
    add_compile_options(-Werror)
endif()

if(SHAKETABLE_SANITIZE)
    add_compile_options(-fsanitize=${SHAKETABLE_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
    add_link_options(-fsanitize=${SHAKETABLE_SANITIZE})
endif()

if(SHAKETABLE_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
    find_program(SHAKETABLE_CCACHE_PROGRAM ccache)
    mark_as_advanced(SHAKETABLE_CCACHE_PROGRAM)
    if(SHAKETABLE_CCACHE_PROGRAM)
        # ccache caches a source behind a precompiled header only when told that this is safe.
        set(CMAKE_CXX_COMPILER_LAUNCHER env CCACHE_SLOPPINESS=pch_defines,time_macros
                                        "${SHAKETABLE_CCACHE_PROGRAM}")
        if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
            add_compile_options(-fpch-preprocess)
        endif()
    endif()
endif()
