# One libFuzzer program per tests/fuzz/<name>_fuzzer.cc, its seeds in tests/fuzz/corpus/<name>/.
# They see the readers of files and nothing of the protocol. `fuzzers` builds them all.

file(GLOB fuzzer_sources CONFIGURE_DEPENDS tests/fuzz/*_fuzzer.cc)
add_custom_target(fuzzers)
foreach(source IN LISTS fuzzer_sources)
  get_filename_component(name ${source} NAME_WE)
  add_executable(${name} ${source})
  target_link_libraries(${name} PRIVATE imstorm_scenario imstorm_history)
  target_link_options(${name} PRIVATE -fsanitize=fuzzer)
  add_dependencies(fuzzers ${name})
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/fuzz)
endforeach()
