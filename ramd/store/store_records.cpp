// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/store/store_records.h"

#include <array>
#include <cstdio>

#include "ramd/store/settings_codec.h"
#include "ramd/store/state_codec.h"

namespace ramd {
namespace {

constexpr std::string_view profile_kind = "profile";
constexpr std::string_view revocation_kind = "revocation";
constexpr std::string_view device_kind = "device";
constexpr std::string_view weak_kind = "weak";
constexpr std::string_view meta_kind = "meta";

constexpr std::string_view sentinel_key = "sentinel";
constexpr std::string_view state_key = "state";
constexpr std::string_view policy_key = "policy";
constexpr std::string_view preference_key = "preference";

// No record comes near this. A damaged length must not lead out of the map.
constexpr std::size_t largest_value = 64UL * 1024;

// Keys of revocations sort as their numbers do.
std::string revocation_key(std::uint64_t id) {
    std::array<char, 17> text{};
    (void)std::snprintf(text.data(), text.size(), "%016llx", static_cast<unsigned long long>(id));
    return text.data();
}

[[noreturn]] void damaged(std::string_view kind, std::string_view key, const char* why) {
    throw DamagedRecord(
        std::string(kind).append(" ").append(key).append(": the record is damaged: ").append(why));
}

template <typename Decode>
auto decoded(std::string_view kind, std::string_view key, const std::string& text, Decode decode) {
    try {
        return decode(text);
    } catch (const RecordError& error) {
        damaged(kind, key, error.what());
    }
}

}  // namespace

void toggle(RecordMark& set, const RecordMark& element) {
    for (std::size_t i = 0; i < set.size(); ++i)
        set[i] = static_cast<unsigned char>(set[i] ^ element[i]);
}

std::optional<Databases> open_databases(LmdbTransaction& transaction, bool create) {
    const auto meta = transaction.database("meta", create);
    const auto profiles = transaction.database("profiles", create);
    const auto revocations = transaction.database("revocations", create);
    const auto weak = transaction.database("weak", create);
    const auto devices = transaction.database("devices", create);
    if (!meta || !profiles || !revocations) return std::nullopt;
    return Databases{*meta, *profiles, *revocations, weak.value_or(0), devices.value_or(0)};
}

std::optional<std::string> StoreRecords::read(MDB_dbi database, std::string_view kind,
                                              std::string_view key) const {
    const auto value = transaction_.get(database, key);
    if (!value) return std::nullopt;
    if (value->size() > largest_value) damaged(kind, key, "its length is impossible");
    auto text = seal_.unseal(kind, key, *value);
    if (!text) damaged(kind, key, "its seal does not hold");
    return text;
}

void StoreRecords::write(MDB_dbi database, std::string_view kind, std::string_view key,
                         std::string_view text) {
    const std::string sealed = seal_.seal(kind, key, text);
    if (sealed.size() > largest_value)
        throw std::invalid_argument("a record cannot be kept: it is too long");
    transaction_.put(database, key, sealed);
}

std::string StoreRecords::read_meta(std::string_view key) const {
    auto text = read(databases_.meta, meta_kind, key);
    if (!text) damaged(meta_kind, key, "it is missing");
    return *std::move(text);
}

std::optional<Profile> StoreRecords::profile(std::string_view user) const {
    const auto text = read(databases_.profiles, profile_kind, user);
    if (!text) return std::nullopt;
    Profile profile = decoded(profile_kind, user, *text, decode_profile);
    if (profile.user.str() != user) damaged(profile_kind, user, "it is another user's");
    return profile;
}

void StoreRecords::put(const Profile& profile) {
    write(databases_.profiles, profile_kind, profile.user.str(), encode_profile(profile));
}

void StoreRecords::erase_profile(const UserName& user) {
    (void)transaction_.erase(databases_.profiles, user.str());
}

std::optional<Revocation> StoreRecords::revocation(std::string_view key) const {
    const auto text = read(databases_.revocations, revocation_kind, key);
    if (!text) return std::nullopt;
    Revocation revocation = decoded(revocation_kind, key, *text, decode_revocation);
    if (revocation_key(revocation.id) != key) damaged(revocation_kind, key, "it is another one");
    return revocation;
}

void StoreRecords::put(const Revocation& revocation) {
    write(databases_.revocations, revocation_kind, revocation_key(revocation.id),
          encode_revocation(revocation));
}

bool StoreRecords::erase_revocation(std::uint64_t id) {
    return transaction_.erase(databases_.revocations, revocation_key(id));
}

std::optional<KeptRecord> StoreRecords::kept_device(std::string_view user) const {
    const auto text = read(databases_.devices, device_kind, user);
    if (!text) return std::nullopt;
    KeptRecord kept = decoded(device_kind, user, *text, decode_kept_device);
    if (kept.device.user.str() != user) damaged(device_kind, user, "it is another user's");
    return kept;
}

void StoreRecords::put(const KeptRecord& kept) {
    write(databases_.devices, device_kind, kept.device.user.str(), encode_kept_device(kept));
}

void StoreRecords::erase_kept_device(std::string_view user) {
    (void)transaction_.erase(databases_.devices, user);
}

std::optional<WeakBucket> StoreRecords::weak_bucket(unsigned number) const {
    const std::string key = bucket_key(number);
    const auto text = read(databases_.weak, weak_kind, key);
    if (!text) return std::nullopt;
    return decoded(weak_kind, key, *text,
                   [number](const std::string& all) { return decode_bucket(number, all); });
}

void StoreRecords::put(unsigned number, const WeakBucket& bucket) {
    write(databases_.weak, weak_kind, bucket_key(number), encode_bucket(number, bucket));
}

StoreState StoreRecords::state() const {
    return decoded(meta_kind, state_key, read_meta(state_key), decode_state);
}

void StoreRecords::put(const StoreState& state) {
    write(databases_.meta, meta_kind, state_key, encode_state(state));
}

ramauth::policy::PasswordPolicy StoreRecords::policy() const {
    return decoded(meta_kind, policy_key, read_meta(policy_key), decode_policy);
}

void StoreRecords::put(const ramauth::policy::PasswordPolicy& policy) {
    write(databases_.meta, meta_kind, policy_key, encode_policy(policy));
}

ramauth::policy::SecurityPreference StoreRecords::preference() const {
    return decoded(meta_kind, preference_key, read_meta(preference_key), decode_preference);
}

void StoreRecords::put(const ramauth::policy::SecurityPreference& preference) {
    write(databases_.meta, meta_kind, preference_key, encode_preference(preference));
}

std::optional<std::string> StoreRecords::sentinel() const {
    const auto value = transaction_.get(databases_.meta, sentinel_key);
    if (!value || value->size() > largest_value) return std::nullopt;
    return seal_.unseal(meta_kind, sentinel_key, *value);
}

void StoreRecords::put_sentinel() {
    write(databases_.meta, meta_kind, sentinel_key, new_sentinel());
}

RecordMark StoreRecords::name_mark(const UserName& user) const {
    return seal_.mark(profile_kind, user.str(), "");
}

RecordMark StoreRecords::name_mark(std::uint64_t revocation) const {
    return seal_.mark(revocation_kind, revocation_key(revocation), "");
}

RecordMark StoreRecords::version_mark(std::string_view user, std::uint64_t version) const {
    return seal_.mark(profile_kind, user, std::to_string(version));
}

RecordMark StoreRecords::kept_name_mark(std::string_view user) const {
    return seal_.mark(device_kind, user, "");
}

RecordMark StoreRecords::kept_version_mark(std::string_view user, std::uint64_t epoch) const {
    return seal_.mark(device_kind, user, std::to_string(epoch));
}

RecordMark StoreRecords::weak_mark(unsigned number, std::size_t size) const {
    return seal_.mark(weak_kind, bucket_key(number), std::to_string(size));
}

}  // namespace ramd
