// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramctl/verb_options.h"

namespace ramctl {
namespace {

const Words password_status_words{{"not-initial", "NotInitial"},
                                  {"initial-valid", "InitialValid"},
                                  {"initial-expired", "InitialExpired"}};

}  // namespace

void add_looking(CLI::App& app, Parsed& parsed) {
    add_verb(app, parsed, "status", "Say how ramd is, and what wants attention",
             [](const Parsed&) { return StatusVerb{}; });
    auto& list = add_verb(app, parsed, "list", "List login profiles", [](const Parsed& p) {
        return ListVerb{if_given(p.status), if_given(p.password_status), idle_days(p.idle)};
    });
    add_choice(list, "--status", parsed.status, status_words, "active or inactive");
    add_choice(list, "--password-status", parsed.password_status, password_status_words,
               "not-initial, initial-valid or initial-expired");
    add_idle(list, parsed);
    auto& show = add_verb(app, parsed, "show", "Show a login profile",
                          [](const Parsed& p) { return ShowVerb{p.user}; });
    add_user(show, parsed, false);
    auto& sessions = add_verb(app, parsed, "sessions", "List the sessions of an account",
                              [](const Parsed& p) -> Verb {
                                  if (p.leftover) return LeftoverVerb{p.user};
                                  return SessionsVerb{p.user};
                              });
    add_user(sessions, parsed, false);
    sessions.add_flag("--leftover", parsed.leftover,
                      "List processes outside of them instead, without USER of all managed "
                      "accounts (for root)");
    auto& log = add_verb(app, parsed, "log", "Show what ramd wrote down of logons and changes",
                         [](const Parsed& p) {
                             return LogVerb{p.user, p.since};
                         });
    add_user(log, parsed, false);
    log.add_option("--since", parsed.since, "Not before this time")->type_name("TIME");
}

}  // namespace ramctl
