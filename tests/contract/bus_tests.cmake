# SPDX-License-Identifier: LGPL-2.1-or-later
# The bus interface, wherever it is written down, and the includes of all sources.
add_library(contract_bus_interface STATIC bus_interface.cpp)
target_link_libraries(contract_bus_interface PUBLIC ramauth_options PkgConfig::SYSTEMD)

add_executable(test_contract_bus bus_contract_test.cpp)
target_compile_definitions(test_contract_bus PRIVATE RAMAUTH_SOURCE="${CMAKE_SOURCE_DIR}")
target_link_libraries(test_contract_bus PRIVATE contract_bus_interface ramd_bus ramd_store
                      ramd_session GTest::gmock GTest::gtest_main)
gtest_discover_tests(test_contract_bus PROPERTIES LABELS contract)

add_test(NAME contract_include_layers
         COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/include_layers ${CMAKE_SOURCE_DIR})
set_tests_properties(contract_include_layers PROPERTIES LABELS contract)
