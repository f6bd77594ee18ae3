// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/host_names.h"

#include <fcntl.h>
#include <strings.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <sstream>

#include "shared/fd.h"

namespace ramd {
namespace {

constexpr std::size_t most_of_a_file = std::size_t{64} * 1024;

std::string without_comment(const std::string& line) {
    return line.substr(0, line.find('#'));
}

void add(std::vector<std::string>& names, const std::string& name) {
    if (name.empty() || names.size() >= most_host_names) return;
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
}

// Host names have no case (RFC 4343).
bool begins_with(const std::string& word, const std::string& beginning) {
    return word.size() >= beginning.size() &&
           ::strncasecmp(word.data(), beginning.data(), beginning.size()) == 0;
}

void add_full_names(const std::string& line, const std::string& beginning,
                    std::vector<std::string>& names) {
    std::istringstream words(without_comment(line));
    std::string word;
    words >> word;  // the address
    while (words >> word)
        if (begins_with(word, beginning)) add(names, word);
}

// Whole lines only, where the file is longer.
std::string beginning_of(const std::string& path) {
    const ramauth::UniqueFd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    if (!file || !ramauth::is_regular_file(file.get())) return {};
    std::string text(most_of_a_file, '\0');
    std::size_t size = 0;
    while (size < text.size()) {
        const ssize_t got = ::read(file.get(), text.data() + size, text.size() - size);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) break;
        size += static_cast<std::size_t>(got);
    }
    if (size == text.size()) size = text.rfind('\n') + 1;
    text.resize(size);
    return text;
}

std::string kernel_name() {
    utsname host{};
    return ::uname(&host) == 0 ? host.nodename : std::string();
}

}  // namespace

std::vector<std::string> host_names(std::span<const std::string> names, std::string_view hosts) {
    std::vector<std::string> all;
    for (const std::string& name : names) {
        const std::string short_name = name.substr(0, name.find('.'));
        if (short_name.empty()) continue;
        add(all, short_name);
        add(all, name);
        std::istringstream lines{std::string(hosts)};
        for (std::string line; std::getline(lines, line);)
            add_full_names(line, short_name + ".", all);
    }
    return all;
}

std::string name_in_hostname_file(std::string_view text) {
    std::istringstream lines{std::string(text)};
    for (std::string line; std::getline(lines, line);) {
        std::istringstream words(without_comment(line));
        if (std::string word; words >> word) return word;
    }
    return {};
}

std::vector<std::string> present_host_names(const std::string& etc) {
    const std::array names{kernel_name(), name_in_hostname_file(beginning_of(etc + "/hostname"))};
    return host_names(names, beginning_of(etc + "/hosts"));
}

}  // namespace ramd
