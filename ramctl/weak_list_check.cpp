// SPDX-License-Identifier: LGPL-2.1-or-later
#include <ostream>

#include "ramctl/json_output.h"
#include "ramctl/report.h"
#include "ramctl/secret_lines.h"
#include "ramctl/table.h"
#include "ramctl/verbs.h"
#include "ramctl/weak_library.h"

namespace ramctl {
namespace {

constexpr std::uint64_t lines_a_page = 500;

const char* word_of(Strength strength) {
    switch (strength) {
        case Strength::weak:
            return "Weak";
        case Strength::not_found:
            return "NotFound";
        case Strength::malformed:
            return "Malformed";
    }
    return "";
}

Cell cell_of(Strength strength) {
    switch (strength) {
        case Strength::weak:
            return {"weak", Colour::red};
        case Strength::not_found:
            return {"not found"};
        case Strength::malformed:
            return {"no password can be so", Colour::yellow};
    }
    return {"-"};
}

// The answers, line by line as they come.
class Answers {
public:
    explicit Answers(Environment& environment)
        : environment_(environment), table_({"LINE", "ANSWER"}), array_(environment.out) {}

    void add(std::uint64_t line, Strength strength) {
        refused_ = refused_ || strength != Strength::not_found;
        if (environment_.json)
            array_.add({{"Line", line}, {"Answer", word_of(strength)}});
        else
            table_.add({std::to_string(line), cell_of(strength)});
        if (++added_ % lines_a_page == 0) show();
    }
    // What there is so far: nothing is lost where the rest cannot be asked.
    void show() {
        table_.print_page(environment_.out, environment_.colour);
        environment_.out << std::flush;
    }
    ExitStatus finish() {
        if (environment_.json) array_.finish();
        show();
        return refused_ ? ExitStatus::password_refused : ExitStatus::ok;
    }

private:
    Environment& environment_;
    Table table_;
    JsonArray array_;
    std::uint64_t added_ = 0;
    bool refused_ = false;
};

// Of a no only: what was found is weak whatever became of the list.
ExitStatus sure(Environment& environment, WeakLibrary& library, ExitStatus status) {
    if (status != ExitStatus::ok) return status;
    const auto refusal = library.became_unavailable();
    return refusal ? report(environment.err, *refusal) : status;
}

ExitStatus check_lines(Environment& environment, WeakLibrary& library) {
    Answers answers(environment);
    SecretLines lines(environment.input);
    for (auto next = lines.next(); next != SecretLines::Next::end; next = lines.next()) {
        Answer<Strength> answer = Strength::malformed;
        if (next == SecretLines::Next::line) {
            if (lines.line().empty()) continue;
            answer = library.look_up(Secret::copy_of(lines.line()));
        }
        if (!std::holds_alternative<Strength>(answer)) answers.show();
        if (const auto status = refused(environment.err, answer)) return *status;
        answers.add(lines.number(), std::get<Strength>(answer));
    }
    return sure(environment, library, answers.finish());
}

ExitStatus check_typed(Environment& environment, WeakLibrary& library) {
    const Password typed = password_to_look_up(environment.terminal);
    if (const auto* refusal = std::get_if<Refusal>(&typed))
        return report(environment.err, *refusal);
    const auto answer = library.look_up(std::get<Secret>(typed));
    if (const auto status = refused(environment.err, answer)) return *status;
    const Strength strength = std::get<Strength>(answer);
    if (environment.json) {
        print_json(environment, boost::json::object{{"Answer", word_of(strength)}});
    } else {
        environment.out << cell_of(strength).text << '\n';
    }
    return sure(environment, library,
                strength == Strength::not_found ? ExitStatus::ok : ExitStatus::password_refused);
}

}  // namespace

ExitStatus run(const WeakListCheckVerb& verb, Environment& environment) {
    const auto opened = verb.list ? library_of_file(*verb.list) : library_of_ramd(environment);
    if (const auto status = refused(environment.err, opened)) return *status;
    WeakLibrary& library = *std::get<std::unique_ptr<WeakLibrary>>(opened);
    return verb.password_stdin ? check_lines(environment, library)
                               : check_typed(environment, library);
}

}  // namespace ramctl
