// SPDX-License-Identifier: LGPL-2.1-or-later
#include "tests/unit/pam_ramauth/fake_pam.h"

#include <cstdlib>
#include <cstring>

#include "tests/unit/pam_ramauth/allocation_faults.h"

using ramauth::pam::test::FaultsOff;
using ramauth::pam::test::Person;
using ramauth::pam::test::Trouble;

namespace ramauth::pam::test {

std::vector<std::string> Person::heard_of(char kind) const {
    std::vector<std::string> result;
    for (const std::string& line : heard)
        if (line.front() == kind) result.push_back(line.substr(2));
    return result;
}

namespace {

char kind_of(int style) {
    if (style == PAM_ERROR_MSG) return '!';
    if (style == PAM_TEXT_INFO) return 'i';
    return style == PAM_PROMPT_ECHO_OFF ? '?' : 'E';
}

int answer(Person& person, const pam_message& message, pam_response* response) {
    person.heard.push_back(std::string(1, kind_of(message.msg_style)) + " " + message.msg);
    if (message.msg_style == PAM_ERROR_MSG || message.msg_style == PAM_TEXT_INFO)
        return PAM_SUCCESS;
    if (person.trouble == Trouble::null_answer) return PAM_SUCCESS;
    if (person.answers.empty()) return PAM_CONV_ERR;
    response->resp = ::strdup(person.answers.front().c_str());
    person.answers.pop_front();
    return PAM_SUCCESS;
}

int converse(int count, const pam_message** messages, pam_response** responses, void* self) {
    const FaultsOff off;
    auto& person = *static_cast<Person*>(self);
    person.most_messages_a_call =
        std::max(person.most_messages_a_call, static_cast<unsigned>(count));
    if (person.trouble == Trouble::conversation_error) return PAM_CONV_ERR;
    if (person.trouble == Trouble::no_response) return PAM_SUCCESS;
    auto* made = static_cast<pam_response*>(
        std::calloc(static_cast<std::size_t>(count), sizeof(pam_response)));
    const int result = answer(person, **messages, made);
    if (result != PAM_SUCCESS) {
        std::free(made);
        return result;
    }
    *responses = made;
    return PAM_SUCCESS;
}

}  // namespace
}  // namespace ramauth::pam::test

pam_handle::pam_handle() : conversation{ramauth::pam::test::converse, &person} {}

pam_handle::~pam_handle() {
    for (auto& [name, entry] : data)
        if (entry.cleanup != nullptr) entry.cleanup(this, entry.value, PAM_SUCCESS);
}

extern "C" {

int pam_get_item(const pam_handle_t* pamh, int type, const void** item) {
    if (pamh->failing.contains("pam_get_item")) return PAM_SYSTEM_ERR;
    if (type == PAM_CONV) {
        static constexpr pam_conv empty{nullptr, nullptr};
        *item = pamh->person.trouble == Trouble::no_conversation ? nullptr : &pamh->conversation;
        if (pamh->person.trouble == Trouble::null_function) *item = &empty;
        return PAM_SUCCESS;
    }
    const auto found = pamh->items.find(type);
    *item = found == pamh->items.end() ? nullptr : found->second.c_str();
    return PAM_SUCCESS;
}

int pam_set_item(pam_handle_t* pamh, int type, const void* item) {
    const FaultsOff off;
    if (pamh->failing.contains("pam_set_item")) return PAM_BUF_ERR;
    pamh->items_set.push_back(type);
    pamh->items[type] = static_cast<const char*>(item);
    return PAM_SUCCESS;
}

int pam_get_user(pam_handle_t* pamh, const char** user, const char*) {
    if (pamh->user_result != PAM_SUCCESS) return pamh->user_result;
    const auto found = pamh->items.find(PAM_USER);
    *user = found == pamh->items.end() ? nullptr : found->second.c_str();
    return PAM_SUCCESS;
}

int pam_set_data(pam_handle_t* pamh, const char* name, void* value,
                 void (*cleanup)(pam_handle_t*, void*, int)) {
    const FaultsOff off;
    if (pamh->failing.contains("pam_set_data")) return PAM_BUF_ERR;
    auto& entry = pamh->data[name];
    if (entry.cleanup != nullptr) entry.cleanup(pamh, entry.value, PAM_DATA_REPLACE | PAM_SUCCESS);
    entry = {value, cleanup};
    return PAM_SUCCESS;
}

int pam_get_data(const pam_handle_t* pamh, const char* name, const void** value) {
    const FaultsOff off;
    const auto found = pamh->data.find(name);
    if (pamh->failing.contains("pam_get_data") || found == pamh->data.end())
        return PAM_NO_MODULE_DATA;
    *value = found->second.value;
    return PAM_SUCCESS;
}

int pam_putenv(pam_handle_t* pamh, const char* text) {
    const FaultsOff off;
    if (pamh->failing.contains("pam_putenv")) return PAM_BUF_ERR;
    const char* equals = std::strchr(text, '=');
    if (equals == nullptr)
        pamh->environment.erase(text);
    else
        pamh->environment[std::string(text, equals)] = equals + 1;
    return PAM_SUCCESS;
}

const char* pam_getenv(pam_handle_t* pamh, const char* name) {
    const FaultsOff off;
    const auto found = pamh->environment.find(name);
    return found == pamh->environment.end() ? nullptr : found->second.c_str();
}

int pam_fail_delay(pam_handle_t* pamh, unsigned usec) {
    pamh->fail_delay_us = usec;
    return PAM_SUCCESS;
}
}
