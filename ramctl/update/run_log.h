// SPDX-License-Identifier: LGPL-2.1-or-later
// How far a run has come: the file "run" of the cache directory, a line a pack, so that a run that
// was ended in the middle, by whatever, goes on there, unless it was begun too long ago. Empty when
// a run has ended well. Its lock keeps a second updater out.
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

#include "ramctl/update/prefix.h"
#include "shared/fd.h"
#include "shared/timestamp.h"

namespace ramctl::update {

using ramauth::Timestamp;

// What makes a run the same run.
struct RunName {
    std::string url;
    PrefixSpan ranges;
    bool full = false;  // everything is asked without ETag
    friend bool operator==(const RunName&, const RunName&) = default;
};

using PackDates = std::map<unsigned, Timestamp>;  // pack -> newest day that the server named

// What was fetched longer ago is no part of a run: it is asked for once more, with ETags. Two
// weeks: what the weekly timer ended is gone on with by the next one.
inline constexpr std::chrono::days longest_run{14};

struct RunText {
    RunName name;
    Timestamp begun;  // in whole seconds
    PackDates done;
};
// Nothing for a text that is none, or whose head is not whole. A line that is not whole, which only
// the last one can be, is as none.
[[nodiscard]] std::optional<RunText> parse_run(std::string_view text);

class RunLog {
public:
    // Another updater works on this cache.
    struct Busy : std::runtime_error {
        Busy();
    };

    // Goes on with a run of this name. Begins anew where there is none, or one of longest_run ago
    // or of a time to come. One that was full stays so, also where `name` is not. Throws Busy and
    // std::system_error.
    RunLog(const std::string& directory, RunName name, Timestamp now);

    [[nodiscard]] const RunName& name() const noexcept { return name_; }
    [[nodiscard]] const PackDates& done() const noexcept { return done_; }
    // Newest of all packs.
    [[nodiscard]] Timestamp newest() const;

    void mark(unsigned pack, Timestamp newest);
    // It has to be fetched once more.
    void forget(unsigned pack);
    // The run has ended well: the next one begins anew.
    void finish();

private:
    void begin(Timestamp now);
    void append(const std::string& line);

    std::string path_;
    ramauth::UniqueFd fd_;
    RunName name_;
    PackDates done_;
};

}  // namespace ramctl::update
