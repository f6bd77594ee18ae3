// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/store/factor_codec.h"

#include <boost/json/array.hpp>

#include <utility>

namespace ramd {
namespace {

using boost::json::object;

constexpr std::string_view sha1 = "SHA1";
constexpr std::string_view sha256 = "SHA256";

constexpr std::string_view hex_digits = "0123456789abcdef";

std::string hex_of(std::string_view bytes) {
    std::string text;
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        text += hex_digits[byte >> 4U];
        text += hex_digits[byte & 15U];
    }
    return text;
}

std::string bytes_of(std::string_view hex) {
    if (hex.size() % 2 != 0) throw RecordError("field DeviceSeed is not hexadecimal");
    std::string bytes;
    for (std::size_t i = 0; i < hex.size(); i += 2) {
        const auto high = hex_digits.find(hex[i]);
        const auto low = hex_digits.find(hex[i + 1]);
        if (high == std::string_view::npos || low == std::string_view::npos)
            throw RecordError("field DeviceSeed is not hexadecimal");
        bytes += static_cast<char>(high << 4U | low);
    }
    return bytes;
}

}  // namespace

std::optional<TotpDevice> read_device(StrictJson& json) {
    TotpDevice device;
    const std::string algorithm = json.text("DeviceAlgorithm");
    const std::string seed = json.text("DeviceSeed");
    device.bound = json.time("DeviceBindDate");
    device.last_step = json.number("DeviceLastStep");
    device.recovery_codes = json.texts("RecoveryCodes", most_recovery_codes);
    if (algorithm.empty() && seed.empty() && device.recovery_codes.empty()) return std::nullopt;
    if (algorithm != sha1 && algorithm != sha256)
        throw RecordError("field DeviceAlgorithm is neither SHA1 nor SHA256");
    device.algorithm = algorithm == sha256 ? TotpAlgorithm::sha256 : TotpAlgorithm::sha1;
    device.seed = bytes_of(seed);
    if (device.seed.size() != (algorithm == sha256 ? 32 : 20))
        throw RecordError("field DeviceSeed is not as long as the hash");
    return device;
}

void add_device(object& json, const std::optional<TotpDevice>& kept) {
    const TotpDevice device = kept.value_or(TotpDevice{});
    json["DeviceAlgorithm"] = !kept                                       ? std::string_view()
                              : device.algorithm == TotpAlgorithm::sha256 ? sha256
                                                                          : sha1;
    json["DeviceSeed"] = hex_of(device.seed);
    json["DeviceBindDate"] = number_of(device.bound);
    json["DeviceLastStep"] = device.last_step;
    json["RecoveryCodes"] =
        boost::json::array(device.recovery_codes.begin(), device.recovery_codes.end());
}

void add_factors(object& json, const Profile& profile) {
    add_device(json, profile.device);
    json["FactorSources"] =
        boost::json::array(profile.factor_sources.begin(), profile.factor_sources.end());
    json["ResetCodeUntil"] = number_of(profile.reset_code_until);
}

void read_factors(StrictJson& json, Profile& profile) {
    profile.device = read_device(json);
    profile.factor_sources = json.texts("FactorSources", most_factor_sources);
    profile.reset_code_until = json.time("ResetCodeUntil");
}

}  // namespace ramd
