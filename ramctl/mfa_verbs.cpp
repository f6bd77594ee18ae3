// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramctl/verb_options.h"

namespace ramctl {

void add_mfa(CLI::App& app, Parsed& parsed) {
    auto* mfa = app.add_subcommand("mfa", "The second factor of an account");
    mfa->require_subcommand(1)->fallthrough();
    auto& show = add_verb(*mfa, parsed, "show", "Show the device, and which sources are known",
                          [](const Parsed& p) { return MfaShowVerb{p.user}; });
    add_user(show, parsed, false);
    auto& bind =
        add_verb(*mfa, parsed, "bind", "Bind an authenticator application", [](const Parsed& p) {
            return MfaBindVerb{p.user, p.sha256 ? MfaAlgorithm::sha256 : MfaAlgorithm::sha1};
        });
    add_user(bind, parsed, false);
    bind.add_flag("--sha256", parsed.sha256,
                  "Codes by SHA-256 instead of SHA-1; not every application makes them");
    auto& unbind = add_verb(*mfa, parsed, "unbind", "Unbind it, its recovery codes with it",
                            [](const Parsed& p) {
                                return MfaUnbindVerb{p.user, p.yes};
                            });
    add_user(unbind, parsed, false);
    add_yes(unbind, parsed);
}

}  // namespace ramctl
