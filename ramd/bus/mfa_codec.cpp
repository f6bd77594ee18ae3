// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/bus/mfa_codec.h"

#include <cstdint>
#include <utility>

#include "ramd/bus/message.h"
#include "ramd/bus/read_secret.h"
#include "ramd/bus/secret_argument.h"
#include "shared/secret_fd.h"

namespace ramd {
namespace {

constexpr const char* algorithm_key = "Algorithm";
constexpr const char* sha1 = "SHA1";
constexpr const char* sha256 = "SHA256";

}  // namespace

void append_secret(sd_bus_message* message, const ramauth::Secret& secret) {
    const ramauth::UniqueFd fd = ramauth::secret_to_fd(secret);
    check(sd_bus_message_append(message, "h", fd.get()), "cannot write a secret");
}

void append_offer(sd_bus_message* message, const DeviceOffer& offer) {
    append_secret(message, offer.seed);
    append_secret(message, offer.uri);
}

void encode_mfa_info(sd_bus_message* message, const MFAInfo& info) {
    DictionaryWriter out(message);
    out.flag("Bound", info.algorithm.has_value());
    if (info.algorithm) {
        out.text(algorithm_key, *info.algorithm == TotpAlgorithm::sha256 ? sha256 : sha1);
        out.time("BindDate", info.bound);
        out.number("RecoveryCodesLeft", static_cast<std::uint32_t>(info.recovery_codes_left));
    }
    out.texts("KnownSources", info.known_sources);
    out.flag("BindRequired", info.bind_required);
    out.close();
}

std::optional<CodePair> read_code_pair(Invocation& in) {
    auto first = read_secret(in);
    if (!first) return std::nullopt;
    auto second = read_secret(in);
    if (!second) return std::nullopt;
    return CodePair{std::move(*first), std::move(*second)};
}

std::variant<TotpAlgorithm, ramauth::Refusal> decode_algorithm(sd_bus_message* message) {
    std::optional<TotpAlgorithm> algorithm;
    DictionaryReader entry(message);
    while (entry.next()) {
        if (entry.key() != algorithm_key) return wrong_format(entry.key(), "is not an option");
        if (algorithm) return wrong_format(algorithm_key, "comes twice");
        const auto text = entry.text();
        if (text != sha1 && text != sha256)
            return wrong_format(algorithm_key, "must be \"SHA1\" or \"SHA256\"");
        algorithm = text == sha256 ? TotpAlgorithm::sha256 : TotpAlgorithm::sha1;
    }
    return algorithm.value_or(TotpAlgorithm::sha1);
}

}  // namespace ramd
