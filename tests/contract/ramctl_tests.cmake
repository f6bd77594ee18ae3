# SPDX-License-Identifier: LGPL-2.1-or-later
# The command line of ramctl, wherever it is written down.
add_executable(test_contract_ramctl ramctl_pages_test.cpp)
target_compile_definitions(test_contract_ramctl PRIVATE RAMAUTH_SOURCE="${CMAKE_SOURCE_DIR}")
target_link_libraries(test_contract_ramctl PRIVATE ramauth_options ramctl_core GTest::gmock
                      GTest::gtest_main)
gtest_discover_tests(test_contract_ramctl PROPERTIES LABELS contract)
