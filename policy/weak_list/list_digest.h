// SPDX-License-Identifier: LGPL-2.1-or-later
// BLAKE2b (RFC 7693) with 32 bytes, by which damage to a weak list is found.
#pragma once

#include <sodium/crypto_generichash.h>

#include <span>

#include "policy/weak_list/list_header.h"

namespace ramauth::weak_list {

class ListDigester {
public:
    ListDigester();
    void add(std::span<const unsigned char> bytes);
    [[nodiscard]] ListDigest finish();

private:
    crypto_generichash_state state_;
};

// Of the index, which `index` has seen, and of the header, whose own `head_digest` counts as zeros.
[[nodiscard]] ListDigest digest_of_head(ListDigester index, ListHeader header);

}  // namespace ramauth::weak_list
