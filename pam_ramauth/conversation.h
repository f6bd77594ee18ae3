// SPDX-License-Identifier: LGPL-2.1-or-later
// The dialogue with the person behind the program: one prompt or one line a call, because sshd's
// keyboard-interactive carries one answer a round. The time it takes is not ours.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "pam_ramauth/pam_handle.h"
#include "pam_ramauth/time_budget.h"
#include "shared/secret.h"

namespace ramauth::pam {

class Conversation {
public:
    virtual ~Conversation() = default;
    // Asks without echo. Nothing when the program cannot ask or the person does not answer.
    // The answer can be longer than Secret::max_size.
    [[nodiscard]] virtual std::optional<Secret> ask(const char* prompt) = 0;
    // The same with echo, for what is good once. sshd's password method fails such a prompt.
    [[nodiscard]] virtual std::optional<Secret> ask_visibly(const char* prompt) = 0;
    // News that hold a secret (a seed, recovery codes): no copy of them is left behind here. Throws
    // std::bad_alloc.
    virtual void show(std::string_view text) = 0;
    // A reason, and news. A program that cannot show them changes nothing.
    virtual void tell_reason(const std::string& line) noexcept = 0;
    virtual void tell_news(const std::string& line) noexcept = 0;
};

// Over the program's PAM_CONV. `silent` is PAM_SILENT: prompts only.
class PamConversation : public Conversation {
public:
    PamConversation(const PamHandle& handle, TimeBudget& budget, bool silent)
        : handle_(handle), budget_(budget), silent_(silent) {}

    [[nodiscard]] std::optional<Secret> ask(const char* text) override;
    [[nodiscard]] std::optional<Secret> ask_visibly(const char* text) override;
    void show(std::string_view text) override;
    void tell_reason(const std::string& line) noexcept override;
    void tell_news(const std::string& line) noexcept override;

private:
    [[nodiscard]] std::optional<Secret> prompt(int style, const char* text);
    void tell(int style, const std::string& line) noexcept;

    const PamHandle& handle_;
    TimeBudget& budget_;
    bool silent_;
};

}  // namespace ramauth::pam
