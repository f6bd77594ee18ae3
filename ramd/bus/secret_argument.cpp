// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/bus/secret_argument.h"

#include <algorithm>
#include <utility>

#include "ramd/bus/message.h"
#include "shared/secret_fd.h"

namespace ramd {
namespace {

constexpr std::size_t longest_key = 64;

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool may_stand_in_name(char c) {
    return is_letter(c) || (c >= '0' && c <= '9') || c == '_';
}

}  // namespace

ramauth::Refusal secret_malformed() {
    return {ramauth::Code::secret_malformed,
            "A secret must be a memfd of at most 512 bytes, sealed against shrinking, growing and "
            "further seals",
            {}};
}

ramauth::Refusal lines_malformed() {
    return {ramauth::Code::secret_malformed,
            "The lines must be in a memfd of at most 64 KiB, sealed against shrinking, growing and "
            "further seals",
            {}};
}

ramauth::Refusal wrong_format(std::string_view key, std::string_view wanted) {
    const bool nameable = !key.empty() && key.size() <= longest_key && is_letter(key.front()) &&
                          std::all_of(key.begin(), key.end(), may_stand_in_name);
    const std::string name = nameable ? std::string(key) : "Key";
    return {ramauth::Code::parameter_format, name + " " + std::string(wanted), name};
}

void take_secret(std::optional<ramauth::UniqueFd> fd, std::string_view key,
                 std::optional<ramauth::Secret>& into, std::optional<ramauth::Refusal>& refusal) {
    if (!fd) {
        refusal = wrong_format(key, "must be a descriptor");
        return;
    }
    into = ramauth::secret_from_fd(std::move(*fd));
    if (!into) refusal = secret_malformed();
}

}  // namespace ramd
