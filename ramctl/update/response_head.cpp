// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramctl/update/response_head.h"

#include <algorithm>
#include <charconv>

#include "ramctl/update/http_time.h"
#include "ramctl/update/pack.h"

namespace ramctl::update {
namespace {

constexpr std::size_t longest_retry_after = 64;

std::string_view trim(std::string_view text) {
    const auto first = text.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

std::string lower(std::string_view text) {
    std::string lowered(text);
    for (char& c : lowered) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return lowered;
}

ResponseHead::Coding coding_of(std::string_view value) {
    if (value.empty() || value == "identity") return ResponseHead::Coding::none;
    const bool gzip = value == "gzip" || value == "x-gzip";
    return gzip ? ResponseHead::Coding::gzip : ResponseHead::Coding::other;
}

bool printable(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

}  // namespace

void ResponseHead::line(std::string_view text) {
    if (text.starts_with("HTTP/")) return status_line(text);
    const auto colon = text.find(':');
    if (colon != std::string_view::npos)
        field(lower(trim(text.substr(0, colon))), trim(text.substr(colon + 1)));
}

void ResponseHead::status_line(std::string_view text) {
    *this = {};
    // What came after HTTP/1 has frames of its own.
    framed_ = !text.starts_with("HTTP/1");
    const auto blank = text.find(' ');
    if (blank == std::string_view::npos) return;
    const std::string_view digits = text.substr(blank + 1, 3);
    (void)std::from_chars(digits.data(), digits.data() + digits.size(), status_);
}

void ResponseHead::field(std::string_view name, std::string_view value) {
    if (name == "content-length") {
        framed_ = true;
    } else if (name == "transfer-encoding") {
        framed_ = framed_ || lower(value).ends_with("chunked");
    } else if (name == "content-encoding") {
        coding_ = coding_of(lower(value));
    } else if (name == "etag") {
        etag_ = value.size() <= longest_etag && printable(value) ? value : std::string_view();
    } else if (name == "retry-after") {
        retry_after_ = value.substr(0, longest_retry_after);
    } else if (name == "last-modified") {
        modified_ = parse_http_date(value).value_or(ramauth::never);
    } else if (name == "date") {
        date_ = parse_http_date(value).value_or(ramauth::never);
    }
}

}  // namespace ramctl::update
