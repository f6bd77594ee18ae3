// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramctl/mfa_text.h"

#include <boost/json/serialize.hpp>

#include <algorithm>
#include <ostream>

#include "ramctl/json_output.h"
#include "ramctl/profile_text.h"
#include "ramctl/time_text.h"
#include "shared/qr_picture.h"

namespace ramctl {
namespace {

using ramauth::QrColours;

constexpr std::size_t group = 4;
constexpr std::uint32_t few_codes = 2;

Cell device_cell(const Fields& info) {
    if (info.flag("Bound")) return {"bound (" + info.text("Algorithm") + ")", Colour::green};
    if (info.flag("BindRequired"))
        return {"none, has to be bound at the next logon", Colour::yellow};
    return {"none"};
}

Secret grouped(const Secret& seed) {
    Secret text(seed.size() + seed.size() / group);
    std::size_t place = 0;
    for (const char c : seed.view()) {
        if (place > 0 && place % group == 0) text.push_back(' ');
        text.push_back(c);
        ++place;
    }
    return text;
}

void write_past_buffers(Environment& environment, const Secret& secret) {
    environment.out << std::flush;
    environment.terminal.write_secret(secret.view());
}

}  // namespace

void add_mfa_lines(Listing& listing, const Fields& info, Timestamp now) {
    listing.add("Second factor", device_cell(info));
    if (info.flag("Bound")) {
        const std::uint32_t left = info.number("RecoveryCodesLeft");
        listing.add("Bound since", readable(info.time("BindDate"), now));
        listing.add("Recovery codes left",
                    {std::to_string(left), left <= few_codes ? Colour::yellow : Colour::none});
    }
    listing.add("Known sources", value_text(info.texts("KnownSources"), now));
}

void print_seed(Environment& environment, const MfaSeed& seed) {
    const auto colours = environment.colour ? QrColours::terminal : QrColours::plain;
    if (const auto picture = ramauth::qr_picture(seed.uri.view(), colours))
        write_past_buffers(environment, *picture);
    print_lines(environment, seed.uri);
    print_lines(environment, grouped(seed.base32));
}

void print_lines(Environment& environment, const Secret& lines) {
    write_past_buffers(environment, lines);
    if (!lines.view().ends_with('\n')) environment.out << '\n';
    environment.out << std::flush;
}

void begin_bind_json(Environment& environment, const UserName& user, const MfaSeed& seed) {
    environment.out << R"({"UserName":)" << boost::json::serialize(boost::json::string(user.str()))
                    << R"(,"Seed":)";
    write_json_secret(environment, seed.base32);
    environment.out << R"(,"URI":)";
    write_json_secret(environment, seed.uri);
    environment.out << '\n' << std::flush;
}

void end_bind_json(Environment& environment, const Secret& recovery_codes) {
    environment.out << R"(,"RecoveryCodes":[)";
    std::string_view rest = recovery_codes.view();
    for (bool first = true; !rest.empty(); first = false) {
        const std::string_view line = rest.substr(0, rest.find('\n'));
        if (!first) environment.out << ',';
        write_json_secret(environment, Secret::copy_of(line));
        rest.remove_prefix(std::min(line.size() + 1, rest.size()));
    }
    environment.out << "]}\n" << std::flush;
}

}  // namespace ramctl
