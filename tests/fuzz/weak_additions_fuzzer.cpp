// SPDX-License-Identifier: LGPL-2.1-or-later
// Lines of hashes, and the buckets of the store, whose number the first two bytes choose. What is
// read must be written again as what it was.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <variant>

#include "ramd/bus/weak_lines.h"
#include "ramd/store/record_codec.h"
#include "ramd/store/weak_bucket.h"

namespace {

void require(bool condition) {
    if (!condition) std::abort();
}

void read_lines(std::string_view text) {
    const auto read = ramd::parse_weak_lines(text);
    if (const auto* refusal = std::get_if<ramauth::Refusal>(&read)) {
        require(refusal->field == "Hashes");
        return;
    }
    const auto& hashes = std::get<std::vector<ramd::WeakHash>>(read);
    const ramauth::Secret again = ramd::format_weak_lines(hashes);
    require(std::get<std::vector<ramd::WeakHash>>(ramd::parse_weak_lines(again.view())) == hashes);
}

void read_bucket(unsigned number, std::string_view text) {
    try {
        const ramd::WeakBucket bucket = ramd::decode_bucket(number, text);
        require(ramd::encode_bucket(number, bucket) == text);
    } catch (const ramd::RecordError&) {
        // The only way in which a record may be refused.
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    read_lines(text);
    if (size < 2) return 0;
    const unsigned number = (unsigned{data[0]} << 8U | data[1]) % ramd::weak_buckets;
    read_bucket(number, text.substr(2));
    (void)ramd::parse_weak_marker(text);
    (void)ramd::bucket_number(text);
    return 0;
}
