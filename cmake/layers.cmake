# A layer is a folder that becomes a static library; while it has no source it is an empty interface.

# shaketable_add_layer(<folder> [PRECOMPILE <header>] [NEEDS <target>...])
function(shaketable_add_layer folder)
    cmake_parse_arguments(PARSE_ARGV 1 layer "" PRECOMPILE NEEDS)
    file(GLOB_RECURSE sources CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/${folder}/*.cpp")
    if(sources)
        add_library(${folder} STATIC ${sources})
        target_link_libraries(${folder} PUBLIC ${layer_NEEDS})
        shaketable_precompile(${folder} ${layer_PRECOMPILE})
    else()
        add_library(${folder} INTERFACE)
        target_link_libraries(${folder} INTERFACE ${layer_NEEDS})
    endif()
endfunction()

# shaketable_precompile(<target> [<header>]): what most of its sources begin with, measured: half of a model's
# time. One translation unit for the whole layer reads it once anyway.
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
