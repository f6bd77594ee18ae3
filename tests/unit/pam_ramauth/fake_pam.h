// SPDX-License-Identifier: LGPL-2.1-or-later
// libpam as far as the module uses it, in the test program itself: keeps what the module sets, and
// can fail at any function. The person at the terminal is a script.
#pragma once

#include <security/pam_modules.h>

#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace ramauth::pam::test {

enum class Trouble {
    none,
    conversation_error,  // PAM_CONV_ERR
    no_response,         // success, but a null array
    null_answer,         // success, but a null text
    no_conversation,     // PAM_CONV is not set
    null_function,
};

// Answers prompts in order; when the script is over, the conversation fails.
struct Person {
    std::deque<std::string> answers;
    std::vector<std::string> heard;  // "? prompt", "! reason", "i news"
    Trouble trouble = Trouble::none;
    unsigned most_messages_a_call = 0;

    [[nodiscard]] std::vector<std::string> heard_of(char kind) const;
};

}  // namespace ramauth::pam::test

struct pam_handle {
    struct Data {
        void* value;
        void (*cleanup)(pam_handle*, void*, int);
    };

    pam_handle();
    pam_handle(const pam_handle&) = delete;
    pam_handle& operator=(const pam_handle&) = delete;
    ~pam_handle();

    std::map<int, std::string> items;
    std::map<std::string, std::string> environment;
    std::map<std::string, Data> data;
    std::set<std::string> failing;  // names of functions
    std::vector<int> items_set;
    unsigned fail_delay_us = 0;
    int user_result = PAM_SUCCESS;
    ramauth::pam::test::Person person;
    pam_conv conversation{};
};
