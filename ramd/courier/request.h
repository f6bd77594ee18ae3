// SPDX-License-Identifier: LGPL-2.1-or-later
// What ramd asks the courier for, and how it is written on the socket: one message a connection.
//
//     1 email 57                  version, way (email or sms), bytes of the text
//     ann@example.org             one recipient
//     Your code for build         subject; of an SMS an empty line
//     TEXT                        as many bytes as were told, and nothing behind them
//
// The answer is one line: `taken`, or `not taken: ` and why.
#pragma once

#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>

#include "shared/secret.h"

namespace ramd::courier {

inline constexpr const char* socket_path = "/run/ramd/courier";
inline constexpr std::string_view answer_taken = "taken";
inline constexpr std::string_view answer_not_taken = "not taken: ";
inline constexpr std::size_t longest_answer = 512;
inline constexpr std::size_t longest_subject = 200;
inline constexpr std::size_t longest_text = 4096;
inline constexpr std::size_t longest_request = 8192;

enum class Way { email, sms };

struct Request {
    Way way = Way::email;
    std::string to;        // is_mail_address() or is_phone_number()
    std::string subject;   // of a mail: 1 to 200 bytes of ASCII; of an SMS: empty
    ramauth::Secret text;  // is_plain_text(), 1 to 4096 bytes
};

// what() is a sentence that holds nothing of the request.
struct BadRequest : std::runtime_error {
    using std::runtime_error::runtime_error;
};

// Throws BadRequest for whatever is not exactly this form.
[[nodiscard]] Request parse_request(std::string_view bytes);

// Throws BadRequest for what parse_request() would not take.
[[nodiscard]] ramauth::Secret encode_request(const Request& request);

}  // namespace ramd::courier
