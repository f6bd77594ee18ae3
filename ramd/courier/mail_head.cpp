// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/courier/mail_head.h"

#include <array>
#include <cstdio>

#include "ramd/courier/plain_text.h"

namespace ramd::courier {
namespace {

constexpr std::array days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                            "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

// Not strftime(3): names of days are English in a mail, whatever the locale.
std::string date(std::time_t now) {
    std::tm parts{};
    ::gmtime_r(&now, &parts);
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), "%s, %d %s %d %02d:%02d:%02d +0000",
                  days.at(static_cast<std::size_t>(parts.tm_wday)), parts.tm_mday,
                  months.at(static_cast<std::size_t>(parts.tm_mon)), parts.tm_year + 1900,
                  parts.tm_hour, parts.tm_min, parts.tm_sec);
    return text.data();
}

}  // namespace

std::string mail_head(const Request& request, std::string_view from, std::time_t now) {
    const bool ascii = is_ascii(request.text.view());
    std::string head;
    const auto line = [&head](std::string_view name, std::string_view value) {
        head.append(name).append(": ").append(value).append("\n");
    };
    if (!from.empty()) line("From", from);
    line("To", request.to);
    line("Subject", request.subject);
    line("Date", date(now));
    line("Auto-Submitted", "auto-generated");
    line("MIME-Version", "1.0");
    line("Content-Type", ascii ? "text/plain; charset=us-ascii" : "text/plain; charset=utf-8");
    line("Content-Transfer-Encoding", ascii ? "7bit" : "8bit");
    return head + "\n";
}

}  // namespace ramd::courier
