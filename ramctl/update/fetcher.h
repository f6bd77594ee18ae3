// SPDX-License-Identifier: LGPL-2.1-or-later
// Asks for ranges, many at one time. curl_fetcher is the real one; tests play another.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "ramctl/update/pack.h"

namespace ramctl::update {

struct RangeRequest {
    Prefix prefix;
    std::string etag;  // of the copy that is there; empty: asked without one
};

struct RangeAnswer {
    Prefix prefix;
    // No answer came, or not a whole and understandable one: a sentence. Nothing else is set then.
    std::string fault;
    bool hopeless = false;     // it will be so the next time as well: a certificate, a redirect
    bool unreachable = false;  // nobody was there: other ranges fare no better
    unsigned status = 0;       // of HTTP
    std::string etag;          // empty: none, or one that cannot be kept
    Timestamp newest = ramauth::never;  // Last-Modified, or else Date
    std::string retry_after;
    std::vector<Entry> entries;  // of a 200; none: it said so by lines of padding
};

class Fetcher {
public:
    virtual ~Fetcher() = default;
    // The answer comes by next(). At most as many at one time as the fetcher was made for.
    virtual void begin(const RangeRequest& request) = 0;
    [[nodiscard]] virtual std::size_t under_way() const = 0;
    // Nothing when none came within this time. Waits as long also where nothing is under way.
    [[nodiscard]] virtual std::optional<RangeAnswer> next(std::chrono::milliseconds at_most) = 0;
};

}  // namespace ramctl::update
