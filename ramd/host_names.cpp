// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/host_names.h"

#include <sys/utsname.h>

#include <algorithm>
#include <fstream>
#include <sstream>

namespace ramd {
namespace {

void add_full_names(const std::string& line, const std::string& beginning,
                    std::vector<std::string>& names) {
    std::istringstream words(line.substr(0, line.find('#')));
    std::string word;
    words >> word;  // the address
    while (words >> word) {
        const bool known = std::find(names.begin(), names.end(), word) != names.end();
        if (word.starts_with(beginning) && !known) names.push_back(word);
    }
}

}  // namespace

std::vector<std::string> host_names(const std::string& name, std::string_view hosts) {
    const std::string short_name = name.substr(0, name.find('.'));
    if (short_name.empty()) return {};
    std::vector<std::string> names{short_name};
    if (name != short_name) names.push_back(name);
    std::istringstream lines{std::string(hosts)};
    for (std::string line; std::getline(lines, line);)
        add_full_names(line, short_name + ".", names);
    return names;
}

std::vector<std::string> host_names() {
    utsname host{};
    if (::uname(&host) != 0) return {};
    std::ifstream file("/etc/hosts");
    std::ostringstream hosts;
    hosts << file.rdbuf();
    return host_names(host.nodename, hosts.str());
}

}  // namespace ramd
