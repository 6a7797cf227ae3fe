# The committed page of reports/viewer becomes an array in the program, so that neither building nor
# running imstorm needs Node.js or a file beside it.

# imstorm_embed(<library> FILE <file> AS <function>): defines `std::string_view <function>()`.
function(imstorm_embed library)
  cmake_parse_arguments(arg "" "FILE;AS" "" ${ARGN})
  set(source ${PROJECT_BINARY_DIR}/embedded/${arg_AS}.cc)
  set(script ${PROJECT_SOURCE_DIR}/tools/cmake/EmbedFile.cmake)
  add_custom_command(
    OUTPUT ${source}
    COMMAND ${CMAKE_COMMAND} -D FILE=${PROJECT_SOURCE_DIR}/${arg_FILE} -D AS=${arg_AS}
            -D OUTPUT=${source} -P ${script}
    DEPENDS ${PROJECT_SOURCE_DIR}/${arg_FILE} ${script}
    COMMENT "Embedding ${arg_FILE}" VERBATIM)
  target_sources(${library} PRIVATE ${source})
endfunction()
