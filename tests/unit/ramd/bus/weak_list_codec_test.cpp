// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/bus/weak_list_codec.h"

#include <gmock/gmock.h>

#include <map>

#include "ramd/bus/message.h"
#include "tests/unit/ramd/bus/test_message.h"

namespace ramd {
namespace {

using testing::ElementsAre;
using State = WeakListInfo::State;

struct Read {
    std::map<std::string, std::string> texts;
    std::map<std::string, std::uint64_t> numbers;
    bool usable = false;
};

Read written(const WeakListInfo& info) {
    const TestMessage message([&](sd_bus_message* m) {
        encode_weak_list(m, info);
        return 0;
    });
    Read read;
    DictionaryReader entry(message.get());
    while (entry.next()) {
        const std::string key = entry.key();
        if (key == "Usable")
            read.usable = entry.flag().value();
        else if (key == "BitsPerEntry" || key == "Version")
            read.numbers[key] = entry.number().value();
        else if (key == "Path" || key == "State" || key == "Problem" || key == "Source")
            read.texts[key] = entry.text().value();
        else
            read.numbers[key] = entry.big_number().value();
    }
    return read;
}

TEST(WeakListCodec, writes_what_is_known_of_the_list_in_use) {
    WeakListInfo info{.path = "/list", .state = State::usable, .problem = ""};
    info.in_use = ramauth::weak_list::ListHeader{.entries = 7,
                                                 .buckets = 14,
                                                 .pages = 2,
                                                 .bits_per_entry = 18,
                                                 .minimum_count = 5,
                                                 .date = ramauth::from_wire(1234),
                                                 .source = "a corpus"};
    info.loaded = ramauth::from_wire(5678);
    info.added = 9;
    info.pending = 4;
    const Read read = written(info);
    EXPECT_TRUE(read.usable);
    EXPECT_THAT(read.texts,
                ElementsAre(std::pair("Path", "/list"), std::pair("Problem", ""),
                            std::pair("Source", "a corpus"), std::pair("State", "usable")));
    EXPECT_THAT(read.numbers, ElementsAre(std::pair("Added", 9), std::pair("BitsPerEntry", 18),
                                          std::pair("Date", 1234), std::pair("Entries", 7),
                                          std::pair("FileSize", info.in_use->file_size()),
                                          std::pair("Loaded", 5678), std::pair("MinimumCount", 5),
                                          std::pair("OneWrongRefusalIn", 131'072),
                                          std::pair("Pending", 4), std::pair("Version", 1)));
}

TEST(WeakListCodec, has_zeros_where_no_list_is_in_use) {
    const Read read =
        written({.path = "/list", .state = State::damaged, .problem = "it is damaged"});
    EXPECT_FALSE(read.usable);
    EXPECT_EQ(read.texts.at("Problem"), "it is damaged");
    EXPECT_EQ(read.texts.at("State"), "damaged");
    for (const auto& [key, number] : read.numbers) EXPECT_EQ(number, 0U) << key;
}

TEST(WeakListCodec, every_state_has_a_word) {
    EXPECT_EQ(written({.path = {}, .state = State::none, .problem = {}}).texts.at("State"), "none");
    EXPECT_EQ(written({.path = {}, .state = State::verifying, .problem = {}}).texts.at("State"),
              "verifying");
}

}  // namespace
}  // namespace ramd
