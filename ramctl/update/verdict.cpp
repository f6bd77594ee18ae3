// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramctl/update/verdict.h"

#include <string_view>

#include "ramctl/update/http_time.h"

namespace ramctl::update {
namespace {

constexpr unsigned ok = 200;
constexpr unsigned no_content = 204;
constexpr unsigned not_modified = 304;
constexpr unsigned request_timeout = 408;
constexpr unsigned too_early = 425;
constexpr unsigned too_many_requests = 429;
constexpr unsigned service_unavailable = 503;

bool may_pass(unsigned status) {
    return status == request_timeout || status == too_early || status == too_many_requests ||
           status >= 500;
}

Verdict fault(std::string why) {
    return {.why = std::move(why), .retry_after = {}};
}

Verdict whole_answer(const RangeAnswer& answer, const Range& copy) {
    const std::size_t before = copy.entries.size();
    const std::size_t now = answer.entries.size();
    if (before >= shrink_matters_from && now < before / 2)
        return fault("it has " + std::to_string(now) + " entries and had " +
                     std::to_string(before) +
                     " (if that is right, run systemctl clean --what=cache "
                     "ramd-weak-list-update.service)");
    return {.judgement = Judgement::take, .why = {}, .retry_after = {}};
}

// What changed on its way, and is the same nevertheless (RFC 9110, 8.8.3.2: weak comparison).
bool is_same_etag(std::string_view one, std::string_view other) {
    constexpr std::string_view weak = "W/";
    if (one.starts_with(weak)) one.remove_prefix(weak.size());
    if (other.starts_with(weak)) other.remove_prefix(weak.size());
    return one == other;
}

Verdict unmodified_answer(const RangeAnswer& answer, const std::string& etag, const Range& copy) {
    if (etag.empty() || !copy.stored())
        return fault("the server says that it is not modified, and was not asked so");
    if (answer.etag.empty() || is_same_etag(answer.etag, etag))
        return {.judgement = Judgement::keep, .why = {}, .retry_after = {}};
    Verdict verdict = fault(
        "the server says that it is not modified, of another ETag than that of "
        "the copy");
    verdict.etag_lied = true;
    return verdict;
}

Verdict refusing_answer(const RangeAnswer& answer, Timestamp now) {
    const unsigned status = answer.status;
    Verdict verdict{.why = "the server answers " + std::to_string(status), .retry_after = {}};
    if (!may_pass(status)) {
        verdict.judgement = Judgement::give_up;
        return verdict;
    }
    verdict.throttled = status == too_many_requests || status == service_unavailable;
    verdict.retry_after = parse_retry_after(answer.retry_after, now);
    return verdict;
}

}  // namespace

std::string etag_to_send(const Range& copy, bool full, std::chrono::days refresh, Timestamp now) {
    const bool young = copy.stored() && copy.fetched <= now && now - copy.fetched < refresh;
    return young && !full ? copy.etag : std::string();
}

Verdict judge(const RangeAnswer& answer, const std::string& etag, const Range& copy,
              Timestamp now) {
    if (!answer.fault.empty()) {
        Verdict verdict = fault(answer.fault);
        if (answer.hopeless) verdict.judgement = Judgement::give_up;
        verdict.unreachable = answer.unreachable;
        return verdict;
    }
    if (answer.status == ok || answer.status == no_content) return whole_answer(answer, copy);
    if (answer.status == not_modified) return unmodified_answer(answer, etag, copy);
    return refusing_answer(answer, now);
}

}  // namespace ramctl::update
