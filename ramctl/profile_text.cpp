// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramctl/profile_text.h"

#include <algorithm>
#include <array>

#include "ramctl/mfa_text.h"
#include "ramctl/time_text.h"

namespace ramctl {
namespace {

struct ValueText {
    Timestamp now;
    std::string operator()(const std::string& text) const { return text.empty() ? "-" : text; }
    std::string operator()(bool flag) const { return flag ? "yes" : "no"; }
    std::string operator()(std::uint32_t number) const { return std::to_string(number); }
    std::string operator()(std::int32_t number) const { return std::to_string(number); }
    std::string operator()(std::uint64_t number) const { return std::to_string(number); }
    std::string operator()(Timestamp time) const { return readable(time, now); }
    std::string operator()(const Texts& texts) const {
        std::string all;
        for (const auto& text : texts) all.append(all.empty() ? "" : ", ").append(text);
        return all.empty() ? "-" : all;
    }
};

struct Label {
    const char* field;
    const char* words;
};
constexpr std::array labels{Label{"UserName", "User"},
                            Label{"Uid", "Uid"},
                            Label{"Status", "Status"},
                            Label{"PasswordStatus", "Password"},
                            Label{"PasswordResetRequired", "Change at next logon"},
                            Label{"ResetCodeValidUntil", "Reset code good until"},
                            Label{"MFABindRequired", "Second factor required"},
                            Label{"LastLoginTime", "Last password logon"},
                            Label{"LastLoginSource", "From"},
                            Label{"LastSessionTime", "Last logon of any kind"},
                            Label{"CreateDate", "Profile made"},
                            Label{"UpdateDate", "Profile changed"},
                            Label{"PasswordChangeTime", "Password set"},
                            Label{"PasswordExpireTime", "Password expires"},
                            Label{"FailedLoginAttempts", "Failed attempts"},
                            Label{"LockedUntil", "Locked"},
                            Label{"RecoveryEmail", "Recovery e-mail"},
                            Label{"RecoveryMobile", "Recovery mobile"},
                            Label{"ShadowKept", "Password in /etc/shadow kept"},
                            Label{"ShadowAging", "Taken from /etc/shadow"},
                            Label{"Orphaned", "Orphaned"},
                            Label{"System", "System account"}};

std::string label_of(const std::string& field) {
    const auto* found = std::find_if(labels.begin(), labels.end(),
                                     [&](const Label& label) { return field == label.field; });
    return found == labels.end() ? field : found->words;
}

Cell lock_cell(const Fields& profile, Timestamp now) {
    const Timestamp end = profile.time("LockedUntil");
    if (end <= now) return {"no"};
    const std::string text = readable(end, now);
    return {end == Timestamp::max() ? text : "until " + text, Colour::red};
}

Cell cell_of(const Fields& profile, const Field& field, Timestamp now) {
    if (field.name == "Status") return status_cell(profile);
    if (field.name == "PasswordStatus") return password_cell(profile);
    if (field.name == "LockedUntil") return lock_cell(profile, now);
    const bool risk = field.name == "ShadowKept" || field.name == "Orphaned";
    const auto* flag = std::get_if<bool>(&field.value);
    const Colour colour = risk && flag != nullptr && *flag ? Colour::red : Colour::none;
    return {value_text(field.value, now), colour};
}

}  // namespace

std::string value_text(const Value& value, Timestamp now) {
    return std::visit(ValueText{now}, value);
}

Cell status_cell(const Fields& profile) {
    const std::string status = profile.text("Status");
    if (status == "Active") return {"active", Colour::green};
    if (status == "Inactive") return {"inactive", Colour::yellow};
    return {status.empty() ? "-" : status};
}

Cell password_cell(const Fields& profile) {
    const std::string status = profile.text("PasswordStatus");
    if (status == "NotInitial") return {"set by its user"};
    if (status == "InitialValid") return {"initial"};
    if (status == "InitialExpired") return {"initial, expired", Colour::red};
    return {status.empty() ? "-" : status};
}

std::string remarks(const Fields& profile, Timestamp now) {
    std::string text;
    const auto add = [&text](const char* words) {
        text.append(text.empty() ? "" : ", ").append(words);
    };
    if (profile.flag("Damaged")) add("record damaged");
    if (profile.flag("Orphaned")) add("orphaned");
    if (profile.flag("ShadowKept")) add("shadow password kept");
    if (profile.time("LockedUntil") == Timestamp::max())
        add("locked until unlocked");
    else if (profile.time("LockedUntil") > now)
        add("locked");
    if (profile.flag("PasswordResetRequired")) add("must change");
    return text;
}

void print_profile(Environment& environment, const Fields& profile, const Fields* mfa) {
    Listing listing;
    for (const auto& field : profile)
        listing.add(label_of(field.name), cell_of(profile, field, environment.now));
    if (mfa != nullptr) add_mfa_lines(listing, *mfa, environment.now);
    listing.print(environment.out, environment.colour);
}

}  // namespace ramctl
