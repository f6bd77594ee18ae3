# SPDX-License-Identifier: LGPL-2.1-or-later
# The list that the package brings, from word lists that other packages bring; see common-passwords.
# Where those are not installed there is none, and the package cannot be made.
set(script ${CMAKE_CURRENT_SOURCE_DIR}/common-passwords)
set(words ${CMAKE_CURRENT_BINARY_DIR}/common-passwords)
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS common-passwords)
if(NOT EXISTS /usr/bin/python3)
  message(STATUS "The list of common passwords is not made: there is no /usr/bin/python3")
  return()
endif()
execute_process(COMMAND ${script} --sources RESULT_VARIABLE status OUTPUT_VARIABLE sources
                ERROR_VARIABLE fault OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_STRIP_TRAILING_WHITESPACE)
if(status EQUAL 3)
  message(STATUS "The list of common passwords is not made: ${fault}")
  return()
elseif(NOT status EQUAL 0)
  message(FATAL_ERROR "${script} --sources ended with ${status}: ${fault}")
endif()
string(REPLACE "\n" ";" sources "${sources}")

add_custom_command(
  OUTPUT ${words}.weak
  COMMAND ${script} > ${words}.words
  COMMAND ramctl weak-list build ${words}.words --format=words -o ${words}.weak
          "--source=common passwords and words (zxcvbn, Django), of ramauth ${PROJECT_VERSION}"
          > ${words}.built
  DEPENDS ${script} ${sources} ramctl
  COMMENT "Making the list of common passwords"
  VERBATIM)
add_custom_target(common_passwords ALL DEPENDS ${words}.weak)
set_target_properties(common_passwords PROPERTIES LIST ${words}.weak WORDS ${words}.words)
