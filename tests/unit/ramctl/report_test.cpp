// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramctl/report.h"

#include <gtest/gtest.h>

#include <sstream>

namespace ramctl {
namespace {

std::string reported(const Refusal& refusal, ExitStatus status) {
    std::ostringstream err;
    EXPECT_EQ(report(err, refusal), status);
    return err.str();
}

TEST(Report, the_request_id_stays_at_the_end) {
    EXPECT_EQ(reported({Code::login_disabled, "The account is disabled (request 0a1b)", {}},
                       ExitStatus::not_permitted),
              "ramctl: LoginDisabled: The account is disabled (request 0a1b)\n");
}

TEST(Report, a_code_with_a_field_names_it) {
    EXPECT_EQ(reported({Code::parameter_range, "0 to 1095", "MaxPasswordAge"}, ExitStatus::usage),
              "ramctl: InvalidParameter.MaxPasswordAge.Range: 0 to 1095\n");
}

TEST(Report, every_broken_rule_has_a_line_of_its_own) {
    EXPECT_EQ(
        reported(
            {Code::password_too_weak, "at least 14 characters; this has 9\nat least 1 digit", {}},
            ExitStatus::password_refused),
        "ramctl: InvalidParameter.Password.TooWeak: at least 14 characters; this has 9\n"
        "  at least 1 digit\n");
}

TEST(Report, what_was_typed_cannot_write_to_the_terminal) {
    EXPECT_EQ(reported({Code::parameter_format, "x\033[2Jy", "A\033B"}, ExitStatus::usage),
              "ramctl: InvalidParameter.A?B.Format: x?[2Jy\n");
}

TEST(Report, a_request_that_left_may_have_been_carried_out) {
    std::ostringstream err;
    EXPECT_EQ(report(err, NoAnswer{"timed out", true}), ExitStatus::unavailable);
    EXPECT_EQ(err.str(),
              "ramctl: ServiceFailure: ramd does not answer (timed out). The request may have been "
              "carried out: look before you repeat it.\n");
}

}  // namespace
}  // namespace ramctl
