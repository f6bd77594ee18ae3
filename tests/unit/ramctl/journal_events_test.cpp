// SPDX-License-Identifier: LGPL-2.1-or-later
// A journal with entries needs journald: tests/host reads one. Here are its edges.
#include "ramctl/journal_events.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <system_error>

#include "tests/unit/ramctl/fakes.h"

namespace ramctl {
namespace {

const auto nobody_sees = [](const LogEntry&) { ADD_FAILURE() << "there is no entry"; };

TEST(JournalEvents, an_empty_journal_has_no_entries) {
    const testing::TestAccounts folder;
    std::filesystem::create_directory(folder.passwd());
    JournalEvents events(folder.passwd(), 1000U);
    const LogFilter filter{ramauth::UserName::parse("alice"), testing::test_now};
    EXPECT_FALSE(events.read(filter, nobody_sees));
    EXPECT_FALSE(events.read({}, nobody_sees));
}

TEST(JournalEvents, one_that_cannot_be_opened_is_a_fault) {
    JournalEvents events("/nowhere/at/all", 1000U);
    EXPECT_THROW((void)events.read({}, nobody_sees), std::system_error);
}

}  // namespace
}  // namespace ramctl
