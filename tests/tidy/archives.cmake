# What tests/tidy/archives_test.cpp needs: nm, the archives of the simulated path, and two objects that
# break its rules, to prove that it can fail.
add_library(tidy_bad_objects OBJECT tidy/bad/calls_log.cpp tidy/bad/mutable_global.cpp)
set_target_properties(tidy_bad_objects PROPERTIES UNITY_BUILD OFF)

set(archives "")
foreach(layer IN ITEMS engine models)
    get_target_property(type ${layer} TYPE)
    if(type STREQUAL "STATIC_LIBRARY")
        string(APPEND archives "$<TARGET_FILE:${layer}> ")
        add_dependencies(tidy_tests ${layer})
    endif()
endforeach()

target_compile_definitions(
    tidy_tests PRIVATE SHAKETABLE_NM="${CMAKE_NM}" SHAKETABLE_ARCHIVES="${archives}"
                       SHAKETABLE_BAD_OBJECTS="$<JOIN:$<TARGET_OBJECTS:tidy_bad_objects>, >")
add_dependencies(tidy_tests tidy_bad_objects)
