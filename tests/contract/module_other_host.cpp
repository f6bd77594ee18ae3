// SPDX-License-Identifier: LGPL-2.1-or-later
// Stands in for standard_host.cpp: the test says where ramd and the markers are.
#include <cstdio>

#include "pam_ramauth/host.h"

namespace {

char socket_path[100];
char bus_address[100];
char managed_directory[100];
unsigned socket_owner;

}  // namespace

extern "C" __attribute__((visibility("default"))) void ramauth_test_places(const char* socket,
                                                                           const char* bus,
                                                                           const char* markers,
                                                                           unsigned owner) {
    std::snprintf(socket_path, sizeof socket_path, "%s", socket);
    std::snprintf(bus_address, sizeof bus_address, "%s", bus);
    std::snprintf(managed_directory, sizeof managed_directory, "%s", markers);
    socket_owner = owner;
}

namespace ramauth::pam {

std::unique_ptr<Surroundings> make_surroundings() {
    return std::make_unique<Host>(RamdAddress{socket_path, bus_address, socket_owner, "root"},
                                  managed_directory);
}

}  // namespace ramauth::pam
