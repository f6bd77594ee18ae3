// SPDX-License-Identifier: LGPL-2.1-or-later
#include "pam_ramauth/conversation.h"

#include <cstdlib>
#include <cstring>
#include <memory>

namespace ramauth::pam {
namespace {

// The program allocates the answers with malloc(3) and leaves them to us (pam_conv(3)).
struct WipeAndFree {
    void operator()(pam_response* response) const noexcept {
        if (response->resp != nullptr) {
            ::explicit_bzero(response->resp, std::strlen(response->resp));
            std::free(response->resp);
        }
        std::free(response);
    }
};
using Response = std::unique_ptr<pam_response, WipeAndFree>;

class Pause {
public:
    explicit Pause(TimeBudget& budget) : budget_(budget) {}
    Pause(const Pause&) = delete;
    Pause& operator=(const Pause&) = delete;
    ~Pause() { budget_.give_back(Deadline::Clock::now() - since_); }

private:
    TimeBudget& budget_;
    Deadline::Clock::time_point since_ = Deadline::Clock::now();
};

Response converse(const PamHandle& handle, TimeBudget& budget, int style, const char* text) {
    const void* item = nullptr;
    if (pam_get_item(handle.raw(), PAM_CONV, &item) != PAM_SUCCESS || item == nullptr) return {};
    const auto* conversation = static_cast<const pam_conv*>(item);
    if (conversation->conv == nullptr) return {};
    const pam_message message{style, text};
    const pam_message* messages = &message;
    pam_response* raw = nullptr;
    const Pause pause(budget);
    const int result = conversation->conv(1, &messages, &raw, conversation->appdata_ptr);
    // What a failing conversation leaves in `raw` is undefined: it is not ours to free.
    return Response(result == PAM_SUCCESS ? raw : nullptr);
}

}  // namespace

std::optional<Secret> PamConversation::prompt(int style, const char* text) {
    const Response response = converse(handle_, budget_, style, text);
    if (!response || response->resp == nullptr) return std::nullopt;
    return Secret::copy_of(std::string_view(response->resp));
}

std::optional<Secret> PamConversation::ask(const char* text) {
    return prompt(PAM_PROMPT_ECHO_OFF, text);
}

std::optional<Secret> PamConversation::ask_visibly(const char* text) {
    return prompt(PAM_PROMPT_ECHO_ON, text);
}

void PamConversation::show(std::string_view text) {
    if (silent_) return;
    Secret terminated(text.size() + 1);
    for (const char byte : text) terminated.push_back(byte);
    terminated.push_back('\0');
    (void)converse(handle_, budget_, PAM_TEXT_INFO, terminated.view().data());
}

void PamConversation::tell(int style, const std::string& line) noexcept {
    if (!silent_) (void)converse(handle_, budget_, style, line.c_str());
}

void PamConversation::tell_reason(const std::string& line) noexcept {
    tell(PAM_ERROR_MSG, line);
}

void PamConversation::tell_news(const std::string& line) noexcept {
    tell(PAM_TEXT_INFO, line);
}

}  // namespace ramauth::pam
