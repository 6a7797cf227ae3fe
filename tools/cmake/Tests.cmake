# One GoogleTest program per room of tests/: tests/sim/**.cc -> sim_tests, tests/model/node/**.cc ->
# model_node_tests, tests/*.cc -> root_tests. A program links its own room and nothing above it, so
# that half a change builds. tests/long is labelled "long", tests/nightly "nightly", everything else
# "quick"; nightly tests exist only with IMSTORM_NIGHTLY.

include(GoogleTest)
set(CMAKE_GTEST_DISCOVER_TESTS_DISCOVERY_MODE PRE_TEST)

# The library under test; a room that is not named here sees everything.
set(subject_tidy imstorm_compiler fmt::fmt)
set(subject_sim imstorm_sim)
set(subject_model imstorm_model)
set(subject_model_types imstorm_history)
set(subject_model_history imstorm_history)
set(subject_model_invariants imstorm_invariants)
set(subject_model_scenario imstorm_scenario)
set(subject_model_protocol imstorm_model)
set(subject_model_node imstorm_model)
set(subject_model_world imstorm_model)
set(subject_reports imstorm_reports)
set(subject_digest imstorm_model)

file(GLOB_RECURSE test_sources CONFIGURE_DEPENDS RELATIVE ${PROJECT_SOURCE_DIR}/tests tests/*.cc)
list(FILTER test_sources EXCLUDE REGEX "^fuzz/")
if(NOT IMSTORM_NIGHTLY)
  list(FILTER test_sources EXCLUDE REGEX "^nightly/")
endif()

set(groups)
foreach(source IN LISTS test_sources)
  if(source MATCHES "^tidy(/|_test)")
    set(group tidy)
  elseif(source MATCHES "^model/([a-z]+)/")
    set(group model_${CMAKE_MATCH_1})
  elseif(source MATCHES "^([a-z]+)/")
    set(group ${CMAKE_MATCH_1})
  else()
    set(group root)
  endif()
  list(APPEND groups ${group})
  list(APPEND sources_${group} ${PROJECT_SOURCE_DIR}/tests/${source})
endforeach()
list(REMOVE_DUPLICATES groups)

add_custom_target(quick_tests)
foreach(group IN LISTS groups)
  set(program ${group}_tests)
  if(NOT DEFINED subject_${group})
    set(subject_${group} imstorm_cli)
  endif()
  add_executable(${program} ${sources_${group}})
  target_link_libraries(${program} PRIVATE ${subject_${group}} rapidcheck GTest::gtest_main)
  # What is under test keeps its -O3; the tests themselves are compiled in two thirds of the time.
  target_compile_options(${program} PRIVATE $<$<CONFIG:Release>:-O1>)
  # Only where it is asked for: a compiler cache then serves every checkout.
  foreach(source IN LISTS sources_${group})
    file(STRINGS ${source} asks LIMIT_COUNT 1
         REGEX "IMSTORM_SOURCE_DIR|golden.h|goldens.h|tests/tools/command.h|sound_profile.h")
    if(asks)
      set_property(SOURCE ${source} APPEND PROPERTY COMPILE_DEFINITIONS
                   IMSTORM_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
    endif()
  endforeach()
  if(TARGET imstorm AND subject_${group} STREQUAL "imstorm_cli")
    add_dependencies(${program} imstorm)
    target_compile_definitions(${program} PRIVATE IMSTORM_BINARY="$<TARGET_FILE:imstorm>")
  endif()

  set(label quick)
  set(timeout 300)
  if(group MATCHES "^(long|nightly)$")
    set(label ${group})
    set(timeout 3600)
  elseif(IMSTORM_SANITIZE AND
         NOT group MATCHES "^(sim|digest|model_(types|history|scenario|node|world))$")
    # What runs on the path of a run, and what reads files; the rest would double the time of the
    # whole suite.
    set(label unsanitized)
  else()
    add_dependencies(quick_tests ${program})
  endif()
  set(properties LABELS ${label} TIMEOUT ${timeout})
  if(NOT IMSTORM_NIGHTLY)
    list(APPEND properties ENVIRONMENT RC_PARAMS=seed=42)
  endif()
  string(REPLACE _ / prefix ${group}/)
  gtest_discover_tests(${program} TEST_PREFIX ${prefix}
                       WORKING_DIRECTORY ${PROJECT_SOURCE_DIR} DISCOVERY_TIMEOUT 60
                       PROPERTIES ${properties})
endforeach()
# tests/long/article_test.cc has a test for each scenario: new files must be discovered.
if(TARGET long_tests)
  file(GLOB_RECURSE scenario_files CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/scenarios/*.toml)
  set_target_properties(long_tests PROPERTIES LINK_DEPENDS "${scenario_files}")
endif()
# The page of reports/viewer: built again and compared, then used in a browser. Skipped, with a line
# that says why, without Node.js, Chromium or the packages of its lockfile.
if(TARGET imstorm)
  foreach(part built page kinds trace compared campaign exports)
    add_test(NAME browser/${part} COMMAND ${PROJECT_SOURCE_DIR}/reports/viewer/test/run
             $<TARGET_FILE:imstorm> ${part})
    # One at a time: one of them measures.
    set_tests_properties(browser/${part} PROPERTIES LABELS browser SKIP_RETURN_CODE 77
                         TIMEOUT 600 RUN_SERIAL TRUE)
  endforeach()
endif()
list(JOIN groups " " groups)
message(STATUS "tests: ${groups}")
