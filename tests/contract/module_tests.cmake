# SPDX-License-Identifier: LGPL-2.1-or-later
# The module as libpam loads it. The copy under test differs from the installed one in one source:
# module_other_host.cpp lets a test say where ramd and the markers are.
ramauth_pam_module(pam_ramauth_elsewhere module_other_host.cpp)

add_executable(test_contract_module_binary module_binary_test.cpp)
target_compile_definitions(test_contract_module_binary PRIVATE
  INSTALLED_MODULE="$<TARGET_FILE:pam_ramauth>"
  CORE_OBJECTS="$<TARGET_FILE:ramauth_pam_core>" SHARED_OBJECTS="$<TARGET_FILE:ramauth_shared>")
target_link_libraries(test_contract_module_binary PRIVATE ramauth_options GTest::gmock
                      GTest::gtest_main)
add_dependencies(test_contract_module_binary pam_ramauth)
# A sanitizer links its own libraries into the module.
if(NOT RAMAUTH_SANITIZE)
  gtest_discover_tests(test_contract_module_binary PROPERTIES LABELS contract)
endif()

set(sanitized 0)
if(RAMAUTH_SANITIZE)
  set(sanitized 1)
endif()
add_executable(test_contract_module_guest
  module_guest_test.cpp module_factor_test.cpp module_fake_ramd.cpp module_factor_replies.cpp
  module_process_state.cpp module_transaction.cpp)
target_compile_definitions(test_contract_module_guest PRIVATE
  MODULE_UNDER_TEST="$<TARGET_FILE:pam_ramauth_elsewhere>"
  SANITIZED=${sanitized})
target_link_libraries(test_contract_module_guest PRIVATE ramauth_shared ${PAM_LIBRARY}
                      ${CMAKE_DL_LIBS} GTest::gmock GTest::gtest_main)
target_include_directories(test_contract_module_guest SYSTEM PRIVATE ${PAM_INCLUDE_DIR})
add_dependencies(test_contract_module_guest pam_ramauth_elsewhere)
gtest_discover_tests(test_contract_module_guest
                     PROPERTIES LABELS contract TIMEOUT 120 DISCOVERY_TIMEOUT 60)
