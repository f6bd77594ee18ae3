// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramctl/verb_options.h"

namespace ramctl {
namespace {

Verb create_verb(const Parsed& parsed) {
    if (!parsed.from_file.empty())
        return CreateFromFileVerb{parsed.from_file, parsed.passwords, parsed.keep_shadow};
    if (!parsed.user) throw CLI::RequiredError("USER or --from-file");
    return CreateVerb{*parsed.user,    parsed.source(),    parsed.options(),
                      parsed.inactive, parsed.keep_shadow, parsed.system};
}

// Rows of a file, which says of each what the other options say of one.
void add_from_file(CLI::App& create, Parsed& parsed) {
    auto* from_file = create
                          .add_option("--from-file", parsed.from_file,
                                      "Make those of a CSV file, with generated passwords")
                          ->type_name("CSV");
    create
        .add_option("--passwords", parsed.passwords,
                    "Where the passwords go with --from-file (CSV.passwords)")
        ->type_name("FILE")
        ->needs(from_file);
    for (CLI::Option* option : create.get_options()) {
        const std::string name = option->get_name();
        const bool fits = name == "--from-file" || name == "--passwords" ||
                          name == "--keep-shadow" || name == "--help" || name == "-h,--help";
        if (!fits) from_file->excludes(option);
    }
}

void add_create(CLI::App& app, Parsed& parsed) {
    auto& create = add_verb(app, parsed, "create", "Make a login profile, or many", create_verb);
    add_user(create, parsed, false);
    add_password_source(create, parsed);
    add_profile_options(create, parsed);
    create.add_flag_callback(
        "--mfa-required", [&parsed] { parsed.mfa_required = "yes"; },
        "A second factor must be bound at the next logon");
    create.add_flag("--inactive", parsed.inactive, "No logon until it is set active");
    create.add_flag("--keep-shadow", parsed.keep_shadow,
                    "Leave the password in /etc/shadow valid (a risk)");
    create.add_flag("--system", parsed.system, "Allow an account of the system");
    add_from_file(create, parsed);
}

void add_reset_password(CLI::App& app, Parsed& parsed) {
    const auto verb_of = [](const Parsed& p) {
        if (p.mail && !p.generate && !p.by_user)
            throw CLI::RequiresError("--mail", "--generate or --by-user");
        return ResetPasswordVerb{p.named_user(), p.source(), p.reset_required != "no", p.by_user,
                                 p.mail};
    };
    auto& reset = add_verb(app, parsed, "reset-password", "Set another password", verb_of);
    add_user(reset, parsed, true);
    add_password_source(reset, parsed);
    add_yes_no(reset, "--reset-required", parsed.reset_required,
               "Must the password be changed at the next logon? (yes)");
    auto* by_user = reset.add_flag("--by-user", parsed.by_user,
                                   "Let the user set it, with a code that is good for one hour");
    for (const char* other : {"--generate", "--password-stdin", "--reset-required"})
        by_user->excludes(reset.get_option(other));
    reset.add_flag("--mail", parsed.mail,
                   "Mail the generated password, or the code, to the recovery address");
}

}  // namespace

void add_writing(CLI::App& app, Parsed& parsed) {
    add_create(app, parsed);
    auto& set = add_verb(app, parsed, "set", "Change a login profile", [](const Parsed& p) {
        return SetVerb{p.named_user(), if_given(p.status), p.options(), p.forget_sources};
    });
    add_user(set, parsed, true);
    add_choice(set, "--status", parsed.status, status_words, "active or inactive");
    add_profile_options(set, parsed);
    add_yes_no(set, "--mfa-required", parsed.mfa_required,
               "Must a second factor be bound at the next logon?");
    set.add_flag("--forget-sources", parsed.forget_sources,
                 "Forget from where the account has logged on");
    add_reset_password(app, parsed);
}

void add_ending(CLI::App& app, Parsed& parsed) {
    auto& unlock = add_verb(app, parsed, "unlock", "Forget failed attempts and a lock",
                            [](const Parsed& p) { return UnlockVerb{p.named_user()}; });
    add_user(unlock, parsed, true);
    auto& remove =
        add_verb(app, parsed, "delete", "Delete a login profile for good", [](const Parsed& p) {
            return DeleteVerb{p.named_user(), p.yes, p.unlock_shadow};
        });
    add_user(remove, parsed, true);
    add_yes(remove, parsed);
    remove.add_flag("--unlock-shadow", parsed.unlock_shadow,
                    "Make the password in /etc/shadow valid again");
    auto& change = add_verb(app, parsed, "change-password", "Change your own password",
                            [](const Parsed& p) { return ChangePasswordVerb{p.source()}; });
    change.add_flag("--password-stdin", parsed.password_stdin,
                    "Read the present and the new password from standard input, a line each");
    auto& revoke =
        add_verb(app, parsed, "revoke", "End the sessions of an account", [](const Parsed& p) {
            return RevokeVerb{p.named_user(), p.yes};
        });
    add_user(revoke, parsed, true);
    add_yes(revoke, parsed);
}

}  // namespace ramctl
