// SPDX-License-Identifier: LGPL-2.1-or-later
// How failures slow guesses down (MODEL.md, section 5): on a rising curve per user and source, and
// on a much looser one per user. Within a pause the answer is no, at once. In memory, bounded, and
// independent of the lock. Times are of CLOCK_BOOTTIME, in microseconds.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <list>
#include <string>
#include <string_view>
#include <unordered_map>

#include "shared/user_name.h"

namespace ramd {

struct PauseCurve {
    unsigned after = 10;  // failures in a row before the first pause; 0 = never one
    std::chrono::seconds first{1};
    std::chrono::seconds longest{300};
};

// 0 below `after`; then `first`, and twice as long with each further failure up to `longest`.
[[nodiscard]] std::chrono::seconds pause_after(const PauseCurve& curve, unsigned failures);

struct PauseSettings {
    PauseCurve per_source;
    PauseCurve per_user{30, std::chrono::seconds(1), std::chrono::seconds(15)};
    std::size_t most_sources = 65'536;  // remembered at once, and as many users
};

// What becomes of one more guess: checked, answered with no, or left waiting until one that is
// under way has turned out right or wrong.
enum class Turn { now, never, later };

// One curve for many keys. What has been quiet for a day is forgotten, and where there is no room
// what has been quiet longest; a key with a guess under way never.
class PauseTable {
public:
    static constexpr std::chrono::hours memory{24};

    PauseTable(PauseCurve curve, std::size_t most) : curve_(curve), most_(most) {}

    // Those under way might be failures: no more of them at a time than the curve leaves.
    [[nodiscard]] Turn turn(const std::string& key, std::uint64_t now_us) const;
    void begin(const std::string& key, std::uint64_t now_us);
    void failed(const std::string& key, std::uint64_t now_us);
    void ended(const std::string& key);
    void forget(const std::string& key);
    // Only keys that begin so.
    void forget_all_of(std::string_view prefix);
    [[nodiscard]] std::size_t size() const noexcept { return entries_.size(); }

private:
    struct Entry {
        std::string key;
        unsigned failures = 0;
        unsigned under_way = 0;
        std::uint64_t last_us = 0;
    };
    using Order = std::list<Entry>;

    [[nodiscard]] Order::iterator touch(const std::string& key, std::uint64_t now_us);
    void make_room();

    PauseCurve curve_;
    std::size_t most_;
    Order order_;  // quiet longest first
    std::unordered_map<std::string, Order::iterator> entries_;
};

// Where a guess comes from.
struct GuessOrigin {
    std::string source;      // as guess_source() of policy/network_mask.h has it
    bool is_owners = false;  // one that the user logged on from, or sits at: only its own curve
                             // counts, so that a stranger keeps nobody out
};

class GuessPauses {
public:
    explicit GuessPauses(PauseSettings settings = {})
        : sources_(settings.per_source, settings.most_sources),
          users_(settings.per_user, settings.most_sources) {}

    using UserName = ramauth::UserName;

    [[nodiscard]] Turn turn(const UserName& user, const GuessOrigin& origin,
                            std::uint64_t now_us) const;
    void begin(const UserName& user, const GuessOrigin& origin, std::uint64_t now_us);
    void failed(const UserName& user, const GuessOrigin& origin, std::uint64_t now_us);
    void ended(const UserName& user, const GuessOrigin& origin);
    // A logon from there was let in.
    void succeeded(const UserName& user, const GuessOrigin& origin);
    // An administrator's reset or unlock.
    void forget(const UserName& user);

private:
    PauseTable sources_;
    PauseTable users_;
};

}  // namespace ramd
