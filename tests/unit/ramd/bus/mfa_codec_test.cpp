// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/bus/mfa_codec.h"

#include <gmock/gmock.h>

#include "ramd/bus/message.h"
#include "tests/unit/ramd/bus/test_message.h"

namespace ramd {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

struct Read {
    std::vector<std::string> keys;
    bool bound = false;
    std::string algorithm;
    std::uint64_t date = 0;
    std::uint32_t left = 0;
    std::vector<std::string> sources;
    bool required = false;
};

Read written(const MFAInfo& info) {
    const TestMessage message([&](sd_bus_message* m) {
        encode_mfa_info(m, info);
        return 0;
    });
    Read read;
    DictionaryReader entry(message.get());
    while (entry.next()) {
        const std::string key = read.keys.emplace_back(entry.key());
        if (key == "Bound") read.bound = entry.flag().value();
        if (key == "Algorithm") read.algorithm = entry.text().value();
        if (key == "BindDate") read.date = entry.big_number().value();
        if (key == "RecoveryCodesLeft") read.left = entry.number().value();
        if (key == "KnownSources") read.sources = entry.texts().value();
        if (key == "BindRequired") read.required = entry.flag().value();
    }
    return read;
}

TEST(MFACodec, a_bound_device_has_all_fields) {
    const Read read = written({.algorithm = TotpAlgorithm::sha256,
                               .bound = Timestamp(std::chrono::microseconds(7)),
                               .recovery_codes_left = 9,
                               .known_sources = {"192.0.2.0/24", "tty1"},
                               .bind_required = true});
    EXPECT_TRUE(read.bound);
    EXPECT_EQ(read.algorithm, "SHA256");
    EXPECT_EQ(read.date, 7U);
    EXPECT_EQ(read.left, 9U);
    EXPECT_THAT(read.sources, ElementsAre("192.0.2.0/24", "tty1"));
    EXPECT_TRUE(read.required);
}

TEST(MFACodec, without_a_device_there_is_nothing_said_of_it) {
    const Read read = written({});
    EXPECT_THAT(read.keys, ElementsAre("Bound", "KnownSources", "BindRequired"));
    EXPECT_FALSE(read.bound);
    EXPECT_THAT(read.sources, IsEmpty());
}

std::variant<TotpAlgorithm, ramauth::Refusal> decoded(
    const std::function<int(sd_bus_message*)>& append) {
    const TestMessage message(append);
    return decode_algorithm(message.get());
}

std::variant<TotpAlgorithm, ramauth::Refusal> algorithm(const char* word) {
    return decoded([=](sd_bus_message* m) {
        return sd_bus_message_append(m, "a{sv}", 1, "Algorithm", "s", word);
    });
}

TEST(MFACodec, the_algorithm_is_one_of_two_words_and_sha1_where_none_is_said) {
    EXPECT_EQ(std::get<TotpAlgorithm>(algorithm("SHA1")), TotpAlgorithm::sha1);
    EXPECT_EQ(std::get<TotpAlgorithm>(algorithm("SHA256")), TotpAlgorithm::sha256);
    EXPECT_EQ(std::get<TotpAlgorithm>(
                  decoded([](sd_bus_message* m) { return sd_bus_message_append(m, "a{sv}", 0); })),
              TotpAlgorithm::sha1);
    for (const char* bad : {"", "sha1", "SHA512", "SHA1 "}) {
        const auto refused = algorithm(bad);
        ASSERT_TRUE(std::holds_alternative<ramauth::Refusal>(refused)) << bad;
        EXPECT_EQ(std::get<ramauth::Refusal>(refused).field, "Algorithm");
    }
}

TEST(MFACodec, what_is_no_option_is_refused) {
    const auto unknown = decoded(
        [](sd_bus_message* m) { return sd_bus_message_append(m, "a{sv}", 1, "Digits", "u", 8); });
    EXPECT_EQ(std::get<ramauth::Refusal>(unknown).field, "Digits");
    const auto number = decoded([](sd_bus_message* m) {
        return sd_bus_message_append(m, "a{sv}", 1, "Algorithm", "u", 1);
    });
    EXPECT_EQ(std::get<ramauth::Refusal>(number).field, "Algorithm");
    const auto twice = decoded([](sd_bus_message* m) {
        return sd_bus_message_append(m, "a{sv}", 2, "Algorithm", "s", "SHA1", "Algorithm", "s",
                                     "SHA1");
    });
    EXPECT_THAT(std::get<ramauth::Refusal>(twice).sentence, testing::HasSubstr("twice"));
}

}  // namespace
}  // namespace ramd
