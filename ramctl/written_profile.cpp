// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramctl/written_profile.h"

#include <ostream>

#include "ramctl/json_output.h"

namespace ramctl {

void add_options(Fields& settings, const ProfileOptions& options) {
    if (options.reset_required) settings.add("PasswordResetRequired", *options.reset_required);
    if (options.mfa_required) settings.add("MFABindRequired", *options.mfa_required);
    if (options.email) settings.add("RecoveryEmail", *options.email);
    if (options.mobile) settings.add("RecoveryMobile", *options.mobile);
}

ExitStatus tell_written(Environment& environment, const WrittenProfile& written,
                        const std::string& sentence) {
    if (environment.json) {
        const auto document = to_json(written.fields);
        if (written.generated_password)
            print_json(environment, document, "GeneratedPassword", *written.generated_password);
        else
            print_json(environment, document);
        return ExitStatus::ok;
    }
    environment.err << sentence << '\n';
    if (written.generated_password) {
        environment.out << std::flush;
        environment.terminal.write_secret(written.generated_password->view());
        environment.out << '\n' << std::flush;
    }
    return ExitStatus::ok;
}

}  // namespace ramctl
