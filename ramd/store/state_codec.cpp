// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/store/state_codec.h"

#include <sodium.h>

#include <array>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <span>

#include "ramd/store/strict_json.h"

namespace ramd {
namespace {

std::string to_hex(std::span<const unsigned char> bytes) {
    std::string text(bytes.size() * 2 + 1, '\0');
    sodium_bin2hex(text.data(), text.size(), bytes.data(), bytes.size());
    text.pop_back();
    return text;
}

RecordMark read_mark(StrictJson& json, std::string_view field) {
    const std::string text = json.text(field);
    RecordMark mark{};
    std::size_t size = 0;
    if (text.size() != mark.size() * 2 ||
        sodium_hex2bin(mark.data(), mark.size(), text.data(), text.size(), nullptr, &size,
                       nullptr) != 0 ||
        size != mark.size())
        throw RecordError("a fingerprint is not 32 bytes in hexadecimal");
    return mark;
}

}  // namespace

std::string encode_state(const StoreState& state) {
    boost::json::object json;
    json["Schema"] = record_schema;
    json["Epoch"] = state.epoch;
    json["NextRevocation"] = state.next_revocation;
    json["Transaction"] = state.transaction;
    json["Names"] = to_hex(state.names);
    json["Versions"] = to_hex(state.versions);
    json["Weak"] = to_hex(state.weak);
    return boost::json::serialize(json);
}

StoreState decode_state(std::string_view text) {
    StrictJson json(text);
    StoreState state;
    state.epoch = json.number("Epoch");
    state.next_revocation = json.number("NextRevocation", 1);
    state.transaction = json.number("Transaction");
    state.names = read_mark(json, "Names");
    state.versions = read_mark(json, "Versions");
    state.weak = read_mark(json, "Weak");
    json.finish();
    return state;
}

std::string new_sentinel() {
    std::array<unsigned char, 16> id{};
    randombytes_buf(id.data(), id.size());
    boost::json::object json;
    json["Schema"] = record_schema;
    json["StoreId"] = to_hex(id);
    return boost::json::serialize(json);
}

}  // namespace ramd
