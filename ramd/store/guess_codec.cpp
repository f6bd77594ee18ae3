// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/store/guess_codec.h"

#include <boost/json/array.hpp>

namespace ramd {
namespace {

using ramauth::policy::GuessRecord;
using ramauth::policy::Lock;
using ramauth::policy::Moment;

constexpr std::uint64_t largest_count = UINT32_MAX;

struct MomentFields {
    const char* wall;
    const char* boottime;
    const char* boot_id;
};

constexpr MomentFields last_failure{"LastFailure", "LastFailureBoottime", "LastFailureBootId"};
constexpr MomentFields locked_since{"LockedSince", "LockedSinceBoottime", "LockedSinceBootId"};

void add_moment(boost::json::object& json, const MomentFields& fields, const Moment& moment) {
    json[fields.wall] = number_of(moment.wall);
    json[fields.boottime] = moment.boottime_us;
    json[fields.boot_id] = moment.boot_id;
}

Moment read_moment(StrictJson& json, const MomentFields& fields) {
    Moment moment;
    moment.wall = json.time(fields.wall);
    moment.boottime_us = json.number(fields.boottime);
    moment.boot_id = json.text(fields.boot_id);
    return moment;
}

}  // namespace

void add_guesses(boost::json::object& json, const GuessRecord& guesses) {
    add_moment(json, last_failure, guesses.last);
    boost::json::array ages;
    // Not to be lost where it is negative: reading it again must fail.
    for (const auto age : guesses.ages) ages.emplace_back(std::int64_t{age.count()});
    json["FailureAges"] = std::move(ages);
    json["FailuresInARow"] = guesses.in_a_row;
    json["Locked"] = guesses.lock.has_value();
    if (!guesses.lock) return;
    add_moment(json, locked_since, guesses.lock->since);
    json["LockedMinutes"] = guesses.lock->minutes;
}

GuessRecord read_guesses(StrictJson& json) {
    GuessRecord guesses;
    guesses.last = read_moment(json, last_failure);
    for (const auto age : json.numbers("FailureAges", GuessRecord::most_failures, largest_count))
        guesses.ages.emplace_back(static_cast<std::int64_t>(age));
    guesses.in_a_row =
        static_cast<unsigned>(json.number("FailuresInARow", 0, GuessRecord::most_in_a_row));
    if (!json.flag("Locked")) return guesses;
    const Moment since = read_moment(json, locked_since);
    guesses.lock =
        Lock{since, static_cast<unsigned>(json.number("LockedMinutes", 0, largest_count))};
    return guesses;
}

}  // namespace ramd
