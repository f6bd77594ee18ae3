// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/factor/sent_codes.h"

#include <sodium.h>

#include <algorithm>
#include <cstdint>

namespace ramd {
namespace {

using ramauth::Secret;
using ramauth::UserName;

constexpr std::uint32_t numbers = 1'000'000;  // of as many digits as a code has

Secret random_code() {
    std::uint32_t number = ::randombytes_uniform(numbers);
    Secret code(SentCodes::digits);
    code.resize(SentCodes::digits);
    for (std::size_t i = SentCodes::digits; i > 0; --i) {
        code.buffer()[i - 1] = static_cast<char>('0' + number % 10);
        number /= 10;
    }
    return code;
}

}  // namespace

std::chrono::seconds SentCodes::wait(const UserName& user, Time now) const {
    Time::duration longest{};
    for (const Entry& entry : entries_) {
        if (entry.user == user) longest = std::max(longest, entry.made + between - now);
    }
    return std::chrono::ceil<std::chrono::seconds>(longest);
}

Secret SentCodes::make(const UserName& user, CourierWay way, Time now) {
    Secret code = random_code();
    if (entries_.size() >= most) entries_.pop_front();
    entries_.push_back({user, way, code.clone(), now});
    return code;
}

bool SentCodes::has(const UserName& user, Time now) const {
    return std::ranges::any_of(entries_, [&](const Entry& entry) {
        return entry.user == user && entry.sent && !entry.code.empty() &&
               now < entry.made + lifetime;
    });
}

SentCodes::Entry* SentCodes::newest(const UserName& user, CourierWay way) {
    const auto found = std::find_if(entries_.rbegin(), entries_.rend(), [&](const Entry& entry) {
        return entry.user == user && entry.way == way;
    });
    return found == entries_.rend() ? nullptr : &*found;
}

void SentCodes::handed_over(const UserName& user, CourierWay way) {
    Entry* const now = newest(user, way);
    if (now == nullptr) return;
    now->sent = true;
    std::erase_if(entries_, [&](const Entry& entry) {
        return entry.user == user && entry.way == way && &entry != now;
    });
}

void SentCodes::drop(const UserName& user, CourierWay way) {
    if (Entry* const failed = newest(user, way)) failed->code.wipe();
}

void SentCodes::use_up(const UserName& user) {
    for (Entry& entry : entries_) {
        if (entry.user == user) entry.code.wipe();
    }
}

bool SentCodes::take(const UserName& user, std::string_view code, Time now) {
    const Secret typed = Secret::copy_of(code.substr(0, digits + 1));
    bool right = false;
    for (Entry& entry : entries_) {
        if (entry.user != user || entry.code.empty()) continue;
        if (now >= entry.made + lifetime) entry.code.wipe();
        const bool same = entry.code == typed;
        right = right || (same && !typed.empty());
        if (++entry.tries >= most_tries) entry.code.wipe();
    }
    if (right) use_up(user);
    return right;
}

void SentCodes::sweep(Time now) {
    std::erase_if(entries_, [now](const Entry& e) { return now >= e.made + lifetime; });
}

}  // namespace ramd
