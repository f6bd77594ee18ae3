// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/session/scopes.h"

#include <filesystem>
#include <fstream>
#include <system_error>

namespace ramd {

std::string CgroupScopes::slice_of(ramauth::Uid uid) const {
    return root_ + "/user.slice/user-" + std::to_string(uid.value) + ".slice";
}

std::set<std::string> CgroupScopes::names(ramauth::Uid uid) {
    std::set<std::string> names;
    std::error_code gone;
    std::filesystem::directory_iterator at(slice_of(uid), gone);
    for (const std::filesystem::directory_iterator end; !gone && at != end; at.increment(gone)) {
        const std::string name = at->path().filename();
        if (name.starts_with("session-") && name.ends_with(".scope")) names.insert(name);
    }
    return names;
}

bool CgroupScopes::populated(ramauth::Uid uid, const std::string& name) {
    std::ifstream events(slice_of(uid) + '/' + name + "/cgroup.events");
    std::string line;
    while (std::getline(events, line)) {
        if (line == "populated 1") return true;
    }
    return false;
}

bool CgroupScopes::empty(ramauth::Uid uid, const std::string& name) {
    std::error_code unknown;
    return std::filesystem::exists(root_ + "/cgroup.controllers", unknown) && !populated(uid, name);
}

}  // namespace ramd
