# Finds every library, then names all that are missing in one line. The packages are Debian's.

set(missing)

# imstorm_package(<package> TARGET <target> FIND <arguments of find_package>)
macro(imstorm_package package)
  cmake_parse_arguments(arg "" "TARGET" "FIND" ${ARGN})
  if(NOT TARGET ${arg_TARGET})
    find_package(${arg_FIND} QUIET)
  endif()
  if(NOT TARGET ${arg_TARGET})
    list(APPEND missing ${package})
  endif()
endmacro()

# imstorm_header(<package> TARGET <target> HEADER <header>): a library that is only headers.
macro(imstorm_header package)
  cmake_parse_arguments(arg "" "TARGET;HEADER" "" ${ARGN})
  find_path(${arg_TARGET}_INCLUDE ${arg_HEADER})
  mark_as_advanced(${arg_TARGET}_INCLUDE)
  if(${arg_TARGET}_INCLUDE)
    add_library(${arg_TARGET} INTERFACE)
    target_include_directories(${arg_TARGET} SYSTEM INTERFACE ${${arg_TARGET}_INCLUDE})
  else()
    list(APPEND missing ${package})
  endif()
endmacro()

imstorm_package(libfmt-dev TARGET fmt::fmt FIND fmt 9 CONFIG)
imstorm_package(libboost-graph-dev TARGET Boost::headers FIND Boost 1.74 CONFIG)
imstorm_package(libboost-program-options-dev TARGET Boost::program_options
                FIND Boost 1.74 CONFIG COMPONENTS program_options)
imstorm_package(nlohmann-json3-dev TARGET nlohmann_json::nlohmann_json FIND nlohmann_json 3 CONFIG)
imstorm_package(libsimdjson-dev TARGET simdjson::simdjson FIND simdjson CONFIG)
imstorm_header(libcli11-dev TARGET imstorm_cli11 HEADER CLI/CLI.hpp)
imstorm_header(libtomlplusplus-dev TARGET imstorm_tomlplusplus HEADER toml++/toml.h)
imstorm_header(librandom123-dev TARGET imstorm_random123 HEADER Random123/philox.h)
imstorm_header(libxxhash-dev TARGET imstorm_xxhash HEADER xxhash.h)
# toml++ 3.3 asserts, and under NDEBUG tells the optimiser to assume, what malformed files break
# ("[" and an end of line): we want neither, but its error.
if(TARGET imstorm_tomlplusplus)
  target_compile_definitions(imstorm_tomlplusplus INTERFACE TOML_HEADER_ONLY=1)
  target_compile_options(imstorm_tomlplusplus
                         INTERFACE -UNDEBUG "-DTOML_ASSERT(expr)=static_assert(true)")
endif()

if(IMSTORM_TESTS)
  imstorm_package(libgtest-dev TARGET GTest::gtest_main FIND GTest 1.12 CONFIG)
  imstorm_package(librapidcheck-dev TARGET rapidcheck FIND rapidcheck CONFIG)
  find_package(benchmark QUIET CONFIG)
  if(NOT benchmark_FOUND)
    message(STATUS "imstorm_bench: skipped, Google Benchmark (libbenchmark-dev) is not here")
  endif()
endif()

if(missing)
  list(JOIN missing " " missing)
  message(FATAL_ERROR "libraries are missing: run ./tools/quickstart, or: apt-get install ${missing}")
endif()
