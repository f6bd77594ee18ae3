// SPDX-License-Identifier: LGPL-2.1-or-later
// Writes the arguments of a request to ramd; after an error the rest is skipped and result() says
// which it was. With reply_reader.h and ramd_client.h all that knows sd-bus in the module.
#pragma once

#include <systemd/sd-bus.h>

#include <optional>
#include <string>
#include <utility>

#include "pam_ramauth/ramd_service.h"

namespace ramauth::pam {

class RequestWriter {
public:
    explicit RequestWriter(sd_bus_message* message) : message_(message) {}

    RequestWriter& text(const std::string& value);
    RequestWriter& secret(const Secret& value);
    RequestWriter& open_dictionary();
    // Leaves an empty text out. Foreign text (PAM_RHOST) is made printable ASCII and cut.
    RequestWriter& entry(const char* key, const std::string& value);
    RequestWriter& entry(const char* key, Uid value);
    RequestWriter& entry(const char* key, bool value);
    RequestWriter& entry_time(const char* key, std::uint64_t value);
    RequestWriter& entry_secret(const char* key, const Secret& value);
    RequestWriter& logon(const LogonContext& context);
    RequestWriter& close_dictionary();
    // A negative errno, or not.
    [[nodiscard]] int result() const { return result_; }

private:
    template <class... Arguments>
    RequestWriter& append(const char* types, Arguments... arguments) {
        if (result_ >= 0) result_ = sd_bus_message_append(message_, types, arguments...);
        return *this;
    }

    sd_bus_message* message_;
    int result_ = 0;
};

}  // namespace ramauth::pam
