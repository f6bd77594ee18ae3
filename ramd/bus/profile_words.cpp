// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/bus/profile_words.h"

#include <initializer_list>

namespace ramd {

using ramauth::policy::PasswordStatus;

const char* word(Status status) {
    switch (status) {
        case Status::active:
            return "Active";
        case Status::inactive:
            return "Inactive";
    }
    return "";
}

const char* word(PasswordStatus status) {
    switch (status) {
        case PasswordStatus::not_initial:
            return "NotInitial";
        case PasswordStatus::initial_valid:
            return "InitialValid";
        case PasswordStatus::initial_expired:
            return "InitialExpired";
    }
    return "";
}

std::optional<Status> parse_status(std::string_view text) {
    for (const Status status : {Status::active, Status::inactive}) {
        if (text == word(status)) return status;
    }
    return std::nullopt;
}

std::optional<PasswordStatus> parse_password_status(std::string_view text) {
    for (const PasswordStatus status : {PasswordStatus::not_initial, PasswordStatus::initial_valid,
                                        PasswordStatus::initial_expired}) {
        if (text == word(status)) return status;
    }
    return std::nullopt;
}

}  // namespace ramd
