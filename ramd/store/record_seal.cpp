// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/store/record_seal.h"

#include <sodium.h>

#include <stdexcept>

namespace ramd {
namespace {

constexpr std::size_t nonce_size = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t tag_size = crypto_aead_xchacha20poly1305_ietf_ABYTES;
constexpr std::size_t key_size = crypto_aead_xchacha20poly1305_ietf_KEYBYTES;
constexpr std::size_t head_size = 1 + nonce_size;
static_assert(key_size == crypto_kdf_KEYBYTES && key_size == crypto_generichash_KEYBYTES);

constexpr char purpose[crypto_kdf_CONTEXTBYTES + 1] = "ramstore";

unsigned char* bytes(char* text) {
    return reinterpret_cast<unsigned char*>(text);
}

const unsigned char* bytes(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

ramauth::Secret derive(const ramauth::Secret& host_key, std::uint64_t number) {
    ramauth::Secret key(key_size);
    key.resize(key_size);
    if (crypto_kdf_derive_from_key(bytes(key.buffer().data()), key_size, number, purpose,
                                   bytes(host_key.view())) != 0)
        throw std::runtime_error("cannot derive a key");
    return key;
}

// Kinds and keys hold no NUL, so this reads in one way only.
std::string place(std::string_view kind, std::string_view key, std::string_view last) {
    std::string text;
    text.reserve(kind.size() + key.size() + last.size() + 2);
    return text.append(kind).append(1, '\0').append(key).append(1, '\0').append(last);
}

constexpr char format_byte[] = {static_cast<char>(RecordSeal::format)};

std::string place(std::string_view kind, std::string_view key) {
    return place(kind, key, std::string_view(format_byte, sizeof format_byte));
}

}  // namespace

RecordSeal::RecordSeal(const ramauth::Secret& host_key) {
    if (sodium_init() < 0) throw std::runtime_error("libsodium cannot be used here");
    if (host_key.size() != key_size) throw std::invalid_argument("a host key is 32 bytes");
    sealing_key_ = derive(host_key, 1);
    marking_key_ = derive(host_key, 2);
}

std::string RecordSeal::seal(std::string_view kind, std::string_view key,
                             std::string_view text) const {
    const std::string bound = place(kind, key);
    std::string sealed(head_size + text.size() + tag_size, '\0');
    sealed[0] = static_cast<char>(format);
    randombytes_buf(&sealed[1], nonce_size);
    crypto_aead_xchacha20poly1305_ietf_encrypt(
        bytes(sealed.data() + head_size), nullptr, bytes(text), text.size(), bytes(bound),
        bound.size(), nullptr, bytes(sealed.data() + 1), bytes(sealing_key_.view()));
    return sealed;
}

std::optional<std::string> RecordSeal::unseal(std::string_view kind, std::string_view key,
                                              std::string_view sealed) const {
    if (sealed.size() < head_size + tag_size) return std::nullopt;
    if (static_cast<unsigned char>(sealed[0]) != format) return std::nullopt;
    const std::string bound = place(kind, key);
    const std::string_view body = sealed.substr(head_size);
    std::string text(body.size() - tag_size, '\0');
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(
            bytes(text.data()), nullptr, nullptr, bytes(body), body.size(), bytes(bound),
            bound.size(), bytes(sealed.substr(1)), bytes(sealing_key_.view())) != 0)
        return std::nullopt;
    return text;
}

RecordMark RecordSeal::mark(std::string_view kind, std::string_view key,
                            std::string_view version) const {
    const std::string text = place(kind, key, version);
    RecordMark mark{};
    crypto_generichash(mark.data(), mark.size(), bytes(text), text.size(),
                       bytes(marking_key_.view()), key_size);
    return mark;
}

}  // namespace ramd
