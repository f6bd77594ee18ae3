// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/session/scopes.h"

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <system_error>

namespace ramd {

CgroupScopes::CgroupScopes(const std::string& root) {
    std::error_code unknown;
    for (const char* part : {"", "/unified"}) {
        if (std::filesystem::exists(root + part + "/cgroup.controllers", unknown)) {
            root_ = root + part;
            return;
        }
    }
}

std::string CgroupScopes::slice_of(ramauth::Uid uid) const {
    return root_ + "/user.slice/user-" + std::to_string(uid.value) + ".slice";
}

std::set<std::string> CgroupScopes::names(ramauth::Uid uid) {
    std::set<std::string> names;
    if (root_.empty()) return names;
    std::error_code gone;
    std::filesystem::directory_iterator at(slice_of(uid), gone);
    for (const std::filesystem::directory_iterator end; !gone && at != end; at.increment(gone)) {
        const std::string name = at->path().filename();
        if (name.starts_with("session-") && name.ends_with(".scope")) names.insert(name);
    }
    return names;
}

std::optional<bool> CgroupScopes::holds_process(ramauth::Uid uid, const std::string& name) const {
    if (root_.empty()) return std::nullopt;
    errno = 0;
    std::ifstream events(slice_of(uid) + '/' + name + "/cgroup.events");
    if (!events && (errno == ENOENT || errno == ENODEV)) return false;
    std::string line;
    while (std::getline(events, line)) {
        if (line == "populated 1") return true;
        if (line == "populated 0") return false;
    }
    return std::nullopt;
}

bool CgroupScopes::populated(ramauth::Uid uid, const std::string& name) {
    return holds_process(uid, name).value_or(false);
}

bool CgroupScopes::empty(ramauth::Uid uid, const std::string& name) {
    return !holds_process(uid, name).value_or(true);
}

}  // namespace ramd
