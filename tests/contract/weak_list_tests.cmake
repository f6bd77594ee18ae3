# SPDX-License-Identifier: LGPL-2.1-or-later
# The list of common passwords that the package brings, and how it comes into its place.
add_test(NAME contract_default_weak_list
         COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/default_weak_list_test.py $<TARGET_FILE:ramctl>
                 ${CMAKE_SOURCE_DIR}/systemd/ramd-default-weak-list)
set_tests_properties(contract_default_weak_list PROPERTIES LABELS contract)

if(TARGET common_passwords)
  get_target_property(list common_passwords LIST)
  add_test(NAME contract_common_passwords
           COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/common_passwords_test.py $<TARGET_FILE:ramctl>
                   ${CMAKE_SOURCE_DIR}/policy/weak_list/common-passwords ${list})
  set_tests_properties(contract_common_passwords PROPERTIES LABELS contract)
endif()
