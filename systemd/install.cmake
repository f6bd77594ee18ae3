# SPDX-License-Identifier: LGPL-2.1-or-later
# What lies where on a host. Paths are absolute: units, PAM, D-Bus and polkit look in fixed places.

set(source ${CMAKE_SOURCE_DIR})

foreach(target ramd ramctl ramd-courier ramd-weak-list-update pam_ramauth common_passwords)
  if(NOT TARGET ${target})
    message(STATUS "${target} is not built: it is not installed")
  endif()
endforeach()
if(TARGET ramd)
  install(TARGETS ramd RUNTIME DESTINATION /usr/libexec)
endif()
if(TARGET ramctl)
  install(TARGETS ramctl RUNTIME DESTINATION /usr/bin)
endif()
if(TARGET ramd-courier)
  install(TARGETS ramd-courier RUNTIME DESTINATION /usr/libexec)
endif()
if(TARGET ramd-weak-list-update)
  install(TARGETS ramd-weak-list-update RUNTIME DESTINATION /usr/libexec)
endif()
if(TARGET pam_ramauth)
  install(TARGETS pam_ramauth LIBRARY DESTINATION ${RAMD_PAM_DIR})
endif()
if(TARGET common_passwords)
  get_target_property(list common_passwords LIST)
  install(FILES ${list} DESTINATION /usr/share/ramd)
endif()

install(FILES ${CMAKE_CURRENT_BINARY_DIR}/ramd.service
              ${CMAKE_CURRENT_BINARY_DIR}/ramd-init-store.service
              ramd.socket ramd-host-key.service ramd-default-weak-list.service
              ramd-courier.socket ramd-courier@.service
              ramd-weak-list-update.service ramd-weak-list-update.timer
        DESTINATION /${RAMD_UNIT_DIR})
install(PROGRAMS ramd-host-key ramd-default-weak-list DESTINATION /usr/libexec)
install(FILES ramd.sysusers DESTINATION /usr/lib/sysusers.d RENAME ramd.conf)
install(FILES ramd.tmpfiles DESTINATION /usr/lib/tmpfiles.d RENAME ramd.conf)
install(FILES ramd.conf ramd-weak-list.conf DESTINATION /etc)
install(PROGRAMS userdel-hook DESTINATION /etc/shadow-maint/userdel-post.d RENAME ramauth)

# What comes from other folders.
function(ramauth_install file destination)
  install(FILES ${source}/${file} DESTINATION ${destination} ${ARGN})
endfunction()
ramauth_install(ramd/bus/org.ramauth1.xml /usr/share/dbus-1/interfaces OPTIONAL)
ramauth_install(ramd/bus/org.ramauth1.conf /usr/share/dbus-1/system.d OPTIONAL)
ramauth_install(ramd/bus/org.ramauth1.service /usr/share/dbus-1/system-services OPTIONAL)
ramauth_install(ramd/bus/org.ramauth1.policy /usr/share/polkit-1/actions OPTIONAL)
ramauth_install(ramd/bus/ramd.rules /usr/share/polkit-1/rules.d OPTIONAL)
ramauth_install(ramd/bus/org.ramauth1.5 /usr/share/man/man5 OPTIONAL)
ramauth_install(ramd/ramauth.fail2ban /etc/fail2ban/filter.d RENAME ramauth.conf)
ramauth_install(ramd/ramd.conf.5 /usr/share/man/man5 OPTIONAL)
ramauth_install(policy/weak_list/ramauth-weak-list.5 /usr/share/man/man5 OPTIONAL)
ramauth_install(ramd/ramd.8 /usr/share/man/man8 OPTIONAL)
ramauth_install(ramd/courier/ramd-courier.8 /usr/share/man/man8 OPTIONAL)
ramauth_install(pam_ramauth/pam_ramauth.8 /usr/share/man/man8 OPTIONAL)
ramauth_install(ramctl/ramctl.1 /usr/share/man/man1 OPTIONAL)
ramauth_install(ramctl/update/ramd-weak-list-update.8 /usr/share/man/man8 OPTIONAL)
ramauth_install(ramctl/ramctl.bash-completion /usr/share/bash-completion/completions
                RENAME ramctl OPTIONAL)
install(FILES ${source}/debian/ramauth.pam-config DESTINATION /usr/share/pam-configs
        RENAME ramauth)
