// SPDX-License-Identifier: LGPL-2.1-or-later
// What a service of leaked passwords answers: any headers, and any body in any parts, packed or
// not, are read or refused; what is read ascends, belongs to its range and was counted.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "ramctl/update/gunzip.h"
#include "ramctl/update/range_body.h"
#include "ramctl/update/response_head.h"

namespace {

using namespace ramctl::update;

constexpr Prefix prefix{0xABCDE};

void check(RangeBody& body, bool well) {
    const bool finished = body.finish();
    if (finished != body.fault().empty() || (finished && !well)) std::abort();
    const auto entries = body.take_entries();
    if (!finished && !entries.empty()) std::abort();
    Key before = 0;
    for (const Entry& entry : entries) {
        if (entry.key() < before || prefix_of(entry.key()) != prefix || entry.count() == 0)
            std::abort();
        before = entry.key();
    }
}

void read_body(std::string_view text, std::size_t part) {
    RangeBody body(prefix);
    bool well = true;
    for (; well && !text.empty(); text.remove_prefix(std::min(part, text.size())))
        well = body.feed(text.substr(0, part));
    check(body, well);
}

void read_packed(std::string_view bytes, std::size_t part) {
    Gunzip gunzip;
    RangeBody body(prefix);
    const auto take = [&body](std::string_view text) { return body.feed(text); };
    bool well = true;
    for (; well && !bytes.empty(); bytes.remove_prefix(std::min(part, bytes.size())))
        well = gunzip.feed(bytes.substr(0, part), take);
    check(body, body.fault().empty());
}

void read_head(std::string_view text) {
    ResponseHead head;
    while (!text.empty()) {
        const auto end = text.find('\n');
        head.line(text.substr(0, end));
        text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
    }
    if (head.etag().size() > longest_etag) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 2) return 0;
    const std::string_view text(reinterpret_cast<const char*>(data) + 2, size - 2);
    const std::size_t part = std::size_t{data[1]} + 1;
    switch (data[0] % 3) {
        case 0:
            read_body(text, part);
            break;
        case 1:
            read_packed(text, part);
            break;
        default:
            read_head(text);
    }
    return 0;
}
