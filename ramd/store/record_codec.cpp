// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/store/record_codec.h"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "ramd/store/strict_json.h"

namespace ramd {
namespace {

using boost::json::object;
using ramauth::policy::FlagField;
using ramauth::policy::NumberField;
using ramauth::policy::PasswordPolicy;

// The last microsecond of the year 9999: later dates cannot be shown as RFC 3339.
constexpr std::uint64_t latest_time = 253402300799999999;
constexpr std::uint64_t largest_count = UINT32_MAX;

constexpr std::string_view active = "Active";
constexpr std::string_view inactive = "Inactive";

std::uint64_t number_of(Timestamp time) {
    // Not to_wire(): a time before 1970 must be refused and not become "never".
    return static_cast<std::uint64_t>(time.time_since_epoch().count());
}

Timestamp read_time(StrictJson& json, std::string_view field) {
    return ramauth::from_wire(json.number(field, 0, latest_time));
}

UserName read_user(StrictJson& json) {
    auto user = UserName::parse(json.text("UserName"));
    if (!user) throw RecordError("field UserName is not the name of an account");
    return *std::move(user);
}

Uid read_uid(StrictJson& json) {
    const std::uint64_t value = json.number("Uid");
    if (!ramauth::valid_uid(value)) throw RecordError("field Uid is out of range");
    return Uid{static_cast<unsigned>(value)};
}

Status read_status(StrictJson& json) {
    const std::string text = json.text("Status");
    if (text == active) return Status::active;
    if (text == inactive) return Status::inactive;
    throw RecordError("field Status is neither Active nor Inactive");
}

PasswordHash read_hash(StrictJson& json) {
    PasswordHash hash{json.text("PasswordHash")};
    if (hash.text.empty()) throw RecordError("field PasswordHash is empty");
    return hash;
}

ramauth::policy::PasswordLife read_life(StrictJson& json) {
    ramauth::policy::PasswordLife life;
    life.initial = json.flag("Initial");
    life.reset_required = json.flag("PasswordResetRequired");
    life.changed = read_time(json, "PasswordChangeTime");
    return life;
}

void add_life(object& json, const ramauth::policy::PasswordLife& life) {
    json["Initial"] = life.initial;
    json["PasswordResetRequired"] = life.reset_required;
    json["PasswordChangeTime"] = number_of(life.changed);
}

// Whatever is written must be readable, or its user would be locked out from then on.
template <typename Decode>
std::string checked(const object& json, Decode decode) {
    std::string text = boost::json::serialize(json);
    try {
        (void)decode(text);
    } catch (const RecordError& error) {
        throw std::invalid_argument(std::string("a record cannot be kept: ") + error.what());
    }
    return text;
}

}  // namespace

std::string encode_profile(const Profile& profile) {
    object json;
    json["Schema"] = record_schema;
    json["UserName"] = profile.user.str();
    json["Uid"] = profile.uid.value;
    json["Status"] = profile.status == Status::active ? active : inactive;
    json["PasswordHash"] = profile.hash.text;
    add_life(json, profile.life);
    json["Epoch"] = profile.epoch;
    json["Version"] = profile.version;
    json["MFABindRequired"] = profile.mfa_bind_required;
    json["ShadowKept"] = profile.shadow_kept;
    json["Orphaned"] = profile.orphaned;
    json["System"] = profile.system;
    json["CreateDate"] = number_of(profile.created);
    json["UpdateDate"] = number_of(profile.updated);
    json["LastLoginTime"] = number_of(profile.last_login);
    json["LastLoginSource"] = profile.last_login_source;
    json["LastSessionTime"] = number_of(profile.last_session);
    json["FailedLoginAttempts"] = profile.failed_attempts;
    json["LockedUntil"] = number_of(profile.locked_until);
    json["RecoveryEmail"] = profile.recovery_email;
    json["RecoveryMobile"] = profile.recovery_mobile;
    json["ShadowAging"] = profile.shadow_aging;
    json["LastChangeNonce"] = profile.last_change_nonce;
    return checked(json, decode_profile);
}

Profile decode_profile(std::string_view text) {
    StrictJson json(text);
    Profile profile{.user = read_user(json),
                    .uid = read_uid(json),
                    .hash = {},
                    .life = {},
                    .last_login_source = {},
                    .recovery_email = {},
                    .recovery_mobile = {},
                    .shadow_aging = {},
                    .last_change_nonce = {}};
    profile.status = read_status(json);
    profile.hash = read_hash(json);
    profile.life = read_life(json);
    profile.epoch = json.number("Epoch");
    profile.version = json.number("Version", 1);
    profile.mfa_bind_required = json.flag("MFABindRequired");
    profile.shadow_kept = json.flag("ShadowKept");
    profile.orphaned = json.flag("Orphaned");
    profile.system = json.flag("System");
    profile.created = read_time(json, "CreateDate");
    profile.updated = read_time(json, "UpdateDate");
    profile.last_login = read_time(json, "LastLoginTime");
    profile.last_login_source = json.text("LastLoginSource");
    profile.last_session = read_time(json, "LastSessionTime");
    profile.failed_attempts =
        static_cast<unsigned>(json.number("FailedLoginAttempts", 0, largest_count));
    profile.locked_until = read_time(json, "LockedUntil");
    profile.recovery_email = json.text("RecoveryEmail");
    profile.recovery_mobile = json.text("RecoveryMobile");
    profile.shadow_aging = json.text("ShadowAging");
    profile.last_change_nonce = json.text("LastChangeNonce");
    json.finish();
    return profile;
}

std::string encode_revocation(const Revocation& revocation) {
    object json;
    json["Schema"] = record_schema;
    json["Id"] = revocation.id;
    json["UserName"] = revocation.user.str();
    json["Uid"] = revocation.uid.value;
    json["Epoch"] = revocation.epoch;
    json["Reason"] = revocation.reason;
    json["Committed"] = number_of(revocation.committed);
    json["CommittedMonotonic"] = revocation.committed_monotonic_us;
    json["BootId"] = revocation.boot_id;
    json["LastSession"] = revocation.last_session;
    return checked(json, decode_revocation);
}

Revocation decode_revocation(std::string_view text) {
    StrictJson json(text);
    Revocation revocation{.id = json.number("Id", 1),
                          .user = read_user(json),
                          .uid = read_uid(json),
                          .reason = {},
                          .boot_id = {},
                          .last_session = {}};
    revocation.epoch = json.number("Epoch");
    revocation.reason = json.text("Reason");
    revocation.committed = read_time(json, "Committed");
    revocation.committed_monotonic_us = json.number("CommittedMonotonic");
    revocation.boot_id = json.text("BootId");
    revocation.last_session = json.text("LastSession");
    json.finish();
    return revocation;
}

std::string encode_policy(const PasswordPolicy& policy) {
    object json;
    json["Schema"] = record_schema;
    for (const auto& field : ramauth::policy::policy_fields()) {
        if (const auto* number = std::get_if<NumberField>(&field.member))
            json[field.name] = policy.**number;
        else
            json[field.name] = policy.*std::get<FlagField>(field.member);
    }
    return checked(json, decode_policy);
}

PasswordPolicy decode_policy(std::string_view text) {
    StrictJson json(text);
    PasswordPolicy policy;
    for (const auto& field : ramauth::policy::policy_fields()) {
        if (const auto* number = std::get_if<NumberField>(&field.member))
            policy.** number =
                static_cast<unsigned>(json.number(field.name, field.minimum, field.maximum));
        else
            policy.*std::get<FlagField>(field.member) = json.flag(field.name);
    }
    json.finish();
    return policy;
}

}  // namespace ramd
