// SPDX-License-Identifier: LGPL-2.1-or-later
// What ramd-courier reads: any bytes are refused or are one request, and nothing that passed can
// add a line to the head of a mail.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "ramd/courier/mail_head.h"
#include "ramd/courier/request.h"

namespace {

using namespace ramd::courier;

void check(bool holds) {
    if (!holds) std::abort();
}

void check_head(const Request& request) {
    const std::string head = mail_head(request, "", 0);
    constexpr auto lines = 7;  // To, Subject, Date, Auto-Submitted, three of MIME
    check(std::count(head.begin(), head.end(), '\n') == lines + 1);
    check(head.starts_with("To: " + request.to + "\nSubject: " + request.subject + "\nDate: "));
    check(head.ends_with("\n\n"));
    check(std::all_of(head.begin(), head.end(),
                      [](char c) { return c == '\n' || (c >= ' ' && c <= '~'); }));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    try {
        const Request request = parse_request(bytes);
        check(encode_request(request).view() == bytes);
        check(!request.to.starts_with('-') && request.to.size() <= 254);
        check(request.to.find_first_of(" ,\n\r\t<>|") == std::string::npos);
        if (request.way == Way::email) check_head(request);
    } catch (const BadRequest& fault) {
        check(!std::string_view(fault.what()).empty());
    }
    return 0;
}
