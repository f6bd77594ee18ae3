// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramctl/update_unit.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <utility>
#include <vector>

#include "ramctl/program_runner.h"
#include "ramctl/update/full_request.h"

namespace ramctl {
namespace {

using ramauth::UniqueFd;

constexpr const char* systemctl = "/usr/bin/systemctl";
constexpr const char* journalctl = "/usr/bin/journalctl";
constexpr const char* unit = "ramd-weak-list-update.service";
constexpr std::size_t longest_answer = std::size_t{64} * 1024;

std::string read_to_end(int fd) {
    std::string text;
    std::array<char, 4096> part{};
    while (text.size() < longest_answer) {
        const ssize_t got = ::read(fd, part.data(), part.size());
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) break;
        text.append(part.data(), static_cast<std::size_t>(got));
    }
    return text;
}

bool ended_well(pid_t child) {
    int status = 0;
    while (::waitpid(child, &status, 0) < 0) {
        if (errno != EINTR) return false;
    }
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

// Nothing where it cannot be run or fails.
std::optional<std::string> output_of(const char* program,
                                     const std::vector<std::string>& arguments) {
    int ends[2] = {-1, -1};
    if (::pipe2(ends, O_CLOEXEC) != 0) return std::nullopt;
    const UniqueFd from(ends[0]);
    UniqueFd into(ends[1]);
    SpawnActions actions;
    actions.open_null(STDIN_FILENO, O_RDONLY);
    actions.duplicate(into.get(), STDOUT_FILENO);
    const pid_t child = spawn(program, arguments, actions);
    if (child < 0) return std::nullopt;
    into = UniqueFd();
    std::string text = read_to_end(from.get());
    if (!ended_well(child)) return std::nullopt;
    return text;
}

}  // namespace

UnitState parse_unit_state(std::string_view text) {
    UnitState state;
    const std::array<std::pair<std::string_view, std::string*>, 4> fields{
        {{"LoadState=", &state.load},
         {"ActiveState=", &state.active},
         {"Result=", &state.result},
         {"StatusText=", &state.status}}};
    while (!text.empty()) {
        const auto end = text.find('\n');
        const std::string_view line = text.substr(0, end);
        text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
        for (const auto& [name, field] : fields) {
            if (line.starts_with(name)) *field = line.substr(name.size());
        }
    }
    return state;
}

std::optional<UnitState> SystemctlUnit::look() {
    const auto text =
        output_of(systemctl, {"show", "--property=LoadState,ActiveState,Result,StatusText", unit});
    if (!text) return std::nullopt;
    return parse_unit_state(*text);
}

bool SystemctlUnit::start() {
    SpawnActions actions;
    actions.open_null(STDIN_FILENO, O_RDONLY);
    actions.open_null(STDOUT_FILENO, O_WRONLY);
    // What went wrong is told by ourselves.
    actions.open_null(STDERR_FILENO, O_WRONLY);
    starter_ = spawn(systemctl, {"start", unit}, actions);
    if (starter_ < 0) return false;
    starter_fd_ = UniqueFd(static_cast<int>(::syscall(SYS_pidfd_open, starter_, 0)));
    return true;
}

std::optional<bool> SystemctlUnit::ended(std::chrono::milliseconds at_most) {
    if (starter_ < 0) return false;
    pollfd ending{starter_fd_.get(), POLLIN, 0};
    if (starter_fd_ && ::poll(&ending, 1, static_cast<int>(at_most.count())) <= 0)
        return std::nullopt;
    return ended_well(std::exchange(starter_, -1));
}

std::string SystemctlUnit::last_word() {
    // What was written before the unit ended is still on its way to the journal.
    (void)output_of(journalctl, {"--sync"});
    std::string line =
        output_of(journalctl, {"--quiet", "--no-pager", "--output=cat", "--lines=1",
                               "--identifier=ramd-weak-list-update", std::string("--unit=") + unit})
            .value_or(std::string());
    while (line.ends_with('\n')) line.pop_back();
    return line;
}

void SystemctlUnit::request_full() {
    update::FullRequest().leave();
}

}  // namespace ramctl
