// SPDX-License-Identifier: LGPL-2.1-or-later
// What is believed of an answer, and what is asked. Pure.
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "ramctl/update/fetcher.h"

namespace ramctl::update {

// The ETag to ask with; empty: without one. That is so where there is no copy, for `full`, and for
// a copy whose full fetch is `refresh` ago or more (or in the future): so that a server that says
// "not modified" whatever happens is not believed for ever.
[[nodiscard]] std::string etag_to_send(const Range& copy, bool full, std::chrono::days refresh,
                                       Timestamp now);

enum class Judgement {
    take,     // the answer's entries are the range
    keep,     // the copy is still right
    again,    // it was a fault, which may pass
    give_up,  // it was one that will not
};

struct Verdict {
    Judgement judgement = Judgement::again;
    std::string why;           // of again and give_up
    bool throttled = false;    // the server has too much to do
    bool unreachable = false;  // there is none
    bool etag_lied = false;    // to be asked without one
    std::optional<std::chrono::seconds> retry_after;
};

// A range that shrank to less than half is a fault if its copy has so many entries.
inline constexpr std::size_t shrink_matters_from = 64;

// `etag`: what was asked with.
[[nodiscard]] Verdict judge(const RangeAnswer& answer, const std::string& etag, const Range& copy,
                            Timestamp now);

}  // namespace ramctl::update
