// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/courier/delivery.h"

#include <array>
#include <ctime>

#include "ramd/courier/mail_head.h"
#include "ramd/courier/program.h"

namespace ramd::courier {
namespace {

// -i: a line with nothing but a dot does not end the message.
Program mailer(const Request& request, const Settings& settings, const std::string& sendmail) {
    Program program{sendmail, {"-i"}};
    if (!settings.mail_from.empty()) {
        program.arguments.emplace_back("-f");
        program.arguments.push_back(settings.mail_from);
    }
    program.arguments.emplace_back("--");
    program.arguments.push_back(request.to);
    return program;
}

Delivered told(const Program& program, const char* what, const ProgramEnd& end) {
    if (end.how == End::exited && end.number == 0)
        return {true, std::string(what).append(" was taken over by ").append(program.path)};
    return {false, program.path + " " + text_of(end)};
}

}  // namespace

Delivered deliver(const Request& request, const Settings& settings, const std::string& sendmail,
                  ramauth::Deadline by, int asker) {
    const std::string_view text = request.text.view();
    const std::string_view line_end = text.ends_with('\n') ? "" : "\n";
    if (request.way == Way::email) {
        const Program program = mailer(request, settings, sendmail);
        const std::string head = mail_head(request, settings.mail_from, std::time(nullptr));
        const std::array<std::string_view, 3> input{head, text, line_end};
        return told(program, "a mail", run_program(program, input, by, asker));
    }
    if (settings.sms_command.empty()) return {false, "ramd.conf names no SMSCommand"};
    const Program program{settings.sms_command, {}};
    const std::array<std::string_view, 4> input{request.to, "\n", text, line_end};
    return told(program, "an SMS", run_program(program, input, by, asker));
}

}  // namespace ramd::courier
