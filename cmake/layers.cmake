# A layer is a folder that becomes a static library; while it has no source it is an empty interface.

# shaketable_add_layer(<folder> [WHOLE] [PRECOMPILE <header>] [NEEDS <target>...])
#   WHOLE   of a unity build: one translation unit, so that everything can be inlined
function(shaketable_add_layer folder)
    cmake_parse_arguments(PARSE_ARGV 1 layer WHOLE PRECOMPILE NEEDS)
    file(GLOB_RECURSE sources CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/${folder}/*.cpp")
    if(sources)
        add_library(${folder} STATIC ${sources})
        target_link_libraries(${folder} PUBLIC ${layer_NEEDS})
        shaketable_precompile(${folder} ${layer_PRECOMPILE})
        if(layer_WHOLE)
            shaketable_compile_whole(${folder})
        endif()
    else()
        add_library(${folder} INTERFACE)
        target_link_libraries(${folder} INTERFACE ${layer_NEEDS})
    endif()
endfunction()

# shaketable_compile_whole(<target>): g++ stops to inline where a large source has grown by so much, and where a
# function is called from several places; a source of many files is large by its nature, and has more of both.
# Measured: a tenth fewer instructions of a run.
function(shaketable_compile_whole target)
    set_target_properties(${target} PROPERTIES UNITY_BUILD_BATCH_SIZE 0)
    if(SHAKETABLE_UNITY AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
        target_compile_options(${target} PRIVATE --param=large-unit-insns=1000000 --param=max-inline-insns-single=500)
    endif()
endfunction()

# shaketable_precompile(<target> [<header>]): what most of its sources begin with, measured: half of a model's
# time. A unity build reads it a few times only.
function(shaketable_precompile target)
    if(ARGN AND NOT SHAKETABLE_UNITY)
        target_precompile_headers(${target} PRIVATE "${PROJECT_SOURCE_DIR}/${ARGN}")
    endif()
endfunction()

# shaketable_define(<layer> <definition>...): for the layer's own sources only, if it has any.
function(shaketable_define folder)
    get_target_property(type ${folder} TYPE)
    if(NOT type STREQUAL "INTERFACE_LIBRARY")
        target_compile_definitions(${folder} PRIVATE ${ARGN})
    endif()
endfunction()
