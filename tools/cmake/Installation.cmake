# `cmake --install` lays down the program, its scenarios, its manual and its bash completion.

if(NOT TARGET imstorm)
  return()
endif()

install(TARGETS imstorm)
install(DIRECTORY scenarios/ DESTINATION ${CMAKE_INSTALL_DATADIR}/imstorm/scenarios
        FILES_MATCHING PATTERN "*.toml" PATTERN "README.md")
install(FILES LICENSE README.md DESTINATION ${CMAKE_INSTALL_DOCDIR})

# Both are written by the program itself, so they follow its commands.
file(GLOB writes_completion CONFIGURE_DEPENDS tools/imstorm/*completion*.cc)
if(NOT writes_completion)
  message(STATUS "bash completion and manual: skipped, tools/imstorm cannot write them")
  return()
endif()
set(completion ${PROJECT_BINARY_DIR}/imstorm.bash)
set(manual ${PROJECT_BINARY_DIR}/imstorm.1)
add_custom_command(OUTPUT ${completion} ${manual}
                   COMMAND imstorm completion bash > ${completion}
                   COMMAND imstorm man > ${manual}
                   DEPENDS imstorm COMMENT "Writing the bash completion and the manual" VERBATIM)
add_custom_target(imstorm_manual ALL DEPENDS ${completion} ${manual})

install(FILES ${completion} DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions
        RENAME imstorm)
install(FILES ${manual} DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
