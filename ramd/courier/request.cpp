// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/courier/request.h"

#include <charconv>

#include "ramd/courier/plain_text.h"
#include "shared/contact_form.h"

namespace ramd::courier {
namespace {

using ramauth::Secret;

constexpr std::string_view version = "1";

std::string_view take_until(char end, std::string_view& rest) {
    const auto place = rest.find(end);
    if (place == std::string_view::npos) throw BadRequest("the request is cut short");
    const std::string_view taken = rest.substr(0, place);
    rest.remove_prefix(place + 1);
    return taken;
}

std::string_view word_of(Way way) {
    return way == Way::email ? "email" : "sms";
}

Way way_of(std::string_view word) {
    for (const Way way : {Way::email, Way::sms}) {
        if (word == word_of(way)) return way;
    }
    throw BadRequest("the request names no way of sending");
}

std::size_t size_of(std::string_view word) {
    std::size_t size = 0;
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), size);
    if (error != std::errc{} || std::to_string(size) != word)
        throw BadRequest("the request does not tell the size of its text");
    return size;
}

void check_subject(const Request& request) {
    if (request.way == Way::sms) {
        if (!request.subject.empty()) throw BadRequest("an SMS has no subject");
        return;
    }
    if (request.subject.empty() || request.subject.size() > longest_subject ||
        !is_ascii_line(request.subject))
        throw BadRequest("the subject is empty, too long or more than printable ASCII");
}

void check(const Request& request) {
    if (request.way == Way::email && !ramauth::is_mail_address(request.to))
        throw BadRequest("the recipient is no address that a mail may be sent to");
    if (request.way == Way::sms && !ramauth::is_phone_number(request.to))
        throw BadRequest("the recipient is no number of digits alone");
    check_subject(request);
    if (request.text.empty() || request.text.size() > longest_text)
        throw BadRequest("the text is empty or too long");
    if (!is_plain_text(request.text.view()))
        throw BadRequest("the text has control characters, long lines or what is no UTF-8");
}

void append(Secret& to, std::string_view text) {
    for (const char c : text) to.push_back(c);
}

}  // namespace

Request parse_request(std::string_view bytes) {
    if (bytes.size() > longest_request) throw BadRequest("the request is too long");
    if (take_until(' ', bytes) != version) throw BadRequest("the request is of another version");
    Request request;
    request.way = way_of(take_until(' ', bytes));
    const std::size_t size = size_of(take_until('\n', bytes));
    request.to = take_until('\n', bytes);
    request.subject = take_until('\n', bytes);
    if (bytes.size() < size) throw BadRequest("the request is cut short");
    if (bytes.size() > size) throw BadRequest("the request goes on behind its end");
    request.text = Secret::copy_of(bytes);
    check(request);
    return request;
}

Secret encode_request(const Request& request) {
    check(request);
    Secret bytes(longest_request);
    append(bytes, version);
    append(bytes, " ");
    append(bytes, word_of(request.way));
    append(bytes, " " + std::to_string(request.text.size()) + "\n");
    append(bytes, request.to + "\n");
    append(bytes, request.subject + "\n");
    append(bytes, request.text.view());
    return bytes;
}

}  // namespace ramd::courier
