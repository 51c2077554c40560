# The desktop program, where its packages are there (./dev setup gui): gui/ but its main is a library, so that
# tests reach it. Everything else builds without it.
if(SHAKETABLE_CLI_ONLY)
    return()
endif()
find_package(Qt6 6.4 QUIET COMPONENTS Widgets PrintSupport Svg Test)
find_package(QCustomPlotQt6 QUIET)
find_package(PkgConfig QUIET)
if(PkgConfig_FOUND)
    pkg_check_modules(GRAPHVIZ QUIET IMPORTED_TARGET libgvc)
endif()

file(GLOB_RECURSE gui_sources CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/gui/*.cpp" "${PROJECT_SOURCE_DIR}/gui/*.hpp")
list(REMOVE_ITEM gui_sources "${PROJECT_SOURCE_DIR}/gui/main.cpp")
set(gui_bench_sources ${gui_sources})
list(FILTER gui_sources EXCLUDE REGEX "/gui/bench/")
list(FILTER gui_bench_sources INCLUDE REGEX "/gui/bench/")
if(NOT Qt6_FOUND OR NOT QCustomPlotQt6_FOUND OR NOT TARGET PkgConfig::GRAPHVIZ)
    message(STATUS "The desktop is not built: ./dev setup gui installs what it needs")
    return()
endif()

add_library(gui STATIC ${gui_sources})
set_target_properties(gui PROPERTIES AUTOMOC ON)
target_link_libraries(gui PUBLIC notebooks-export Qt6::Widgets Qt6::Svg QCustomPlotQt6::QCustomPlotQt6 PkgConfig::GRAPHVIZ)

add_executable(shaketable-gui gui/main.cpp)
target_link_libraries(shaketable-gui PRIVATE gui)
set_target_properties(shaketable-gui PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/bin")

# What the desktop costs: bench/gui runs it.
add_executable(gui_bench ${gui_bench_sources})
target_link_libraries(gui_bench PRIVATE gui)
set_target_properties(gui_bench PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/bench")
