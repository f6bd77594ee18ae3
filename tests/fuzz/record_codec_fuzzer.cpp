// SPDX-License-Identifier: LGPL-2.1-or-later
// Records of the store: the first byte chooses the kind, the rest is the text. What can be read
// must be written again as a text that reads as the same; what was not sealed must not open.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "ramd/store/record_codec.h"
#include "ramd/store/record_seal.h"
#include "ramd/store/settings_codec.h"
#include "ramd/store/state_codec.h"

namespace {

void require(bool condition) {
    if (!condition) std::abort();
}

template <typename Decode, typename Encode>
void there_and_back(const std::string& text, Decode decode, Encode encode) {
    try {
        const std::string again = encode(decode(text));
        require(encode(decode(again)) == again);
    } catch (const ramd::RecordError&) {
        // The only way in which a text may be refused.
    }
}

void open_sealed(const std::string& bytes) {
    static const ramd::RecordSeal seal(
        ramauth::Secret::copy_of(std::string_view("0123456789abcdef0123456789abcdef")));
    require(!seal.unseal("profile", "alice", bytes));
    const std::string sealed = seal.seal("profile", "alice", bytes);
    require(seal.unseal("profile", "alice", sealed) == bytes);
    require(!seal.unseal("profile", bytes.substr(0, 8), sealed) || bytes.substr(0, 8) == "alice");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const std::string text(reinterpret_cast<const char*>(data + 1), size - 1);
    switch (data[0]) {
        case 'p':
            there_and_back(text, ramd::decode_profile, ramd::encode_profile);
            break;
        case 'r':
            there_and_back(text, ramd::decode_revocation, ramd::encode_revocation);
            break;
        case 'd':
            there_and_back(text, ramd::decode_kept_device, ramd::encode_kept_device);
            break;
        case 'o':
            there_and_back(text, ramd::decode_policy, ramd::encode_policy);
            break;
        case 'y':
            there_and_back(text, ramd::decode_preference, ramd::encode_preference);
            break;
        case 's':
            there_and_back(text, ramd::decode_state, ramd::encode_state);
            break;
        default:
            open_sealed(text);
            break;
    }
    return 0;
}
