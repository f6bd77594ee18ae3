// SPDX-License-Identifier: LGPL-2.1-or-later
#include "policy/weak_list/list_digest.h"

namespace ramauth::weak_list {

ListDigester::ListDigester() {
    crypto_generichash_init(&state_, nullptr, 0, sizeof(ListDigest));
}

void ListDigester::add(std::span<const unsigned char> bytes) {
    crypto_generichash_update(&state_, bytes.data(), bytes.size());
}

ListDigest ListDigester::finish() {
    ListDigest digest{};
    crypto_generichash_final(&state_, digest.data(), digest.size());
    return digest;
}

ListDigest digest_of_head(ListDigester index, ListHeader header) {
    header.head_digest = {};
    index.add(encode(header));
    return index.finish();
}

}  // namespace ramauth::weak_list
