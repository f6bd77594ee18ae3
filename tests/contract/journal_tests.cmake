# SPDX-License-Identifier: LGPL-2.1-or-later
# What other programs read in the journal.
add_executable(test_contract_fail2ban_filter fail2ban_filter_test.cpp)
target_compile_definitions(test_contract_fail2ban_filter PRIVATE
  RAMAUTH_SOURCE="${CMAKE_SOURCE_DIR}")
target_link_libraries(test_contract_fail2ban_filter PRIVATE ramd_daemon GTest::gmock
                      GTest::gtest_main)
gtest_discover_tests(test_contract_fail2ban_filter PROPERTIES LABELS contract)
