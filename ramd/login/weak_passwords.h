// SPDX-License-Identifier: LGPL-2.1-or-later
// The weak-password library of the host, as the use cases see it: a file that ramd only ever reads,
// and beside it what administrators added, which lies in the store. Behind this interface a file is
// read by threads of its own; here everything is called from the event loop's thread.
#pragma once

#include <string.h>  // explicit_bzero

#include <boost/asio/awaitable.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "policy/weak_list/list_header.h"
#include "policy/weak_list/weak_hash.h"
#include "shared/error_code.h"
#include "shared/timestamp.h"

namespace ramd {

using ramauth::weak_list::WeakHash;

// The hashes of one password, in all its spellings. They are overwritten when this goes: whoever
// found them could guess at it as fast as SHA-1 is.
class WeakSpellings {
public:
    static constexpr std::size_t most = 3;

    WeakSpellings() = default;
    WeakSpellings(const WeakSpellings&) = default;
    WeakSpellings& operator=(const WeakSpellings&) = default;
    ~WeakSpellings() { ::explicit_bzero(hashes_.data(), sizeof hashes_); }

    // No more than `most`.
    void add(const WeakHash& hash) { hashes_.at(count_++) = hash; }
    [[nodiscard]] std::span<const WeakHash> all() const { return {hashes_.data(), count_}; }

private:
    std::array<WeakHash, most> hashes_{};
    std::size_t count_ = 0;
};

enum class WeakAnswer {
    weak,
    fine,     // everything could be asked
    no_list,  // nothing says weak, but something could not be asked
};

struct WeakListInfo {
    enum class State { none, verifying, usable, damaged };  // of the file in its place

    std::string path;
    State state = State::none;
    std::string problem;  // a sentence; empty: none
    // Of the list that is asked: not always the file in its place. Nothing: there is none.
    std::optional<ramauth::weak_list::ListHeader> in_use = {};
    ramauth::Timestamp loaded = ramauth::never;
    std::size_t added = 0;    // by administrators
    std::size_t pending = 0;  // those of them that are not known to be in the list in use
};

class WeakPasswords {
public:
    virtual ~WeakPasswords() = default;

    // A password in its spellings: weak where one of them is. What could not be asked is told to
    // the journal here.
    [[nodiscard]] virtual boost::asio::awaitable<WeakAnswer> ask(WeakSpellings spellings) = 0;
    // Whether there is a list that is asked.
    [[nodiscard]] virtual bool usable() const = 0;

    [[nodiscard]] virtual WeakListInfo info() const = 0;
    // Reads and verifies the file in its place, and comes back when that has ended. Why it was
    // refused: weak_list_unavailable where there is none.
    [[nodiscard]] virtual boost::asio::awaitable<std::optional<ramauth::Refusal>> reload() = 0;
    // These were added to the store just now.
    virtual void added(const std::vector<WeakHash>& hashes) = 0;
};

}  // namespace ramd
