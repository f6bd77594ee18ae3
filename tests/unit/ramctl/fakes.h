// SPDX-License-Identifier: LGPL-2.1-or-later
// What a verb works with, played: ramd, the terminal, and a /etc/shadow in a folder of the test.
#pragma once

#include <sys/mman.h>
#include <unistd.h>

#include <cstdlib>
#include <deque>
#include <filesystem>
#include <fstream>
#include <functional>
#include <sstream>
#include <stdexcept>

#include "ramctl/environment.h"
#include "shared/fd.h"
#include "tests/unit/ramctl/fake_client.h"
#include "tests/unit/ramctl/fake_host.h"

namespace ramctl::testing {

using namespace std::chrono_literals;

// A person who types what the test wrote down, and a standard input with the same lines.
class FakeTerminal final : public Terminal {
public:
    explicit FakeTerminal(std::ostream& out) : out_(out) {}

    bool there = true;
    bool says_yes = false;
    std::deque<std::string> lines;
    std::vector<std::string> prompts;
    std::string secrets_written;

    bool available() const override { return there; }
    SecretLine ask_secret(std::string_view prompt) override {
        prompts.emplace_back(prompt);
        return read_line();
    }
    SecretLine ask_line(std::string_view prompt) override { return ask_secret(prompt); }
    bool confirm(std::string_view question) override {
        prompts.emplace_back(question);
        return says_yes;
    }
    SecretLine read_line() override {
        if (lines.empty()) return LineProblem::nothing;
        const std::string line = lines.front();
        lines.pop_front();
        if (line.size() > Secret::max_size) return LineProblem::too_long;
        return secret(line);
    }
    void write_secret(std::string_view bytes) override {
        secrets_written += bytes;
        out_ << bytes;
    }

private:
    std::ostream& out_;
};

// What a verb reads from its standard input.
class InputFile {
public:
    explicit InputFile(const std::string& text) : fd_(::memfd_create("input", MFD_CLOEXEC)) {
        const auto written = ::write(fd_.get(), text.data(), text.size());
        if (written != static_cast<ssize_t>(text.size()) || ::lseek(fd_.get(), 0, SEEK_SET) != 0)
            throw std::runtime_error("no memfd");
    }
    [[nodiscard]] int fd() const { return fd_.get(); }

private:
    ramauth::UniqueFd fd_;
};

// passwd and shadow files in a folder of their own.
class TestAccounts {
public:
    TestAccounts() {
        char name[] = "/tmp/ramctl-test-XXXXXX";
        folder_ = ::mkdtemp(name);
    }
    ~TestAccounts() { std::filesystem::remove_all(folder_); }
    TestAccounts(const TestAccounts&) = delete;
    TestAccounts& operator=(const TestAccounts&) = delete;

    [[nodiscard]] const std::string& folder() const { return folder_; }
    [[nodiscard]] std::string passwd() const { return folder_ + "/passwd"; }
    [[nodiscard]] std::string shadow() const { return folder_ + "/shadow"; }
    void write_passwd(const std::string& text) const { std::ofstream(passwd()) << text; }
    void write_shadow(const std::string& text) const { std::ofstream(shadow()) << text; }
    [[nodiscard]] std::string shadow_text() const {
        std::ifstream file(shadow());
        return {std::istreambuf_iterator<char>(file), {}};
    }

private:
    std::string folder_;
};

// usermod, passwd and chage for the one entry of TestAccounts' shadow file.
class FakeRunner final : public ProgramRunner {
public:
    explicit FakeRunner(const TestAccounts& accounts) : accounts_(accounts) {}

    std::vector<std::string> ran;  // whole command lines
    std::string broken;            // a program that fails

    int run(const char* path, const std::vector<std::string>& arguments) override {
        std::string line = path;
        for (const auto& argument : arguments) line += " " + argument;
        ran.push_back(line);
        if (path == broken) return 1;
        edit(path, arguments);
        return 0;
    }

private:
    void edit(const std::string& path, const std::vector<std::string>& arguments) const {
        std::vector<std::string> fields;
        std::istringstream entry(accounts_.shadow_text());
        for (std::string field; std::getline(entry, field, ':');) fields.push_back(field);
        fields.resize(9);
        if (path == "/usr/bin/chage") {
            // -d -m -M -W -I stand for the fields 2 to 6 of shadow(5), in this order.
            for (std::size_t i = 0; i < 5; ++i) {
                const std::string& value = arguments.at(2 * i + 1);
                fields[2 + i] = value == "-1" ? "" : value;
            }
        } else if (arguments.at(0) == "--lock") {
            fields[1].insert(0, "!");
        } else {
            fields[1].erase(0, 1);
        }
        std::string text = fields[0];
        for (std::size_t i = 1; i < 9; ++i) text += ":" + (i == 8 ? std::string() : fields[i]);
        accounts_.write_shadow(text + "\n");
    }

    const TestAccounts& accounts_;
};

// A journal of the test.
class FakeEventLog final : public EventLog {
public:
    std::vector<LogEntry> entries;
    LogFilter filter;
    std::optional<Refusal> refusal;

    std::optional<Refusal> read(const LogFilter& wanted,
                                const std::function<void(const LogEntry&)>& see) override {
        filter = wanted;
        for (const auto& entry : entries) see(entry);
        return refusal;
    }
};

// Everything a verb needs. The account alice is local, with a password in /etc/shadow.
struct Stage {
    static constexpr const char* shadow_line = "alice:$y$j9T$salt$hash:19700:0:99999:7::21915:\n";

    Stage() {
        accounts.write_passwd("alice:x:1000:1000::/home/alice:/bin/bash\n");
        accounts.write_shadow(shadow_line);
    }

    std::ostringstream out;
    std::ostringstream err;
    FakeClient client;
    FakeTerminal terminal{out};
    TestAccounts accounts;
    FakeRunner runner{accounts};
    ShadowEntry shadow{runner, accounts.passwd(), accounts.shadow()};
    FakeEventLog events;
    FakeAccounts host;
    FakeProcesses processes;
    Environment environment{.client = client,
                            .terminal = terminal,
                            .shadow = shadow,
                            .events = events,
                            .accounts = host,
                            .processes = processes,
                            .out = out,
                            .err = err,
                            .caller = {0, "root"},
                            .now = test_now};
};

inline Refusal refusal(ramauth::Code code) {
    return {code, "a sentence (request 0123)", {}};
}

}  // namespace ramctl::testing
