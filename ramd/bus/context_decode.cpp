// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/bus/context_decode.h"

#include <array>
#include <string>
#include <utility>

#include "ramd/bus/message.h"
#include "ramd/bus/secret_argument.h"
#include "shared/wire.h"

namespace ramd {
namespace {

using ramauth::Refusal;
namespace key = ramauth::wire::context;

constexpr std::size_t longest_nonce = 128;

struct TextKey {
    const char* name;
    std::string LogonContext::*member;
};
constexpr std::array text_keys{
    TextKey{key::service, &LogonContext::service},
    TextKey{key::tty, &LogonContext::tty},
    TextKey{key::remote_host, &LogonContext::remote_host},
    TextKey{key::remote_address, &LogonContext::remote_address},
    TextKey{key::remote_user, &LogonContext::remote_user},
    TextKey{key::session, &LogonContext::session},
};

// Not in the middle of a UTF-8 character.
std::string cut(std::string text) {
    if (text.size() <= longest_context_text) return text;
    std::size_t end = longest_context_text;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
    text.resize(end);
    return text;
}

using Step = std::optional<Refusal>;

Step read_text_key(DictionaryReader& entry, const TextKey& text_key, LogonContext& into) {
    auto text = entry.text();
    if (!text) return wrong_format(text_key.name, "must be a string");
    into.*text_key.member = cut(std::move(*text));
    return std::nullopt;
}

Step read_uid(DictionaryReader& entry, const char* name, std::optional<Uid>& into) {
    const auto number = entry.number();
    if (!number || !ramauth::valid_uid(*number)) return wrong_format(name, "must be a uid");
    into = Uid{*number};
    return std::nullopt;
}

Step read_purpose(DictionaryReader& entry, LogonContext& into) {
    const auto text = entry.text();
    if (text != key::purpose_logon && text != key::purpose_change)
        return wrong_format(key::purpose, "must be \"logon\" or \"change\"");
    into.purpose = text == key::purpose_change ? Purpose::change : Purpose::logon;
    return std::nullopt;
}

Step read_nonce(DictionaryReader& entry, LogonContext& into) {
    auto text = entry.text();
    if (!text || text->size() > longest_nonce)
        return wrong_format(key::nonce, "must be a string of at most 128 bytes");
    into.nonce = std::move(*text);
    return std::nullopt;
}

Step read_second_factor(DictionaryReader& entry, LogonContext& into) {
    if (entry.text() != key::second_factor_no)
        return wrong_format(key::second_factor, "must be \"no\" where it is there");
    into.no_second_factor = true;
    return std::nullopt;
}

Step read_epoch(DictionaryReader& entry, LogonContext& into) {
    into.epoch = entry.big_number();
    if (!into.epoch) return wrong_format(key::epoch, "must be a number (t)");
    return std::nullopt;
}

// What uid 0 alone may say.
Step read_believed(DictionaryReader& entry, LogonContext& into) {
    for (const TextKey& text_key : text_keys) {
        if (entry.key() == text_key.name) return read_text_key(entry, text_key, into);
    }
    if (entry.key() == key::uid) return read_uid(entry, key::uid, into.uid);
    if (entry.key() == key::caller_uid) return read_uid(entry, key::caller_uid, into.caller_uid);
    if (entry.key() == key::purpose) return read_purpose(entry, into);
    if (entry.key() == key::epoch) return read_epoch(entry, into);
    if (entry.key() == key::second_factor) return read_second_factor(entry, into);
    entry.skip();
    return std::nullopt;
}

Step read_entry(DictionaryReader& entry, Request& into) {
    if (entry.key() == key::nonce) return read_nonce(entry, into.context);
    if (entry.key() == key::ticket) {
        Step refusal;
        take_secret(entry.fd(), key::ticket, into.ticket, refusal);
        return refusal;
    }
    if (into.context.believed) return read_believed(entry, into.context);
    entry.skip();
    return std::nullopt;
}

}  // namespace

std::optional<Refusal> decode_context(sd_bus_message* message, Request& into) {
    into.context.believed = into.caller.is_root();
    DictionaryReader entry(message);
    while (entry.next()) {
        if (auto refusal = read_entry(entry, into)) return refusal;
    }
    return std::nullopt;
}

}  // namespace ramd
