// SPDX-License-Identifier: LGPL-2.1-or-later
// The name of a Linux account that could have a login profile. A value of this type is safe as
// a file name and in a log line; whether the account exists is another question.
#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>

namespace ramauth {

class UserName {
public:
    static constexpr std::size_t max_length = 32;  // useradd(8), utmp(5)

    // 1–32 of A–Z a–z 0–9 . _ -, not beginning with . or -, and not of digits alone (that would be
    // read as a uid). Nothing for any other text: such a name cannot be one of ours.
    [[nodiscard]] static std::optional<UserName> parse(std::string_view text);

    [[nodiscard]] const std::string& str() const noexcept { return text_; }

    friend auto operator<=>(const UserName&, const UserName&) = default;

private:
    explicit UserName(std::string_view text) : text_(text) {}

    std::string text_;
};

// A user id. Invalid (uid_t)-1 never becomes one: see valid_uid.
struct Uid {
    unsigned value = 0;
    friend auto operator<=>(const Uid&, const Uid&) = default;
};

// Ids that may stand for an account: below 2^31 (CVE-2018-19788), which leaves -1 out as well.
[[nodiscard]] constexpr bool valid_uid(unsigned long long value) {
    return value < (1ULL << 31);
}

}  // namespace ramauth
