// SPDX-License-Identifier: LGPL-2.1-or-later
// The seal around every value in the database: XChaCha20-Poly1305 under a key that is derived from
// the host's, bound to the kind of the record and to its key, so that a row that was damaged,
// stolen, or put in the place of another is worth nothing.
// A sealed value is: one byte format, 24 bytes nonce, the encrypted text and its tag.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "shared/secret.h"

namespace ramd {

// A fingerprint of a record's place or place and version; sets of them are kept as their XOR.
using RecordMark = std::array<unsigned char, 32>;

class RecordSeal {
public:
    static constexpr unsigned char format = 1;

    // `host_key` is 32 bytes; throws std::invalid_argument otherwise.
    explicit RecordSeal(const ramauth::Secret& host_key);

    [[nodiscard]] std::string seal(std::string_view kind, std::string_view key,
                                   std::string_view text) const;
    // Nothing for a value that was not sealed for this place by this key, or was changed since.
    [[nodiscard]] std::optional<std::string> unseal(std::string_view kind, std::string_view key,
                                                    std::string_view sealed) const;

    [[nodiscard]] RecordMark mark(std::string_view kind, std::string_view key,
                                  std::string_view version) const;

private:
    ramauth::Secret sealing_key_;
    ramauth::Secret marking_key_;
};

}  // namespace ramd
