// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramctl/weak_list_info.h"

#include "ramctl/amount_text.h"
#include "ramctl/json_output.h"
#include "ramctl/time_text.h"

namespace ramctl {
namespace {

std::string date_text(Timestamp date) {
    return rfc3339(date).substr(0, 10);
}

std::string because(const Fields& info) {
    const std::string problem = info.text("Problem");
    return problem.empty() ? problem : " (" + problem + ")";
}

Cell state_cell(const Fields& info) {
    const std::string state = info.text("State");
    const bool usable = info.flag("Usable");
    if (state == "usable") return {"usable", Colour::green};
    if (state == "verifying") return {"usable, and being verified"};
    if (state == "none") return {usable ? "none; the one before is in use" : "none", Colour::red};
    if (state == "damaged")
        return {usable ? "damaged; the one before is in use" : "damaged", Colour::red};
    return {state.empty() ? "-" : state};
}

std::string entries_text(const Fields& info) {
    std::string text = count_text(info.count("Entries"));
    const std::uint64_t least = info.count("MinimumCount");
    if (least > 1) text += ", seen " + count_text(least) + " times or more";
    return text;
}

std::string added_text(const Fields& info) {
    const std::uint64_t pending = info.count("Pending");
    std::string text = count_text(info.count("Added"));
    if (pending != 0)
        text += ", " + count_text(pending) + " of them not in the file: ramctl weak-list merge";
    return text;
}

void print_text(Environment& environment, const Fields& info) {
    Listing listing;
    if (const std::string trouble = weak_list_trouble(info); !trouble.empty())
        listing.add("Attention", {trouble, Colour::red});
    listing.add("State", state_cell(info));
    listing.add("File", {info.text("Path")});
    if (info.flag("Usable")) {
        listing.add("Entries", entries_text(info));
        listing.add("Width",
                    width_text(info.number("BitsPerEntry"), info.count("OneWrongRefusalIn")));
        listing.add("Size", size_text(info.count("FileSize")));
        listing.add("Source", origin_text(info.text("Source"), info.time("Date")));
        listing.add("Loaded", readable(info.time("Loaded"), environment.now));
    }
    listing.add("Added", added_text(info));
    listing.print(environment.out, environment.colour);
}

}  // namespace

std::string weak_list_trouble(const Fields& info) {
    const bool usable = info.flag("Usable");
    if (info.text("State") == "damaged")
        return (usable ? "the weak list is refused, the one before it is still in use"
                       : "the weak list is refused, no password is looked up") +
               because(info);
    if (info.text("State") == "none" && usable)
        return "the file of the weak list is gone, it is in use until ramd ends" + because(info);
    if (!usable)
        return "there is no weak list, no password is looked up" + because(info) +
               ": see ramctl weak-list update, or build";
    return info.text("Problem");
}

Cell weak_list_cell(const Fields& info) {
    if (!info.flag("Usable")) return state_cell(info);
    std::string text = count_text(info.count("Entries")) + " entries";
    if (info.time("Date") != ramauth::never) text += ", of " + date_text(info.time("Date"));
    const bool well = weak_list_trouble(info).empty();
    return {text, well ? Colour::none : Colour::red};
}

std::string width_text(unsigned bits_per_entry, std::uint64_t one_wrong_refusal_in) {
    return std::to_string(bits_per_entry) + " bits an entry: one wrong refusal in " +
           count_text(one_wrong_refusal_in);
}

std::string origin_text(const std::string& source, Timestamp date) {
    std::string text = source;
    if (date != ramauth::never) text.append(text.empty() ? "of " : ", of ").append(date_text(date));
    return text.empty() ? "-" : text;
}

ramauth::ExitStatus tell_weak_list(Environment& environment, const Fields& info) {
    if (environment.json)
        print_json(environment, to_json(info));
    else
        print_text(environment, info);
    return weak_list_trouble(info).empty() ? ramauth::ExitStatus::ok
                                           : ramauth::ExitStatus::attention;
}

}  // namespace ramctl
