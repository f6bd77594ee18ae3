// SPDX-License-Identifier: LGPL-2.1-or-later
// A caller on the bus that writes its messages by hand: sd-bus sends nothing that is wrong.
#pragma once

#include <cstdint>
#include <string>

#include "shared/fd.h"

namespace bustest {

// D-Bus values one after the other, little-endian.
class RawValues {
public:
    RawValues& align(std::size_t to);
    RawValues& number(std::uint32_t value);
    RawValues& text(const std::string& value);
    RawValues& signature(const std::string& value);
    RawValues& append(const RawValues& aligned_to_8);
    [[nodiscard]] const std::string& bytes() const { return bytes_; }

private:
    std::string bytes_;
};

class RawCaller {
public:
    // Connects as who runs this, and says Hello. Throws std::runtime_error.
    explicit RawCaller(const std::string& address);
    // Of the Manager interface.
    void send(const std::string& member, const std::string& signature, const RawValues& body);
    // Whether the bus sends this text before it hangs up or twenty seconds are over.
    [[nodiscard]] bool hears(const std::string& wanted);

private:
    void write(const std::string& bytes);

    ramauth::UniqueFd socket_;
    std::string heard_;
    std::uint32_t serial_ = 0;
};

}  // namespace bustest
