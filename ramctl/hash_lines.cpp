// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramctl/hash_lines.h"

namespace ramctl {

using ramauth::Secret;
using ramauth::weak_list::weak_hash_digits;

Secret hash_page(std::span<const WeakHash> hashes) {
    Secret page(hashes.size() * (weak_hash_digits + 1));
    for (const WeakHash& hash : hashes) {
        for (const char digit : to_text(hash)) page.push_back(digit);
        page.push_back('\n');
    }
    return page;
}

bool append_hashes(std::string_view lines, std::vector<WeakHash>& into) {
    while (!lines.empty()) {
        const auto hash = ramauth::weak_list::parse_weak_hash(lines.substr(0, weak_hash_digits));
        if (!hash) return false;
        into.push_back(*hash);
        lines.remove_prefix(weak_hash_digits);
        if (lines.starts_with('\r')) lines.remove_prefix(1);
        if (!lines.empty() && !lines.starts_with('\n')) return false;
        if (!lines.empty()) lines.remove_prefix(1);
    }
    return true;
}

}  // namespace ramctl
