// SPDX-License-Identifier: LGPL-2.1-or-later
// The file to which a create of many appends generated passwords: "USER<TAB>PASSWORD" a line, the
// last one of a user counts. Nobody but its owner can read it, and each line is on disk before the
// next profile is made. No password of it is ever held as a std::string.
#pragma once

#include <set>
#include <string>
#include <variant>

#include "shared/error_code.h"
#include "shared/fd.h"
#include "shared/secret.h"
#include "shared/user_name.h"

namespace ramctl {

class PasswordFile {
public:
    // Made with mode 0600, or opened where it is the caller's own regular file that others can
    // neither read nor write; a symbolic link is refused. Held against another run of ramctl.
    [[nodiscard]] static std::variant<PasswordFile, ramauth::Refusal> open(const std::string& path);

    [[nodiscard]] bool has(const ramauth::UserName& user) const {
        return users_.contains(user.str());
    }
    // False where it is not on disk: errno says why.
    [[nodiscard]] bool append(const ramauth::UserName& user, const ramauth::Secret& password);
    [[nodiscard]] const std::string& path() const { return path_; }

private:
    PasswordFile(std::string path, ramauth::UniqueFd fd)
        : path_(std::move(path)), fd_(std::move(fd)) {}
    void read_users();

    std::string path_;
    ramauth::UniqueFd fd_;
    std::set<std::string> users_;
    bool torn_ = false;  // the last line has no end
};

}  // namespace ramctl
